"""Checks and repeats: planned when a round opens, and served among the others when due.

Nothing here looks through a round: a check that is due is found by index, and of the coder's
earlier sentences a few are drawn by number until one may come repeat.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import exists, func, select, update
from sqlalchemy.orm import Session, aliased

from annotator.corpus.models import Article, Sentence
from annotator.database.base import now
from annotator.rounds.controls.slots import DUE, Gap, among_unknown, repeats_among, slots
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.service.pool import lock_units

#: So many of the coder's earlier sentences are looked at to find one that may come repeat.
TRIES = 8


def check_rows(
    round_: Round, enrolled: Sequence[Enrolment], checks: Sequence[int], numbers: Mapping[Any, int]
) -> Iterator[dict[str, Any]]:
    """An assignment for each coder on each check; ``numbers`` are how many others each coder has.

    Where assignments are open to anyone, nobody knows how many: there a check falls due after
    so many served.
    """
    for coder, enrolment in enumerate(enrolled):
        yield from check_rows_of(round_, enrolment, checks, coder + 1, numbers[coder])


def check_rows_of(
    round_: Round, enrolment: Enrolment, checks: Sequence[int], slot: int, among: int | None
) -> Iterator[dict[str, Any]]:
    """One coder's assignments on the checks, among so many others or, if None, as they fall due."""
    by_number = round_.is_planned and among is not None
    spread = among if by_number else among_unknown(len(checks), round_.units)
    numbers = slots(len(checks), spread or 0, enrolment.seed) if checks else []
    mixed = random.Random(f"{enrolment.seed}:checks")  # noqa: S311 - A recorded order.
    for unit, number in zip(mixed.sample(list(checks), len(checks)), numbers, strict=True):
        order = number if by_number else DUE + enrolment.served + number
        yield {
            "unit_id": unit,
            "slot": slot,
            "member_id": enrolment.member_id,
            "planned_order": order,
        }


def expect_repeats(enrolment: Enrolment, sentences: int) -> None:
    """Let a coder's sentences have the repeats that the round asks for; they count as assigned."""
    round_ = enrolment.round
    if not round_.controls.repeats:
        return
    if round_.is_planned:
        enrolment.repeats_left = repeats_among(round_.controls.repeats, sentences)
        enrolment.quota = (enrolment.quota or 0) + enrolment.repeats_left
    _wait(enrolment)


def _wait(enrolment: Enrolment) -> None:
    """Draw as the how-manieth sentence the next repeat may come."""
    enrolment.repeat_at = Gap(_mean(enrolment), enrolment.seed).after(enrolment.served + 1)


def _mean(enrolment: Enrolment) -> float:
    """After how many sentences a repeat is to come, so that all come until the end."""
    if enrolment.round.is_planned and enrolment.repeats_left:
        return (enrolment.left or 0) / enrolment.repeats_left
    return 100 / enrolment.round.controls.repeats


def due_control(session: Session, enrolment: Enrolment) -> Assignment | None:
    """The check or the repeat that is to be served next, if there is one."""
    return _check(session, enrolment) or _repeat_at_its_number(session, enrolment)


def _check(session: Session, enrolment: Enrolment) -> Assignment | None:
    """A check that has fallen due; such are counted as assigned when they are served."""
    if not enrolment.round.controls.checks:
        return None
    assignment = session.scalar(
        select(Assignment)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == AssignmentState.OPEN,
            Assignment.planned_order > DUE,
            Assignment.planned_order <= DUE + enrolment.served + 1,
        )
        .order_by(Assignment.planned_order)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    if assignment is not None and enrolment.round.is_planned:
        enrolment.quota = (enrolment.quota or 0) + 1
    return assignment


def _repeat_at_its_number(session: Session, enrolment: Enrolment) -> Assignment | None:
    round_ = enrolment.round
    if not round_.controls.repeats or (round_.is_planned and not enrolment.repeats_left):
        return None
    if enrolment.served + 1 < enrolment.repeat_at:
        return None
    assignment = _repeat(session, enrolment)
    _wait(enrolment)
    return assignment


def last_repeat(session: Session, enrolment: Enrolment) -> Assignment | None:
    """A repeat for one whose other sentences are all served; those that cannot come are let go."""
    if not enrolment.repeats_left:
        return None
    assignment = _repeat(session, enrolment)
    if assignment is None:
        drop_repeats(enrolment)
    return assignment


def postpone_checks(session: Session, enrolment: Enrolment) -> None:
    """Let the checks of one who gave away their part come as they go on with what is open."""
    checks = select(Unit.id).where(
        Unit.round_id == enrolment.round_id, Unit.purpose == UnitPurpose.CHECK
    )
    session.execute(
        update(Assignment)
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.state == AssignmentState.OPEN,
            Assignment.unit_id.in_(checks),
            Assignment.planned_order < DUE,
        )
        .values(planned_order=Assignment.planned_order + DUE)
    )


def add_checks(session: Session, enrolment: Enrolment) -> None:
    """Give one who comes late, or comes back, an assignment on each check, to fall due."""
    slot = coders_so_far(session, enrolment)
    checks = missing_checks(session, enrolment)
    for row in check_rows_of(enrolment.round, enrolment, checks, slot, None):
        session.add(Assignment(round_id=enrolment.round_id, **row))
    session.flush()


def missing_checks(session: Session, enrolment: Enrolment) -> Sequence[int]:
    """The check units on which the coder has no assignment."""
    checks = select(Unit.id).where(
        Unit.round_id == enrolment.round_id,
        Unit.purpose == UnitPurpose.CHECK,
        Unit.withdrawn_at.is_(None),
    )
    own = select(Assignment.unit_id).where(
        Assignment.round_id == enrolment.round_id, Assignment.member_id == enrolment.member_id
    )
    return session.scalars(checks.where(Unit.id.not_in(own)).order_by(Unit.position)).all()


def coders_so_far(session: Session, enrolment: Enrolment) -> int:
    """How many coders the round ever had; the newest of them has this slot on each check."""
    parts = select(func.count()).where(Enrolment.round_id == enrolment.round_id)
    return session.scalar(parts.select_from(Enrolment)) or 0


def drop_repeats(enrolment: Enrolment) -> None:
    """Let no more repeats come, so that nobody waits for them."""
    enrolment.quota = (enrolment.quota or 0) - enrolment.repeats_left
    enrolment.repeats_left = 0


def _repeat(session: Session, enrolment: Enrolment) -> Assignment | None:
    """A second assignment for the coder on a sentence that they coded long enough ago."""
    first = _long_ago(session, enrolment)
    if first is None or not lock_units(session, [first.unit_id], wait=False):
        return None
    highest = session.scalar(
        select(func.max(Assignment.slot)).where(Assignment.unit_id == first.unit_id)
    )
    assignment = Assignment(
        round_id=first.round_id,
        unit_id=first.unit_id,
        slot=(highest or 0) + 1,
        member_id=first.member_id,
        occasion=2,
    )
    session.add(assignment)
    session.flush()
    enrolment.repeats_left = max(0, enrolment.repeats_left - 1)
    return assignment


def _long_ago(session: Session, enrolment: Enrolment) -> Assignment | None:
    """One of the coder's first codings that may be repeated, drawn from those old enough."""
    oldest_allowed = now() - timedelta(days=enrolment.round.controls.repeat_days)
    draw = random.Random(f"{enrolment.seed}:{enrolment.served}")  # noqa: S311 - A recorded draw.
    latest = enrolment.served
    for _ in range(TRIES):
        if latest < 1:
            return None
        number = draw.randint(1, latest)
        assignment = _served(session, enrolment, number)
        if assignment is None or assignment.done_at is None or assignment.done_at > oldest_allowed:
            # What was served later is hardly older.
            latest = number - 1
        elif _may_come_again(session, enrolment, assignment):
            return assignment
    return None


def _served(session: Session, enrolment: Enrolment, number: int) -> Assignment | None:
    """The assignment that this coder was served as the how-manieth."""
    return session.scalar(
        select(Assignment).where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order == number,
        )
    )


def _may_come_again(session: Session, enrolment: Enrolment, assignment: Assignment) -> bool:
    """Whether it is the first coding of a sentence that still counts and was not repeated."""
    repeat = aliased(Assignment)
    fits = (
        select(Unit.id)
        .join(Unit.sentence)
        .join(Sentence.article)
        .where(
            Unit.id == assignment.unit_id,
            Unit.purpose == UnitPurpose.MAIN,
            Unit.withdrawn_at.is_(None),
            Article.id.not_in(enrolment.avoids.get("articles", ())),
            Article.event_id.is_(None)
            | Article.event_id.not_in(enrolment.avoids.get("events", ())),
            ~exists().where(
                repeat.unit_id == assignment.unit_id,
                repeat.member_id == assignment.member_id,
                repeat.occasion == 2,
            ),
        )
    )
    is_first = assignment.state == AssignmentState.CODED and assignment.occasion == 1
    return is_first and session.scalar(fits) is not None
