"""The measurements that were kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.agreement.models import Measurement
from annotator.agreement.report.history import Kept
from annotator.studies.models import Study


def measurements(session: Session, study: Study, limit: int | None = None) -> Sequence[Measurement]:
    """The kept measurements, the newest first."""
    return session.scalars(
        select(Measurement)
        .options(selectinload(Measurement.coefficients), joinedload(Measurement.round))
        .where(Measurement.study_id == study.id)
        .order_by(Measurement.measured_at.desc(), Measurement.id.desc())
        .limit(limit)
    ).all()


def history(session: Session, study: Study) -> list[Kept]:
    """What was kept of each question, question by question and in the order of time."""
    found = [_kept(each) for each in reversed(measurements(session, study))]
    return sorted(found, key=lambda each: each.key)


def _kept(row: Measurement) -> Kept:
    alpha = row.by_name["alpha"]
    return Kept(
        "+".join([".".join(filter(None, [row.question_key, row.code_key])), *row.also]),
        row.round.number,
        row.measured_at,
        row.n_units,
        row.n_coders,
        alpha.value,
        alpha.low,
        alpha.high,
        alpha.method or alpha.reason,
        row.by_name["percent"].value,
    )
