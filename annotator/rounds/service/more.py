"""Whether there is anything for a coder to go on with; asked between rounds of work only."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.rounds.models import Enrolment
from annotator.rounds.service import pool
from annotator.rounds.service.claim import behind


def is_more(session: Session, enrolment: Enrolment) -> bool:
    """Whether a coder who asks for an assignment is likely to get one, or holds one."""
    round_ = enrolment.round
    if enrolment.left is not None and (enrolment.left or not round_.is_planned):
        return enrolment.left > 0
    found = (pool.free_for(enrolment), pool.ran_out(round_), pool.lost_by(enrolment))
    if any(session.scalar(select(way.exists())) for way in found):
        return True
    return round_.setup.shares and bool(session.scalar(select(behind(enrolment).exists())))
