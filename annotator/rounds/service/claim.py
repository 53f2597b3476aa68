"""Give a coder their next places, and tell which ones they hold."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.db import now
from annotator.rounds.models import Assignment, Enrolment, PlaceState


def held(session: Session, enrolment: Enrolment) -> Sequence[Assignment]:
    """The places that the coder was served and has not answered, in served order."""
    return session.scalars(
        select(Assignment)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == PlaceState.LEASED,
        )
        .order_by(Assignment.served_order)
    ).all()


def claim(session: Session, enrolment: Enrolment, want: int = 1) -> Sequence[Assignment]:
    """Let the coder hold up to ``want`` places; those held already count.

    A place that is served gets its number in the coder's served order, which is
    recorded. Nothing new is served while the round is not open.
    """
    holding = list(held(session, enrolment))
    if enrolment.round.state != "open" or len(holding) >= want:
        return holding
    waiting = session.scalars(
        select(Assignment)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == PlaceState.OPEN,
        )
        .order_by(Assignment.planned_order)
        .limit(want - len(holding))
    ).all()
    until = now() + timedelta(minutes=enrolment.round.lease_minutes)
    for place in waiting:
        enrolment.cursor += 1
        place.state, place.leased_until = PlaceState.LEASED, until
        place.served_order = enrolment.cursor
    session.flush()
    return [*holding, *waiting]
