"""Measure a round, and keep what was measured."""

from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement import queries, question
from annotator.agreement.anyfile import source_of
from annotator.agreement.models import Coefficient, Measurement
from annotator.agreement.patterns import count_patterns
from annotator.agreement.planning import Source
from annotator.agreement.question import Told
from annotator.agreement.repeats import Stability, stability
from annotator.agreement.report import Line, data_of, line, options_checksum
from annotator.codebook.queries import book
from annotator.coding.values import variables
from annotator.errors import NotFound, Problem, Refused
from annotator.rounds.models import Round


def report(session: Session, round_: Round) -> list[Line]:
    """The agreement on every variable of a round as it is now; nothing is stored."""
    return [
        line(each.variable, each.rows, round_.number) for each in queries.of_round(session, round_)
    ]


def stable(session: Session, round_: Round) -> list[Stability]:
    """How far coders agree with themselves on every variable, all together and each by name."""
    return stability(variables(book(round_.version)), queries.twice(session, round_))


def of_question(session: Session, round_: Round, key: str) -> list[Line]:
    """The agreement on one variable by its key, or on every code of a ``many`` question.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    found = [
        each
        for each in queries.of_round(session, round_)
        if key in (each.variable.key, each.variable.question)
    ]
    if not found:
        raise NotFound("This round asks no such question, or one that has no agreement.")
    return [line(each.variable, each.rows, round_.number) for each in found]


def pilot(session: Session, round_: Round, key: str) -> Source:
    """A question of a round as a pilot, from whose articles studies are drawn.

    :raises Refused: if it can not be measured, or has too few articles.
    """
    for each in queries.of_round(session, round_):
        if each.variable.key == key and len(each.rows):
            return source_of(count_patterns(data_of(each.variable, each.rows)))
    message = "Nobody has answered this question in this round yet."
    raise Refused(Problem(message, column="pilot", remedy="Plan from an expected alpha instead."))


def told(session: Session, round_: Round, key: str) -> Told:
    """All that is to be said of one question of a round, by the key of it or of a code of it.

    :raises NotFound: if the round asks no such question, or one that is not measured.
    """
    lines = of_question(session, round_, key)
    origins = queries.origins(session, round_, lines[0].variable.question)
    return question.told(book(round_.version), lines, key, origins, round_.number)


def keep(session: Session, round_: Round, lines: list[Line]) -> list[Measurement]:
    """Keep what was measured; the same data measured again is the row that is there."""
    return [
        _stored(session, each) or _store(session, round_, each)
        for each in lines
        if each.measured is not None
    ]


def _stored(session: Session, line: Line) -> Measurement | None:
    return session.scalar(
        select(Measurement).where(
            Measurement.fingerprint == line.fingerprint,
            Measurement.options_checksum == options_checksum(line.options),
            Measurement.seed == (line.measured.seed if line.measured else 0),
            Measurement.annotator_version == version("annotator"),
        )
    )


def _store(session: Session, round_: Round, line: Line) -> Measurement:
    measured = line.measured
    if measured is None:
        raise ValueError("only what was measured can be kept")
    row = Measurement(
        study_id=round_.study_id,
        round_id=round_.id,
        question_key=line.variable.question,
        code_key=line.variable.code,
        fingerprint=line.fingerprint,
        options=line.options,
        options_checksum=options_checksum(line.options),
        seed=measured.seed,
        annotator_version=version("annotator"),
        n_units=measured.n_units,
        n_coders=measured.n_coders,
        n_judgements=measured.n_judgements,
        n_dropped=measured.n_dropped,
        distribution=dict(zip(measured.values, measured.distribution, strict=True)),
        coefficients=[
            Coefficient(
                name=name,
                value=figure.value,
                se=figure.se,
                low=figure.low,
                high=figure.high,
                method=figure.method,
                reason=figure.reason,
            )
            for name, figure in measured.coefficients.items()
        ],
    )
    session.add(row)
    session.flush()
    return row
