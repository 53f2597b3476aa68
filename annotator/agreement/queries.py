"""The judgements of a round, and the measurements that were kept."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.agreement.models import Measurement
from annotator.agreement.rows import Rows
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book
from annotator.coding.queries import judgements
from annotator.coding.rows import CodingRow
from annotator.coding.values import Said, Variable, values, variables
from annotator.rounds.models import Round
from annotator.studies.models import Study


@dataclass(frozen=True, slots=True)
class Judgements:
    """The counted judgements of one variable, in long form."""

    variable: Variable
    rows: Rows


def of_round(session: Session, round_: Round) -> list[Judgements]:
    """The counted judgements of every variable that agreement is measured for.

    They are exactly the rows that ``codings.csv`` marks as counted.
    """
    asked = variables(book(round_.version))
    answers = said(session, round_)
    codings = [row for row in judgements.codings(session, round_) if row.counted]
    tables = [values(answers[coding.id], asked) for coding in codings]
    return [
        Judgements(variable, _rows(codings, [table[at].value for table in tables]))
        for at, variable in enumerate(asked)
        if variable.level is not None
    ]


def _rows(codings: Sequence[CodingRow], given: Sequence[str]) -> Rows:
    judged = [(c, value) for c, value in zip(codings, given, strict=True) if value]
    return Rows(
        unit=[c.unit for c, _ in judged],
        coder=[c.coder for c, _ in judged],
        value=[value for _, value in judged],
        cluster=[c.article for c, _ in judged],
    )


def said(session: Session, round_: Round) -> dict[int, list[Said]]:
    """What each current coding of a round says, by the coding's row."""
    questions, codes = _keys(round_.version)
    found: dict[int, list[Said]] = defaultdict(list)
    for row in judgements.answers(session, round_):
        code = codes[row.code] if row.code is not None else ""
        found[row.coding].append(
            Said(questions[row.question], row.state, code, row.number, row.text)
        )
    return found


def _keys(version: CodebookVersion) -> tuple[dict[int, str], dict[int, str]]:
    questions = {question.id: question.key for question in version.questions}
    codes = {code.id: code.key for question in version.questions for code in question.codes}
    return questions, codes


def measurements(session: Session, study: Study, limit: int = 200) -> Sequence[Measurement]:
    """The kept measurements, the newest first."""
    return session.scalars(
        select(Measurement)
        .options(selectinload(Measurement.coefficients), joinedload(Measurement.round))
        .where(Measurement.study_id == study.id)
        .order_by(Measurement.measured_at.desc(), Measurement.id.desc())
        .limit(limit)
    ).all()
