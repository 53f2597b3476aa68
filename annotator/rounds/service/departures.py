"""Coders who lag, or leave, while a round is open."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round
from annotator.rounds.service import checks_and_repeats, pool
from annotator.rounds.service.acts import (
    lock_coders,
    log_act,
    main_units,
    own_assignments,
    refuse_unless_open,
)
from annotator.rounds.service.reservations import release, withdrawn
from annotator.studies.models import Member
from annotator.studies.service import leads, log


def leave(session: Session, part: Enrolment, actor: Member | str) -> Impact:
    """End a coder's part in a round: what they have not coded is for others.

    What they coded stays. An answer that they send later is kept as surplus.

    :raises Conflict: if they have left already.
    """
    if part.left_at is not None:
        raise Conflict(f"{part.member.pseudonym} has left this round already.")
    lock_coders(session, part.round)
    impact = impact_of_leaving(session, part)
    hand_over(session, part)
    part.left_at = now()
    log_act(session, part.round, actor, "leave round", impact, coder=part.member.pseudonym)
    return impact


def give_away(session: Session, part: Enrolment, actor: Member | str) -> Impact:
    """Let others have what this coder was to code and has not seen; they go on as they like.

    :raises Conflict: if the round is not open, or everyone codes every sentence in it.
    """
    refuse_unless_open(part.round)
    if part.round.design.is_own:
        raise Conflict("Here everyone codes every sentence: nobody can do it for another.")
    lock_coders(session, part.round)
    impact = impact_of_giving_away(session, part)
    _open_unseen(session, part)
    checks_and_repeats.postpone_checks(session, part)
    _assign_what_is_left(session, part)
    log_act(session, part.round, actor, "release places", impact, coder=part.member.pseudonym)
    return impact


def impact_of_leaving(session: Session, part: Enrolment) -> Impact:
    """What ``leave`` would do now."""
    waiting = _count(
        session, part, AssignmentState.OPEN, AssignmentState.RESERVED, own=part.round.design.is_own
    )
    return Impact(taken_out=waiting) if part.round.design.is_own else Impact(to_others=waiting)


def impact_of_giving_away(session: Session, part: Enrolment) -> Impact:
    """What ``give_away`` would do now."""
    return Impact(to_others=_count(session, part, AssignmentState.OPEN, own=False))


def _count(session: Session, part: Enrolment, *states: AssignmentState, own: bool = True) -> int:
    """How many assignments wait; not ``own`` leaves out those that nobody else could have."""
    query = select(func.count()).where(*own_assignments(part), Assignment.state.in_(states))
    if not own:
        query = query.where(Assignment.unit_id.in_(main_units(part.round_id)))
    return session.scalar(query.select_from(Assignment)) or 0


def hand_over(session: Session, part: Enrolment) -> None:
    """Let others have all that a coder who has left did not answer."""
    _open_unseen(session, part)
    _withdraw_hidden(session, part)
    held = session.scalars(
        select(Assignment).where(
            *own_assignments(part), Assignment.state == AssignmentState.RESERVED
        )
    ).all()
    if part.round.design.is_own:
        for assignment in held:
            release(assignment, AssignmentState.WITHDRAWN)
    else:
        pool.put_back(session, part.round, held)
    _assign_what_is_left(session, part)


def _open_unseen(session: Session, part: Enrolment) -> None:
    """Open to anyone what the coder was to code and has not seen.

    Where everyone has an assignment on each sentence, nobody could take it: it is withdrawn.
    """
    round_ = part.round
    unseen = update(Assignment).where(
        *own_assignments(part),
        Assignment.state == AssignmentState.OPEN,
        Assignment.unit_id.in_(main_units(round_.id)),
    )
    order = pool.order_after_all(round_, now()) + func.coalesce(Assignment.planned_order, 0)
    if round_.design.is_own:
        session.execute(unseen.values(state=AssignmentState.WITHDRAWN))
    else:
        session.execute(unseen.values(member_id=None, planned_order=order))
    session.flush()


def _withdraw_hidden(session: Session, part: Enrolment) -> None:
    """Take back training, checks and repeats of one who leaves: nobody else codes them."""
    session.execute(
        update(Assignment)
        .where(
            Assignment.round_id == part.round_id,
            Assignment.member_id == part.member_id,
            Assignment.state.in_((AssignmentState.OPEN, AssignmentState.RESERVED)),
            (Assignment.occasion > 1) | Assignment.unit_id.not_in(main_units(part.round_id)),
        )
        .values(withdrawn())
    )
    session.flush()


def _assign_what_is_left(session: Session, part: Enrolment) -> None:
    part.repeats_left = 0
    if part.round.is_planned:
        part.quota = part.done + part.skipped + _count(session, part, AssignmentState.RESERVED)


def leave_study(session: Session, member: Member, actor: Member | str) -> Impact:
    """End a member's part in a study and in its rounds; what they coded stays.

    :raises Conflict: if the study would be left without a lead, or they have left already.
    """
    if member.left_at is not None:
        raise Conflict(f"{member.pseudonym} has left this study already.")
    if leads(session, member.study_id) == [member]:
        raise Conflict("A study keeps at least one lead. Make someone else lead first.")
    impacts = [leave(session, part, actor) for part in _open_parts(session, member)]
    member.left_at = now()
    log(session, member.study, actor, "leave study", f"member:{member.pseudonym}")
    session.flush()
    return _together(impacts)


def impact_of_leaving_the_study(session: Session, member: Member) -> Impact:
    """What ``leave_study`` would do now."""
    parts = _open_parts(session, member)
    return _together([impact_of_leaving(session, part) for part in parts])


def _open_parts(session: Session, member: Member) -> Sequence[Enrolment]:
    """A member's parts in the rounds that are open."""
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.round)
        .where(
            Enrolment.member_id == member.id,
            Enrolment.left_at.is_(None),
            Round.opened_at.is_not(None),
            Round.closed_at.is_(None),
        )
    ).all()


def _together(impacts: Sequence[Impact]) -> Impact:
    return Impact(
        to_others=sum(each.to_others for each in impacts),
        taken_out=sum(each.taken_out for each in impacts),
    )
