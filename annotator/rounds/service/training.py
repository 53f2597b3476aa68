"""Training rounds that a coder must pass before another: who is let in, who is qualified."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member
from annotator.studies.service import log


def may_begin(session: Session, enrolment: Enrolment) -> bool:
    """Whether the coder may be served; that they passed is written down here, once."""
    if enrolment.qualified_at is not None or not enrolment.round.setup.training.requires:
        return True
    if waits_for(session, enrolment) is not None:
        return False
    enrolment.qualified_at = now()
    return True


def waits_for(session: Session, enrolment: Enrolment) -> Round | None:
    """The training round that the coder has still to pass before this one."""
    round_ = enrolment.round
    if not round_.setup.training.requires or enrolment.qualified_at is not None:
        return None
    training = required(session, round_)
    if training is None or _passed(session, training, enrolment.member_id):
        return None
    return training


def required(session: Session, round_: Round) -> Round | None:
    """The training round that must be passed before this one."""
    return session.scalar(
        select(Round).where(
            Round.study_id == round_.study_id, Round.number == round_.setup.training.requires
        )
    )


def _passed(session: Session, training: Round, member_id: int) -> bool:
    part = part_of(session, training, member_id)
    return part is not None and part.qualified_at is not None


def part_of(session: Session, round_: Round, member_id: int) -> Enrolment | None:
    """A member's part in a round, if they have one and have not left it."""
    return session.scalar(
        select(Enrolment).where(
            Enrolment.round_id == round_.id,
            Enrolment.member_id == member_id,
            Enrolment.left_at.is_(None),
        )
    )


def qualify(session: Session, part: Enrolment, actor: Member | str, why: str = "") -> None:
    """Let a coder go on, by hand, whatever their training says.

    :raises Conflict: if they are qualified already, or the round asks for no training.
    """
    round_, name = part.round, part.member.pseudonym
    if part.qualified_at is not None:
        raise Conflict(f"{name} is qualified already.")
    if not round_.is_training and not round_.setup.training.requires:
        raise Conflict(f"Round {round_.number} neither trains nor asks for training.")
    part.qualified_at = now()
    after = {"coder": name, "reason": why.strip()}
    log(session, round_.study, actor, "qualify by hand", f"round:{round_.number}", after=after)
    session.flush()
