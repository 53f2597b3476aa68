"""Assignments that are open to anyone: take the next, put back what was abandoned.

Nothing here counts or looks through the round: an assignment is found by index, and what
another is taking in this moment is passed over (``SKIP LOCKED``; on SQLite there is one
writer at a time). An assignment that was served and is put back stays with its coder as
withdrawn, which says that they had it, and the unit gets a new one: no two coders ever
see the same public id.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from annotator.corpus.models import Article, Sentence
from annotator.database.base import now
from annotator.rounds.designs import walk
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.service.reservations import release

#: How many reservations that ran out are put back at once by who asks for an assignment.
AT_ONCE = 50

_own = aliased(Assignment)
#: Of an assignment: that this coder has, or had, no assignment on its unit.
NEVER_HAD = ~exists().where(
    _own.unit_id == Assignment.unit_id, _own.member_id == bindparam("member_id")
)

# What is asked with each claim is made once: making a query takes longer than its answer.
_FREE = select(Assignment).where(
    Assignment.round_id == bindparam("round_id"),
    Assignment.member_id.is_(None),
    Assignment.state == AssignmentState.OPEN,
    NEVER_HAD,
)
_NEXT = (
    _FREE.where(
        Assignment.planned_order > bindparam("above"),
        Assignment.planned_order <= bindparam("up_to"),
    )
    .order_by(Assignment.planned_order)
    .limit(1)
    .with_for_update(of=Assignment, skip_locked=True)
)


def keys_of(enrolment: Enrolment) -> dict[str, int]:
    """Whose assignments the prepared queries are asked for."""
    return {"round_id": enrolment.round_id, "member_id": enrolment.member_id}


def take_next(session: Session, enrolment: Enrolment) -> Assignment | None:
    """The next assignment of the pool for this coder, on a unit that they never had."""
    seed, units = enrolment.seed, enrolment.round.units
    query = _without(_NEXT, enrolment.avoids)
    for stretch in walk.stretches(enrolment.cursor, seed, units):
        assignment = session.scalar(query, {**keys_of(enrolment), **stretch._asdict()})
        if assignment is not None:
            enrolment.cursor = walk.steps(assignment.planned_order or 0, seed, units)
            assignment.member_id = enrolment.member_id
            return assignment
    return None


def free_for(enrolment: Enrolment) -> Select[Assignment]:
    """The assignments of the pool that this coder may take."""
    return _without(_FREE, enrolment.avoids).params(**keys_of(enrolment))


def _without(query: Select[Assignment], avoids: Mapping[str, Sequence[int]]) -> Select[Assignment]:
    """Without the articles and events of which the coder wants no more."""
    if not avoids:
        return query
    events = avoids.get("events", ())
    return (
        query.join(Assignment.unit)
        .join(Unit.sentence)
        .join(Sentence.article)
        .where(
            Article.id.not_in(avoids.get("articles", ())),
            or_(Article.event_id.is_(None), Article.event_id.not_in(events)),
        )
    )


def take_back(session: Session, enrolment: Enrolment) -> Assignment | None:
    """An assignment that this coder lost unanswered, if the unit still wants a coder."""
    query = lost_by(enrolment).order_by(Assignment.served_order).limit(1)
    assignment = session.scalar(query.with_for_update(of=Assignment, skip_locked=True))
    instead = free_on(session, assignment.unit_id) if assignment else None
    if instead is None:
        return None
    instead.state = AssignmentState.WITHDRAWN
    return assignment


def lost_by(enrolment: Enrolment) -> Select[Assignment]:
    """The assignments that a coder was served and lost unanswered, whose units want a coder."""
    free = aliased(Assignment)
    return (
        select(Assignment)
        .join(free, free.unit_id == Assignment.unit_id)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == AssignmentState.WITHDRAWN,
            Assignment.done_at.is_(None),
            Assignment.occasion == 1,
            free.member_id.is_(None),
            free.state == AssignmentState.OPEN,
        )
    )


def free_on(session: Session, unit_id: int) -> Assignment | None:
    """An assignment of this unit that is open to anyone, kept from others until the commit."""
    return session.scalar(
        select(Assignment)
        .where(
            Assignment.unit_id == unit_id,
            Assignment.member_id.is_(None),
            Assignment.state == AssignmentState.OPEN,
        )
        .limit(1)
        .with_for_update(skip_locked=True)
    )


def open_another(session: Session, round_: Round, unit_id: int) -> None:
    """One more assignment, open to anyone, on a unit: another coder is to fill it."""
    _add(session, round_, lock_units(session, [unit_id], wait=True))


def lock_units(session: Session, units: Sequence[int], *, wait: bool) -> Sequence[int]:
    """Those of the units to which no other transaction adds an assignment before this one ends.

    Training and checks are no one's but each coder's own: there, no assignment is ever added
    for another.
    """
    query = select(Unit.id).where(
        Unit.id.in_(units), Unit.withdrawn_at.is_(None), Unit.purpose == UnitPurpose.MAIN
    )
    # A lock that lets others go on to refer to the unit, as each coding does.
    held_back = query.order_by(Unit.id).with_for_update(skip_locked=not wait, key_share=True)
    return session.scalars(held_back).all()


def _add(session: Session, round_: Round, units: Sequence[int]) -> None:
    highest = session.execute(
        select(Assignment.unit_id, func.max(Assignment.slot))
        .where(Assignment.unit_id.in_(units))
        .group_by(Assignment.unit_id)
    )
    order = order_after_all(round_, now())
    session.add_all(
        Assignment(round_id=round_.id, unit_id=unit, slot=slot + 1, planned_order=order)
        for unit, slot in highest
    )
    session.flush()


def order_after_all(round_: Round, at: datetime) -> int:
    """Where what comes back stands: after all units, and after what came back before."""
    since = at - round_.opened_at if round_.opened_at else None
    return round_.last_planned + 1 + (int(since.total_seconds()) if since else 0)


def put_back(
    session: Session, round_: Round, assignments: Sequence[Assignment], *, wait: bool = True
) -> int:
    """Take assignments that were served from their coders and let others have them; how many.

    Without waiting, a unit that another is just changing is left for who asks next.
    """
    units = set(lock_units(session, [assignment.unit_id for assignment in assignments], wait=wait))
    taken = [assignment for assignment in assignments if assignment.unit_id in units]
    for assignment in taken:
        release(assignment, AssignmentState.WITHDRAWN)
    session.flush()
    _add(session, round_, [assignment.unit_id for assignment in taken])
    return len(taken)


def expired(round_: Round) -> Select[Assignment]:
    """The assignments that are held past their reservation, where they are lost by that.

    An assignment that a plan gave to its coder stays theirs, unless coders share; checks,
    training and repeats are one coder's own in any case.
    """
    query = (
        select(Assignment)
        .join(Assignment.unit)
        .where(
            Assignment.round_id == round_.id,
            Assignment.reserved_until < now(),
            Assignment.state == AssignmentState.RESERVED,
            Assignment.occasion == 1,
            Unit.purpose == UnitPurpose.MAIN,
        )
    )
    if round_.is_planned and not round_.setup.shares:
        query = query.where(Assignment.planned_order > round_.last_planned)
    return query


def put_back_expired(session: Session, round_: Round) -> int:
    """Put back what is held longer than its reservation, and say how much that is."""
    query = expired(round_).limit(AT_ONCE).with_for_update(of=Assignment, skip_locked=True)
    assignments = session.scalars(query).all()
    if round_.is_planned:
        assignments = _of_those_who_are_away(session, round_, assignments)
    return put_back(session, round_, assignments, wait=False)


def _of_those_who_are_away(
    session: Session, round_: Round, assignments: Sequence[Assignment]
) -> list[Assignment]:
    """The assignments whose coders are not at work in this moment; they have so many less to do."""
    coders = {assignment.member_id for assignment in assignments}
    away = session.scalars(
        select(Enrolment)
        .where(and_(Enrolment.round_id == round_.id, Enrolment.member_id.in_(coders)))
        .order_by(Enrolment.id)
        .with_for_update(skip_locked=True)
    )
    less = {each.member_id: each for each in away}
    taken = [assignment for assignment in assignments if assignment.member_id in less]
    for assignment in taken:
        if assignment.member_id is not None:
            owner = less[assignment.member_id]
            owner.quota = (owner.quota or 0) - 1
    return taken
