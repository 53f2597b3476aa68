"""Keep what was measured."""

from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.models import Coefficient, Measurement
from annotator.agreement.report.variable_report import Line, options_checksum
from annotator.rounds.models import Round


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
