"""What coders left out unread because it distresses them."""

from typing import NamedTuple

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from annotator.coding.models import Coding
from annotator.rounds.models import Assignment, Enrolment, Round
from annotator.studies.models import Member


class LeftOutUnread(NamedTuple):
    """How many sentences a coder left out, by pseudonym."""

    coder: str
    sentences: int


def unread_skips(round_id: int, member_id: int | None = None) -> Select[Coding, Assignment]:
    """The standing skips of what was left out in a round, each with its assignment."""
    query = (
        select(Coding, Assignment)
        .join(Assignment, Coding.assignment_id == Assignment.id)
        .where(Assignment.round_id == round_id, Coding.current, Coding.unread)
    )
    return query if member_id is None else query.where(Coding.member_id == member_id)


def never_seen(session: Session, enrolment: Enrolment) -> int:
    """How many sentences this coder left out without ever having seen them."""
    if not enrolment.skipped:
        return 0
    never_served = unread_skips(enrolment.round_id, enrolment.member_id).where(
        Assignment.served_order.is_(None)
    )
    return session.scalar(select(func.count()).select_from(never_served.subquery())) or 0


def left_out_by_coder(session: Session, round_: Round) -> list[LeftOutUnread]:
    """How much each coder of a round left out, by pseudonym; only those who did."""
    query = (
        unread_skips(round_.id)
        .join(Member, Coding.member_id == Member.id)
        .with_only_columns(Member.pseudonym, func.count())
        .group_by(Member.pseudonym)
        .order_by(Member.pseudonym)
    )
    return [LeftOutUnread._make(row) for row in session.execute(query)]
