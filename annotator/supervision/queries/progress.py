"""Where the coders of a round are, for its leads."""

from collections import defaultdict
from datetime import datetime, timedelta

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from annotator.coding.models import Coding
from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit
from annotator.studies.models import Member
from annotator.supervision.pace import DAYS, CoderProgress


def coder_progress(session: Session, round_: Round) -> list[CoderProgress]:
    """Where each coder of the round is, by pseudonym."""
    at = now()
    held, ran_out = _held(session, round_, at)
    last, daily = _last(session, round_), _daily(session, round_, at)
    rows = session.execute(
        select(Enrolment, Member)
        .join(Enrolment.member)
        .where(Enrolment.round_id == round_.id)
        .order_by(Member.pseudonym)
    )
    return [
        CoderProgress(
            pseudonym=member.pseudonym,
            done=part.done,
            skipped=part.skipped,
            to_do=part.left,
            held=held[member.id],
            ran_out=ran_out[member.id],
            last_seen=last.get(member.id),
            daily=tuple(daily[member.id]),
            left_at=part.left_at,
        )
        for part, member in rows
    ]


def _held(
    session: Session, round_: Round, today: datetime
) -> tuple[dict[int, int], dict[int, int]]:
    """How many assignments each member holds, and how many of them past the reservation."""
    held: dict[int, int] = defaultdict(int)
    ran_out: dict[int, int] = defaultdict(int)
    rows = session.execute(
        select(Assignment.member_id, Assignment.reserved_until).where(
            Assignment.round_id == round_.id,
            Assignment.reserved_until.is_not(None),
            Assignment.state == AssignmentState.RESERVED,
        )
    )
    for member, until in rows:
        if member is not None and until is not None:
            held[member] += 1
            ran_out[member] += until < today
    return held, ran_out


def _last(session: Session, round_: Round) -> dict[int, datetime]:
    """When each member last answered in the round."""
    query = (
        select(Assignment.member_id, func.max(Assignment.done_at))
        .where(Assignment.round_id == round_.id, Assignment.member_id.is_not(None))
        .group_by(Assignment.member_id)
    )
    return {member: at for member, at in session.execute(query) if member is not None and at}


def _daily(session: Session, round_: Round, today: datetime) -> dict[int, list[int]]:
    """How much each member answered on each of the last days, today last."""
    since = today - timedelta(days=DAYS)
    rows = session.execute(
        select(Coding.member_id, Coding.submitted_at)
        .join(Coding.unit)
        .where(
            Unit.round_id == round_.id,
            Coding.submitted_at > since,
            Coding.revision == 1,
            ~Coding.unread,
        )
    )
    daily: dict[int, list[int]] = defaultdict(lambda: [0] * DAYS)
    for member, at in rows:
        daily[member][DAYS - 1 - (today - at).days] += 1
    return daily


def untakeable(session: Session, round_: Round) -> int:
    """How many open assignments no coder who is still there can take: all had the sentence."""
    had = aliased(Assignment)
    could = exists().where(
        and_(
            Enrolment.round_id == round_.id,
            Enrolment.left_at.is_(None),
            ~exists().where(
                and_(had.unit_id == Assignment.unit_id, had.member_id == Enrolment.member_id)
            ),
        )
    )
    open_to_all = select(func.count()).where(
        Assignment.round_id == round_.id,
        Assignment.member_id.is_(None),
        Assignment.state == AssignmentState.OPEN,
        ~could.correlate(Assignment),
    )
    return session.scalar(open_to_all.select_from(Assignment)) or 0
