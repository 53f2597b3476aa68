"""The sentences of a round: to look at, to take out while it is open, and to put in again.

What was coded of them stays stored; only, it does not count while they are out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, joinedload

from annotator.corpus.models import Sentence
from annotator.database.base import now
from annotator.errors import NotFound
from annotator.rounds.designs.design import DesignOfOneK
from annotator.rounds.impact import Impact
from annotator.rounds.models import WAITING, Assignment, AssignmentState, Round, Unit
from annotator.rounds.service.acts import (
    count_anew,
    lock_coders,
    log_act,
    refuse_unless_open,
    rowcount,
)
from annotator.rounds.service.coders_per_sentence import fit_to_k, recount_quotas
from annotator.rounds.service.departures import hand_over
from annotator.rounds.service.reservations import resumed, suspended
from annotator.studies.models import Member

#: So many sentences are listed on a page.
UNITS_ON_PAGE = 100


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit of a round, with how far it is, and what taking it out would do."""

    unit: Unit
    text: str
    coded: int
    slots: int
    impact: Impact


def listed_units(
    session: Session, round_: Round, page: int, *, out: bool = False
) -> list[ListedUnit]:
    """A page of the round's units, a hundred each, by position; or those that were taken out."""
    query = (
        select(Unit)
        .options(joinedload(Unit.sentence).joinedload(Sentence.article))
        .where(Unit.round_id == round_.id)
        .order_by(Unit.position)
    )
    if out:
        query = query.where(Unit.withdrawn_at.is_not(None))
    else:
        query = query.where(
            Unit.position > (page - 1) * UNITS_ON_PAGE, Unit.position <= page * UNITS_ON_PAGE
        )
    found = session.scalars(query).all()
    counts = _counts(session, [unit.id for unit in found])
    return [ListedUnit(unit, unit.sentence.text, *counts[unit.id]) for unit in found]


def _counts(session: Session, unit_ids: Sequence[int]) -> dict[int, tuple[int, int, Impact]]:
    """Of each unit, how many assignments are coded and how many there are; and what waits."""
    first = Assignment.occasion == 1
    rows = session.execute(
        select(
            Assignment.unit_id,
            func.count().filter(first & (Assignment.state == AssignmentState.CODED)),
            func.count().filter(first & (Assignment.state != AssignmentState.WITHDRAWN)),
            func.count().filter(Assignment.state.in_(WAITING)),
        )
        .where(Assignment.unit_id.in_(unit_ids))
        .group_by(Assignment.unit_id)
    )
    return {unit: (coded, slots, Impact(taken_out=waiting)) for unit, coded, slots, waiting in rows}


def unit_called(session: Session, round_: Round, public_id: str) -> Unit:
    """The unit of a round with this public id.

    :raises NotFound: if there is none.
    """
    found = session.scalar(
        select(Unit).where(Unit.round_id == round_.id, Unit.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such sentence in this round.")
    return found


def exclude_units(
    session: Session, round_: Round, units: Sequence[Unit], actor: Member | str
) -> Impact:
    """Take sentences out of the round: nobody is served them, and no coding of them counts.

    :raises Conflict: if the round is not open.
    """
    refuse_unless_open(round_)
    lock_coders(session, round_)
    ids = [unit.id for unit in units if unit.withdrawn_at is None]
    session.execute(update(Unit).where(Unit.id.in_(ids)).values(withdrawn_at=now()))
    waiting = session.execute(
        update(Assignment)
        .where(Assignment.unit_id.in_(ids), Assignment.state.in_(WAITING))
        .values(suspended())
        .execution_options(synchronize_session=False)
    )
    impact = Impact(taken_out=rowcount(waiting))
    return _done(session, round_, actor, "take out sentences", impact, len(ids))


def restore_units(
    session: Session, round_: Round, units: Sequence[Unit], actor: Member | str
) -> Impact:
    """Let sentences that were taken out be coded again, as before they were.

    :raises Conflict: if the round is not open.
    """
    refuse_unless_open(round_)
    lock_coders(session, round_)
    ids = [unit.id for unit in units if unit.withdrawn_at is not None]
    session.execute(update(Unit).where(Unit.id.in_(ids)).values(withdrawn_at=None))
    returned = session.execute(
        update(Assignment)
        .where(Assignment.unit_id.in_(ids), Assignment.state_before.is_not(None))
        .values(resumed())
        .execution_options(synchronize_session=False)
    )
    session.expire_all()
    for part in round_.enrolments:
        if part.left_at is not None:
            hand_over(session, part)
    if isinstance(round_.design, DesignOfOneK):
        fit_to_k(session, round_, round_.design.k)
    impact = Impact(added=rowcount(returned))
    return _done(session, round_, actor, "put sentences in again", impact, len(ids))


def _done(
    session: Session, round_: Round, actor: Member | str, act: str, impact: Impact, sentences: int
) -> Impact:
    recount_quotas(session, round_)
    count_anew(session, round_)
    session.expire_all()
    log_act(session, round_, actor, act, impact, sentences=sentences)
    return impact
