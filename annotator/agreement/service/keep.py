"""Keep what was measured."""

from importlib.metadata import version

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.models import Coefficient, Measurement
from annotator.agreement.report.variable_report import VariableReport, options_checksum
from annotator.rounds.models import Round


def keep_measurements(
    session: Session, round_: Round, reports: list[VariableReport]
) -> list[Measurement]:
    """Keep what was measured; the same data measured again is the row that is there."""
    return [
        _stored(session, each) or _store(session, round_, each)
        for each in reports
        if each.measured is not None
    ]


def _stored(session: Session, report: VariableReport) -> Measurement | None:
    return session.scalar(
        select(Measurement).where(
            Measurement.fingerprint == report.fingerprint,
            Measurement.options_checksum == options_checksum(report.options),
            Measurement.seed == (report.measured.seed if report.measured else 0),
            Measurement.annotator_version == version("annotator"),
        )
    )


def _store(session: Session, round_: Round, report: VariableReport) -> Measurement:
    measured = report.measured
    if measured is None:
        raise ValueError("only what was measured can be kept")
    row = Measurement(
        study_id=round_.study_id,
        round_id=round_.id,
        question_key=report.variable.question,
        code_key=report.variable.code,
        fingerprint=report.fingerprint,
        options=report.options,
        options_checksum=options_checksum(report.options),
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
                value=estimate.value,
                se=estimate.se,
                low=estimate.low,
                high=estimate.high,
                method=estimate.method,
                reason=estimate.reason,
            )
            for name, estimate in measured.coefficients.items()
        ],
    )
    session.add(row)
    session.flush()
    return row
