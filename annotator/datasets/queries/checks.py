"""``checks.csv``: what coders said about sentences with known answers."""

from typing import NamedTuple

from sqlalchemy import String, select, type_coerce
from sqlalchemy.orm import Session

from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.queries.training import known_answers, own_answers
from annotator.coding.training_scores import Compared, compared
from annotator.columns import Column, Table
from annotator.corpus.models import Sentence
from annotator.rounds.models import Round, Unit


class CheckRow(NamedTuple):
    """What a coder said about a unit, beside the known answer."""

    round: int
    purpose: str
    unit: str
    sentence: str
    coder: str
    compared: Compared


CHECKS: Table[CheckRow] = Table(
    name="checks",
    row="what one coder said about one sentence with a known answer, in a training round or as a "
    "check hidden among others; it is part of no agreement between coders unless that is asked for",
    key=("round", "unit", "coder", "question", "code"),
    columns=(
        Column("round", "integer", "The number of the round in the study.", lambda row: row.round),
        Column(
            "purpose",
            "text",
            "Why the answer is known.",
            lambda row: row.purpose,
            ("training", "check"),
        ),
        Column(
            "question",
            "text",
            "The key of the question in the codebook.",
            lambda row: row.compared.question,
        ),
        Column(
            "code",
            "text",
            "The key of the code, for a question of kind many; else empty.",
            lambda row: row.compared.code,
        ),
        Column("unit", "text", "The unit: one sentence in one round.", lambda row: row.unit),
        Column("sentence", "text", "The sentence; see sentences.csv.", lambda row: row.sentence),
        Column("coder", "text", "The coder's pseudonym; see coders.csv.", lambda row: row.coder),
        Column(
            "known",
            "text",
            "The known answer, as in codings.csv; empty for none.",
            lambda row: row.compared.known,
        ),
        Column(
            "value",
            "text",
            "The coder's answer: in training the first one, given before the known one was "
            "shown. Empty unless one was given.",
            lambda row: row.compared.own,
        ),
        Column(
            "agrees",
            "flag",
            "1 if both are the same; empty for texts.",
            lambda row: row.compared.agrees,
        ),
        Column("reason", "text", "Why the known answer is right.", lambda row: row.compared.reason),
    ),
)


def checks(session: Session, round_: Round) -> list[CheckRow]:
    """What coders said of sentences with known answers, beside these, by the table's key."""
    known = known_answers(session, round_)
    if not known:
        return []
    asked_for = variables(book(round_.version))
    units = session.execute(
        select(Unit.id, type_coerce(Unit.purpose, String), Unit.public_id, Sentence.public_id)
        .join(Unit.sentence)
        .where(Unit.id.in_(known))
    )
    about = {row.id: row[1:] for row in units}
    found = [
        CheckRow(round_.number, about[unit][0], about[unit][1], about[unit][2], coder, answer)
        for coder, own in own_answers(session, round_).items()
        for unit, answers in own.items()
        if unit in known
        for answer in compared(asked_for, known[unit], answers)
    ]
    return sorted(
        found, key=lambda row: (row.unit, row.coder, row.compared.question, row.compared.code)
    )
