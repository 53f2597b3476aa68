"""The assignments that a coder was served, and the way from one to the next."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, joinedload

from annotator.corpus.models import Article, Sentence
from annotator.errors import NotFound
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Unit
from annotator.rounds.service.claim import HELD
from annotator.rounds.service.pool import keys_of

#: An assignment with all that is shown of its sentence; its round was loaded with the coder's part.
_WITH_SENTENCE = (
    joinedload(Assignment.unit)
    .joinedload(Unit.sentence)
    .joinedload(Sentence.article)
    .options(joinedload(Article.outlet), joinedload(Article.event))
)
_HELD = HELD.options(_WITH_SENTENCE).where(Assignment.served_order > bindparam("after"))
_FIRST_HELD = HELD.options(_WITH_SENTENCE).limit(1)


def assignment_of(session: Session, enrolment: Enrolment, public_id: str) -> Assignment:
    """An assignment that this coder was served, even if it was taken back: what they send is kept.

    :raises NotFound: if there is none, in the same words whosever it is.
    """
    assignment = session.scalar(
        select(Assignment)
        .options(_WITH_SENTENCE)
        .where(
            Assignment.public_id == public_id,
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order.is_not(None),
        )
    )
    if assignment is None:
        raise NotFound("There is no such sentence, or it is not yours.")
    return assignment


def held_assignment(session: Session, enrolment: Enrolment) -> Assignment | None:
    """The first assignment that the coder holds and has not answered."""
    return session.scalar(_FIRST_HELD, keys_of(enrolment))


def held(session: Session, enrolment: Enrolment, after: int = 0) -> Sequence[Assignment]:
    """The assignments that the coder holds and has not answered, served after this one."""
    return session.scalars(_HELD, {**keys_of(enrolment), "after": after}).all()


def neighbour(session: Session, assignment: Assignment, step: int) -> str | None:
    """The public id of the coder's assignment served just before (-1) or after (+1) this one."""
    served = Assignment.served_order
    beside = served < assignment.served_order if step < 0 else served > assignment.served_order
    return session.scalar(
        select(Assignment.public_id)
        .where(
            Assignment.round_id == assignment.round_id,
            Assignment.member_id == assignment.member_id,
            Assignment.state != AssignmentState.WITHDRAWN,
            beside,
        )
        .order_by(served.desc() if step < 0 else served)
        .limit(1)
    )


def last_served(session: Session, enrolment: Enrolment) -> str | None:
    """The public id of the assignment that the coder was served last."""
    return session.scalar(
        select(Assignment.public_id)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order.is_not(None),
        )
        .order_by(Assignment.served_order.desc())
        .limit(1)
    )
