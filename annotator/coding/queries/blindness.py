"""Who codes in a round and must not see others' answers yet, also among leads."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session

from annotator.coding.models import Exposure
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member


def rounds_to_finish(session: Session, member: Member) -> Sequence[Round]:
    """The open rounds in which this member still has sentences to code.

    Where all take from one pool, and as much as they like, that is until it is closed.
    Until they are done, no page made from others' answers is shown to them, unless
    they chose to look early, which is kept as an exposure.
    """
    looked = exists().where(
        Exposure.member_id == member.id, Exposure.round_id == Round.id, Exposure.early
    )
    return session.scalars(
        select(Round)
        .join(Enrolment, Enrolment.round_id == Round.id)
        .where(
            Enrolment.member_id == member.id,
            Enrolment.left_at.is_(None),
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
            or_(
                and_(~Round.is_planned, Enrolment.quota.is_(None)),
                Enrolment.done + Enrolment.skipped < func.coalesce(Enrolment.quota, 0),
            ),
            ~looked,
        )
        .order_by(Round.number)
    ).all()


def subject(round_: Round) -> str:
    """How the log names a round."""
    return f"round:{round_.number}"


def looked_early(session: Session, rounds: Sequence[Round]) -> set[str]:
    """The pseudonyms of those who looked early at one of these rounds."""
    ids = [each.id for each in rounds]
    return set(
        session.scalars(
            select(Member.pseudonym)
            .join(Exposure, Exposure.member_id == Member.id)
            .where(Exposure.round_id.in_(ids), Exposure.early)
        )
    )
