"""What the acts on an open round have in common."""

from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, Result, Select, select, update
from sqlalchemy.orm import Session

from annotator.errors import Conflict
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, Enrolment, Round, Unit, UnitPurpose
from annotator.studies.models import Member
from annotator.studies.service import log


def refuse_unless_open(round_: Round) -> None:
    """Refuse an act on a draft, which can be drafted anew, and on a closed round.

    :raises Conflict: saying what the round is.
    """
    if round_.state not in ("open", "paused"):
        raise Conflict(f"Round {round_.number} is {round_.state}; this is for open rounds.")


def lock_coders(session: Session, round_: Round) -> None:
    """Let no coder of the round take or answer anything before this act is done.

    Coders lock their own enrolment first and wait for no other's, so all locks are taken
    in one order.
    """
    session.scalars(
        select(Enrolment)
        .where(Enrolment.round_id == round_.id)
        .order_by(Enrolment.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def own_assignments(part: Enrolment) -> tuple[ColumnElement[bool], ...]:
    """The assignments that are or were this coder's, without their hidden repeats."""
    return (
        Assignment.round_id == part.round_id,
        Assignment.member_id == part.member_id,
        Assignment.occasion == 1,
    )


def main_units(round_id: int) -> Select[int]:
    """The units that are neither training nor checks."""
    return select(Unit.id).where(Unit.round_id == round_id, Unit.purpose == UnitPurpose.MAIN)


def log_act(
    session: Session, round_: Round, actor: Member | str, act: str, impact: Impact, **more: object
) -> None:
    """Write down what an act did to a round."""
    after = {**more, "effect": impact.in_words}
    log(session, round_.study, actor, act, f"round:{round_.number}", after=after)
    session.flush()


def count_anew(session: Session, round_: Round) -> None:
    """Tell those who keep figures of a round that an act changed which of its codings count."""
    session.execute(update(Round).where(Round.id == round_.id).values(revision=Round.revision + 1))


def rowcount(result: Result[Any]) -> int:
    """How many rows a statement changed."""
    return cast(CursorResult[Any], result).rowcount
