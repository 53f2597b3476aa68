"""Give a coder their next assignments, and tell which ones they hold."""

from collections.abc import Sequence

from sqlalchemy import Select, and_, bindparam, select
from sqlalchemy.orm import Session

from annotator.rounds.controls.slots import DUE
from annotator.rounds.designs.design import FEW_HELD
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from annotator.rounds.service import checks_and_repeats, pool
from annotator.rounds.service.pool import keys_of
from annotator.rounds.service.reservations import renew, reserve
from annotator.rounds.service.training import may_begin

#: How number sentences a coder of a planned round still has to do.
TO_DO = Enrolment.quota - Enrolment.done - Enrolment.skipped


_OF_CODER = and_(
    Assignment.round_id == bindparam("round_id"), Assignment.member_id == bindparam("member_id")
)

#: The assignments that a coder was served and has not answered, in served order.
HELD = (
    select(Assignment)
    .where(_OF_CODER, Assignment.state == AssignmentState.RESERVED)
    # Not by the index in that order, in which a coder's whole part would be read.
    .order_by(Assignment.served_order + 0)
)

#: The next assignments that the plan gave a coder.
_PLANNED = (
    select(Assignment)
    .where(_OF_CODER, Assignment.state == AssignmentState.OPEN, Assignment.planned_order < DUE)
    .order_by(Assignment.planned_order)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)


def held(session: Session, enrolment: Enrolment) -> Sequence[Assignment]:
    """The assignments that the coder holds now."""
    return session.scalars(HELD, keys_of(enrolment)).all()


def claim(session: Session, enrolment: Enrolment, want: int = 1) -> Sequence[Assignment]:
    """Let the coder hold up to ``want`` assignments; those held already count.

    Checks and repeats come when they fall due, like any other. First come the assignments that
    the plan gave this coder; then, a few at a time, assignments that are open to anyone; then
    such as others lost, or are to code and have not seen, if the round lets coders share.
    An assignment that is served gets its number in the coder's served order, which is recorded,
    and is kept for them until its reservation ends. Nothing new is served while the round is not
    open, or to one who has still to pass its training.
    """
    holding = list(held(session, enrolment))
    round_ = enrolment.round
    if round_.state != "open" or enrolment.left_at is not None:
        return holding
    if not may_begin(session, enrolment):
        return holding
    renew(round_, holding)
    while found := _next(session, enrolment, len(holding), want):
        holding += _serve(enrolment, found)
        session.flush()
    return holding


def is_more(session: Session, enrolment: Enrolment) -> bool:
    """Whether a coder who asks for an assignment is likely to get one, or holds one."""
    round_ = enrolment.round
    if enrolment.left is not None and (enrolment.left or not round_.is_planned):
        return enrolment.left > 0
    found = (pool.free_for(enrolment), pool.expired(round_), pool.lost_by(enrolment))
    if any(session.scalar(select(way.exists())) for way in found):
        return True
    return round_.setup.shares and bool(session.scalar(select(coders_behind(enrolment).exists())))


def _next(session: Session, enrolment: Enrolment, holding: int, want: int) -> Sequence[Assignment]:
    """The next assignments, best first: one at a time where a hidden one may come in between."""
    round_ = enrolment.round
    may_hold = _may_hold(enrolment, want)
    if holding >= (want if round_.is_planned else may_hold):
        return ()
    hidden = checks_and_repeats.due_control(session, enrolment) if round_.controls.in_use else None
    if hidden is not None:
        return [hidden]
    own = _planned(session, enrolment, 1 if round_.controls.in_use else want - holding)
    if own or holding >= may_hold:
        return own
    other = _one_of_others(session, enrolment) or checks_and_repeats.last_repeat(session, enrolment)
    return [other] if other else ()


def _serve(enrolment: Enrolment, assignments: Sequence[Assignment]) -> Sequence[Assignment]:
    for assignment in assignments:
        enrolment.served += 1
        reserve(enrolment.round, assignment)
        assignment.served_order = enrolment.served
    return assignments


def _planned(session: Session, enrolment: Enrolment, number: int) -> Sequence[Assignment]:
    """The next assignments that the plan gave this coder."""
    if number <= 0 or not enrolment.round.is_planned:
        return ()
    return session.scalars(_PLANNED, {**keys_of(enrolment), "limit": number}).all()


def _may_hold(enrolment: Enrolment, want: int) -> int:
    """How number assignments the coder may hold before it is only fair to leave some to others."""
    round_ = enrolment.round
    if round_.is_planned:
        return min(want, FEW_HELD)
    number = min(want, round_.most_held)
    if enrolment.quota is None:
        return number
    return min(number, enrolment.quota - enrolment.done - enrolment.skipped)


def _one_of_others(session: Session, enrolment: Enrolment) -> Assignment | None:
    """An assignment that the plan did not give this coder."""
    assignment = _another(session, enrolment)
    if assignment is not None and enrolment.round.is_planned:
        enrolment.quota = (enrolment.quota or 0) + 1
    return assignment


def _another(session: Session, enrolment: Enrolment) -> Assignment | None:
    assignment = pool.take_next(session, enrolment)
    if assignment is None and pool.put_back_expired(session, enrolment.round):
        assignment = pool.take_next(session, enrolment)
    if assignment is None and enrolment.round.setup.shares:
        assignment = _taken_over(session, enrolment)
    return assignment or pool.take_back(session, enrolment)


def _taken_over(session: Session, enrolment: Enrolment) -> Assignment | None:
    """The last assignment that is planned for the one with most to do, and was never served.

    Only from who has at least two more: otherwise the same assignment would go to and fro.
    """
    for key in session.scalars(coders_behind(enrolment).order_by(TO_DO.desc(), Enrolment.id)).all():
        # Who is at work in this moment is left in peace.
        one = select(Enrolment).where(Enrolment.id == key).with_for_update(skip_locked=True)
        other = session.scalar(one)
        assignment = _last_unseen(session, enrolment, other) if other else None
        if other is not None and assignment is not None:
            other.quota = (other.quota or 0) - 1
            assignment.member_id, assignment.planned_order = enrolment.member_id, None
            return assignment
    return None


def coders_behind(enrolment: Enrolment) -> Select[int]:
    """The enrolments of others in the round who have two sentences to do, or more."""
    return select(Enrolment.id).where(
        Enrolment.round_id == enrolment.round_id, Enrolment.id != enrolment.id, TO_DO > 1
    )


def _last_unseen(session: Session, enrolment: Enrolment, other: Enrolment) -> Assignment | None:
    return session.scalar(
        select(Assignment)
        .where(
            Assignment.round_id == other.round_id,
            Assignment.member_id == other.member_id,
            Assignment.state == AssignmentState.OPEN,
            Assignment.planned_order < DUE,
            pool.NEVER_HAD,
        )
        .order_by(Assignment.planned_order.desc())
        .limit(1)
        .with_for_update(of=Assignment, skip_locked=True),
        keys_of(enrolment),
    )
