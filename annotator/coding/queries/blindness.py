"""Who codes in a round and must not see others' answers yet, also among leads."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import LogEntry, Member, Study

LOOKED_EARLY = "look early"


def rounds_to_finish(session: Session, member: Member) -> Sequence[Round]:
    """The open rounds in which this member still has sentences to code.

    Where all take from one pool, and as much as they like, that is until it is closed.
    Until they are done, no page made from others' answers is shown to them, unless
    they chose to look early, which is in the log.
    """
    looked = select(LogEntry.id).where(
        LogEntry.study_id == member.study_id,
        LogEntry.act == LOOKED_EARLY,
        LogEntry.actor == member.pseudonym,
    )
    rounds = session.scalars(
        select(Round)
        .join(Enrolment, Enrolment.round_id == Round.id)
        .where(
            Enrolment.member_id == member.id,
            Enrolment.left_at.is_(None),
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
            or_(
                and_(Round.design == "open", Enrolment.quota.is_(None)),
                Enrolment.done + Enrolment.skipped < func.coalesce(Enrolment.quota, 0),
            ),
        )
        .order_by(Round.number)
    ).all()
    return [
        each
        for each in rounds
        if session.scalar(looked.where(LogEntry.subject == subject(each))) is None
    ]


def subject(round_: Round) -> str:
    """How the log names a round."""
    return f"round:{round_.number}"


def looked_early(session: Session, study: Study, rounds: Sequence[Round]) -> set[str]:
    """The pseudonyms of those who looked early at one of these rounds."""
    return set(
        session.scalars(
            select(LogEntry.actor).where(
                LogEntry.study_id == study.id,
                LogEntry.act == LOOKED_EARLY,
                LogEntry.subject.in_([subject(each) for each in rounds]),
            )
        )
    )
