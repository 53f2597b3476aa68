"""Take a coder and all their codings out of a round, and put the codings in again.

Nothing is deleted: the codings are withdrawn, and others code in their assignments.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.coding.models import Coding, Outcome
from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Unit
from annotator.rounds.service import departures, pool
from annotator.rounds.service.acts import count_anew, lock_coders, log_act
from annotator.rounds.service.coders_per_sentence import recount_quotas
from annotator.studies.models import Member

FILLED = (AssignmentState.CODED, AssignmentState.SKIPPED)


def remove_coder(session: Session, part: Enrolment, actor: Member | str) -> Impact:
    """Withdraw a coder's codings in a round, and end their part in it.

    :raises Conflict: if there is nothing to withdraw and they have left already.
    """
    lock_coders(session, part.round)
    impact = what_removing_does(session, part)
    if part.left_at is not None and not impact.codings:
        raise Conflict(f"{part.member.pseudonym} has left, and no coding of theirs stands.")
    if part.left_at is None:
        departures.leave(session, part, actor)
    for coding in _current_codings(session, part, withdrawn=False):
        coding.withdrawn_at = now()
    for assignment in _assignments(session, part, FILLED):
        if assignment.occasion == 1 and _is_shared(part, assignment.state):
            pool.put_back(session, part.round, [assignment])
        assignment.state = AssignmentState.WITHDRAWN
    part.done = part.skipped = 0
    return _log(session, part, actor, "remove coder", impact)


def _is_shared(part: Enrolment, state: AssignmentState) -> bool:
    """Whether another can code in an assignment with this state, and nobody does already."""
    is_replaced = state == AssignmentState.SKIPPED and part.round.replaces_skips
    return not part.round.design.is_own and not is_replaced


def what_removing_does(session: Session, part: Enrolment) -> Impact:
    """What ``remove_coder`` would do now."""
    codings = _current_codings(session, part, withdrawn=False)
    filled = [
        assignment.occasion == 1 and _is_shared(part, assignment.state)
        for assignment in _assignments(session, part, FILLED)
    ]
    leaving = departures.impact_of_leaving(session, part)
    return Impact(
        to_others=leaving.to_others + sum(filled),
        taken_out=leaving.taken_out + len(filled) - sum(filled),
        codings=len(codings),
    )


def restore_coder(session: Session, part: Enrolment, actor: Member | str) -> Impact:
    """Let the codings of a coder who was removed count again where no one took their assignments.

    Where another has the assignment by now, the coding is kept as surplus.

    :raises Conflict: if no coding of theirs was withdrawn.
    """
    lock_coders(session, part.round)
    codings = _current_codings(session, part, withdrawn=True)
    if not codings:
        raise Conflict(f"No coding of {part.member.pseudonym} was withdrawn.")
    withdrawn = _assignments(session, part, (AssignmentState.WITHDRAWN,))
    assignments = {
        (assignment.unit_id, assignment.occasion): assignment for assignment in withdrawn
    }
    free = _free(session, part, [coding.unit_id for coding in codings])
    for coding in codings:
        coding.withdrawn_at = None
        assignment = assignments.get((coding.unit_id, coding.occasion))
        _fill_again(part, coding, assignment, free)
    return _log(session, part, actor, "restore coder", Impact(codings=len(codings)))


def what_restoring_does(session: Session, part: Enrolment) -> Impact:
    """What ``restore_coder`` would do now."""
    return Impact(codings=len(_current_codings(session, part, withdrawn=True)))


def _fill_again(
    part: Enrolment, coding: Coding, assignment: Assignment | None, free: dict[int, Assignment]
) -> None:
    filled = (
        AssignmentState.CODED if coding.outcome == Outcome.ANSWERED else AssignmentState.SKIPPED
    )
    is_shared = _is_shared(part, filled) and coding.unit.is_transferable(coding.occasion)
    instead = free.pop(coding.unit_id, None) if is_shared else None
    if assignment is None or (instead is None and is_shared):
        coding.assignment_id = None
        return
    if instead is not None:
        instead.state = AssignmentState.WITHDRAWN
    coding.assignment_id = assignment.id
    assignment.state = filled
    if filled == AssignmentState.CODED:
        part.done += 1
    else:
        part.skipped += 1


def _current_codings(session: Session, part: Enrolment, *, withdrawn: bool) -> Sequence[Coding]:
    """The coder's current codings in the round, those that count or those that were withdrawn."""
    query = (
        select(Coding)
        .join(Coding.unit)
        .where(Unit.round_id == part.round_id, Coding.member_id == part.member_id, Coding.current)
    )
    gone = Coding.withdrawn_at
    return session.scalars(query.where(gone.is_not(None) if withdrawn else gone.is_(None))).all()


def _assignments(
    session: Session, part: Enrolment, states: Sequence[AssignmentState]
) -> Sequence[Assignment]:
    return session.scalars(
        select(Assignment).where(
            Assignment.round_id == part.round_id,
            Assignment.member_id == part.member_id,
            Assignment.state.in_(states),
        )
    ).all()


def _free(session: Session, part: Enrolment, units: Sequence[int]) -> dict[int, Assignment]:
    """The assignments of these units that are open to anyone, one of each."""
    rows = session.scalars(
        select(Assignment)
        .where(
            Assignment.round_id == part.round_id,
            Assignment.member_id.is_(None),
            Assignment.state == AssignmentState.OPEN,
            Assignment.unit_id.in_(units),
        )
        .with_for_update(skip_locked=True)
    )
    return {assignment.unit_id: assignment for assignment in rows}


def _log(
    session: Session, part: Enrolment, actor: Member | str, act: str, impact: Impact
) -> Impact:
    session.flush()
    recount_quotas(session, part.round)
    count_anew(session, part.round)
    session.expire_all()
    name = part.member.pseudonym
    log_act(session, part.round, actor, act, impact, coder=name)
    return impact
