"""More or fewer coders for each sentence, while a round is open.

Nothing that was coded, or that someone holds, is touched when there are to be fewer.
"""

from collections.abc import Iterator
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, func, or_, select, update
from sqlalchemy.orm import Session

from annotator.database.base import now
from annotator.errors import Conflict
from annotator.rounds.controls.slots import DUE
from annotator.rounds.designs.design import DesignOfOneK
from annotator.rounds.designs.registry import check
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.service.acts import lock_coders, log_act, refuse_unless_open
from annotator.rounds.service.opening.plan_rows import insert_assignments
from annotator.rounds.service.pool import order_after_all
from annotator.studies.models import Member


def is_live(round_: Round) -> ColumnElement[bool]:
    """Of an assignment: that it is one of the k of its unit."""
    gone = [
        AssignmentState.WITHDRAWN,
        *([AssignmentState.SKIPPED] if round_.replaces_skips else []),
    ]
    return (Assignment.occasion == 1) & Assignment.state.not_in(gone)


def change_k(session: Session, round_: Round, k: int, actor: Member | str) -> Impact:
    """Let each sentence be coded by another number of coders from now on.

    Sentences that have more already keep them.

    :raises Conflict: if the round is not open, or its design has no such number.
    :raises Refused: if arithmetic forbids the number.
    """
    lock_coders(session, round_)
    impact = impact_of_k(session, round_, k)
    design = design_of_one_k(round_)
    fit_to_k(session, round_, k)
    round_.setup = replace(round_.setup, design=replace(design, k=k))
    log_act(session, round_, actor, "change k", impact, before=design.k, k=k)
    session.expire_all()
    return impact


def impact_of_k(session: Session, round_: Round, k: int) -> Impact:
    """What ``change_k`` would do now.

    :raises Conflict: if the round is not open, or its design has no such number.
    :raises Refused: if arithmetic forbids the number.
    """
    refuse_unless_open(round_)
    coders = sum(part.left_at is None for part in round_.enrolments)
    check(replace(design_of_one_k(round_), k=k), max(1, round_.units), coders)
    live = _per_unit(round_).subquery()
    wanted = select(func.coalesce(func.sum(k - live.c.live), 0)).where(live.c.live < k)
    surplus = select(func.count()).select_from(_surplus(round_, k).subquery())
    return Impact(
        added=int(session.scalar(wanted) or 0), taken_out=int(session.scalar(surplus) or 0)
    )


def design_of_one_k(round_: Round) -> DesignOfOneK:
    """The design of a round in which every sentence has the same number of coders.

    :raises Conflict: if its design is another.
    """
    if not isinstance(round_.design, DesignOfOneK):
        name = round_.design.name
        raise Conflict(f"The design {name} has no number of coders that could change.")
    return round_.design


def _per_unit(round_: Round) -> Select[int, int, int]:
    """Each standing unit with how many live assignments it has, and its highest slot."""
    return (
        select(
            Assignment.unit_id,
            func.count().filter(is_live(round_)).label("live"),
            func.max(Assignment.slot).label("highest"),
        )
        .join(Unit, Assignment.unit_id == Unit.id)
        .where(
            Unit.round_id == round_.id,
            Unit.withdrawn_at.is_(None),
            Unit.purpose == UnitPurpose.MAIN,
        )
        .group_by(Assignment.unit_id)
    )


def _missing(session: Session, round_: Round, k: int) -> Iterator[dict[str, int | None]]:
    """The assignments that units lack to have k, open to anyone."""
    order = order_after_all(round_, now())
    for unit, live, highest in session.execute(_per_unit(round_)).all():
        for slot in range(highest + 1, highest + 1 + k - live):
            yield {"unit_id": unit, "slot": slot, "member_id": None, "planned_order": order}


def _surplus(round_: Round, k: int) -> Select[int]:
    """The assignments that nobody has seen yet and that are more than k: those of no one first."""
    live = _per_unit(round_).subquery()
    rank = func.row_number().over(
        partition_by=Assignment.unit_id,
        order_by=(Assignment.member_id.is_not(None), Assignment.slot.desc()),
    )
    unseen = (
        select(Assignment.id, rank.label("rank"), (live.c.live - k).label("more"))
        .join(live, live.c.unit_id == Assignment.unit_id)
        .where(
            Assignment.round_id == round_.id,
            Assignment.state == AssignmentState.OPEN,
            Assignment.occasion == 1,
            live.c.live > k,
        )
        .subquery()
    )
    return select(unseen.c.id).where(unseen.c.rank <= unseen.c.more)


def fit_to_k(session: Session, round_: Round, k: int) -> None:
    """Give each unit the assignments that it lacks to have k; take away what nobody has seen."""
    insert_assignments(session, round_, _missing(session, round_, k))
    session.execute(
        update(Assignment)
        .where(Assignment.id.in_(_surplus(round_, k)))
        .values(state=AssignmentState.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )
    session.flush()
    recount_quotas(session, round_)


def recount_quotas(session: Session, round_: Round) -> None:
    """Let each coder of a planned round have assigned what is theirs now."""
    if not round_.is_planned:
        return
    theirs = (
        select(func.count())
        .select_from(Assignment)
        .where(
            Assignment.round_id == round_.id,
            Assignment.member_id == Enrolment.member_id,
            Assignment.state != AssignmentState.WITHDRAWN,
            # What only falls due counts when it is served.
            or_(
                Assignment.planned_order.is_(None),
                Assignment.planned_order < DUE,
                Assignment.served_order.is_not(None),
            ),
        )
        .correlate(Enrolment)
        .scalar_subquery()
    )
    session.execute(
        update(Enrolment)
        .where(Enrolment.round_id == round_.id)
        .values(quota=theirs + Enrolment.repeats_left)
        .execution_options(synchronize_session=False)
    )
