"""``repeats.csv``: what coders said about the same sentences twice."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from annotator.agreement.queries.self_agreement import coded_twice
from annotator.agreement.report.self_agreement import CodedTwice
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.queries import book
from annotator.codebook.values import values, variables
from annotator.columns import Column, Table
from annotator.rounds.models import Round
from annotator.tables.csv_text import utc


class RepeatRow(NamedTuple):
    """What a coder said about a sentence at two times, for one variable."""

    round: int
    variable: Variable
    pair: CodedTwice
    first: Value
    second: Value


REPEATS: Table[RepeatRow] = Table(
    name="repeats",
    row="what one coder said about one sentence at two times, for one question (for a question of "
    "kind many: for each of its codes): by a hidden repeat, or in a retest round",
    key=("round", "sentence", "coder", "question", "code"),
    columns=(
        Column(
            "round",
            "integer",
            "The number of the round in which the sentence came again.",
            lambda row: row.round,
        ),
        Column(
            "question",
            "text",
            "The key of the question in the codebook.",
            lambda row: row.variable.question,
        ),
        Column(
            "code",
            "text",
            "The key of the code, for a question of kind many; else empty.",
            lambda row: row.variable.code,
        ),
        Column(
            "sentence",
            "text",
            "The sentence; see sentences.csv.",
            lambda row: row.pair.first.sentence,
        ),
        Column(
            "coder",
            "text",
            "The coder's pseudonym; see coders.csv.",
            lambda row: row.pair.first.coder,
        ),
        Column(
            "first",
            "text",
            "The value of the first coding; empty unless there is one.",
            lambda row: row.first.value,
        ),
        Column(
            "second",
            "text",
            "The value of the second coding; empty unless there is one.",
            lambda row: row.second.value,
        ),
        Column(
            "first_at",
            "time",
            "When the first coding was saved.",
            lambda row: utc(row.pair.first.at),
        ),
        Column(
            "second_at",
            "time",
            "When the second coding was saved.",
            lambda row: utc(row.pair.second.at),
        ),
        Column(
            "days",
            "number",
            "How many days lie between.",
            lambda row: round(row.pair.days, 3),
        ),
    ),
)


def repeats(session: Session, round_: Round) -> list[RepeatRow]:
    """What coders said of the same sentences twice, by the table's key."""
    asked_for = variables(book(round_.version))
    found = [
        RepeatRow(round_.number, variable, pair, first, second)
        for pair in coded_twice(session, round_)
        for variable, first, second in zip(
            asked_for,
            values(pair.first.answers, asked_for),
            values(pair.second.answers, asked_for),
            strict=True,
        )
    ]
    return sorted(found, key=_place)


def _place(row: RepeatRow) -> tuple[str, ...]:
    return row.pair.first.sentence, row.pair.first.coder, row.variable.question, row.variable.code
