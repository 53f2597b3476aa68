"""Coders who come late, or come back, while a round is open."""

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from annotator.errors import Conflict
from annotator.rounds.controls.slots import DUE, ordinary, slots
from annotator.rounds.designs.numbering import coder_seed, ranks
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.service import checks_and_repeats
from annotator.rounds.service.acts import (
    lock_coders,
    log_act,
    own_assignments,
    refuse_unless_open,
    rowcount,
)
from annotator.rounds.service.checks_and_repeats import expect_repeats
from annotator.rounds.service.opening.plan_rows import insert_assignments
from annotator.studies.models import Member


def join(session: Session, round_: Round, member: Member, actor: Member | str) -> Impact:
    """Let a coder code in a round that is open, or come back to one that they left.

    Where everyone codes every sentence, they get an assignment on each. Else they take what is
    open to anyone, or, where coders share, what others have not seen.

    :raises Conflict: if the round is not open, or they code in it already.
    """
    refuse_unless_open(round_)
    lock_coders(session, round_)
    if not member.coder or member.left_at is not None:
        raise Conflict(f"{member.pseudonym} is no coder of this study.")
    found = _part_of(session, round_, member)
    if found is not None and found.left_at is None:
        raise Conflict(f"{member.pseudonym} codes in this round already.")
    if found is None:
        found = Enrolment(
            round_id=round_.id,
            member_id=member.id,
            seed=coder_seed(round_.seed, member.pseudonym),
            quota=0 if round_.is_planned else None,
        )
        session.add(found)
    found.left_at = None
    session.flush()
    is_complete = round_.design.is_complete
    impact = Impact(added=_assignment_on_each(session, found) if is_complete else 0)
    if round_.controls.checks and not is_complete:
        checks_and_repeats.add_checks(session, found)
    log_act(session, found.round, actor, "join round", impact, coder=found.member.pseudonym)
    return impact


def _part_of(session: Session, round_: Round, member: Member) -> Enrolment | None:
    return session.scalar(
        select(Enrolment).where(Enrolment.round_id == round_.id, Enrolment.member_id == member.id)
    )


def _assignment_on_each(session: Session, part: Enrolment) -> int:
    """An assignment on every unit where the coder has none; those they lost are theirs again."""
    returned = session.execute(
        update(Assignment)
        .where(
            *own_assignments(part),
            Assignment.state == AssignmentState.WITHDRAWN,
            Assignment.planned_order < DUE,
            _is_wanted(),
        )
        .values(state=AssignmentState.OPEN)
        .execution_options(synchronize_session="fetch")
    )
    had = select(Assignment.unit_id).where(*own_assignments(part))
    wanting = session.execute(
        select(Unit.id, Unit.position, func.max(Assignment.slot))
        .join(Assignment, Assignment.unit_id == Unit.id)
        .where(
            Unit.round_id == part.round_id,
            Unit.withdrawn_at.is_(None),
            Unit.purpose != UnitPurpose.CHECK,
            Unit.id.not_in(had),
        )
        .group_by(Unit.id, Unit.position)
        .order_by(Unit.position)
    ).all()
    orders = ranks([unit for unit, _, _ in wanting], part.round.order, part.seed)
    checks = checks_and_repeats.missing_checks(session, part)
    numbers = ordinary(slots(len(checks), len(orders), part.seed), len(orders))
    rows = (
        {
            "unit_id": unit,
            "slot": slot + 1,
            "member_id": part.member_id,
            "planned_order": numbers[orders[unit] - 1],
        }
        for unit, _, slot in wanting
    )
    added = insert_assignments(session, part.round, rows) + rowcount(returned)
    slot = checks_and_repeats.coders_so_far(session, part)
    added += insert_assignments(
        session,
        part.round,
        checks_and_repeats.check_rows_of(part.round, part, checks, slot, len(orders)),
    )
    part.quota = part.done + part.skipped + added
    expect_repeats(part, len(orders))
    return added


def _is_wanted() -> ColumnElement[bool]:
    """Of an assignment: that it was not answered, and that its unit is still coded."""
    coded_units = select(Unit.id).where(Unit.withdrawn_at.is_(None))
    return Assignment.done_at.is_(None) & Assignment.unit_id.in_(coded_units)
