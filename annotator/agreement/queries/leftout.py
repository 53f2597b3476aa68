"""How many codings of a round do not count, and why."""

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from annotator.coding.models import Coding, Outcome
from annotator.coding.queries import judgements
from annotator.db import rows
from annotator.rounds.models import Round, Unit, UnitPurpose
from annotator.studies.models import Member, MemberKind

#: Why a current coding does not count, the first reason that holds.
_LEFT_OUT = case(
    (Coding.withdrawn_at.is_not(None), "withdrawn"),
    (Unit.withdrawn_at.is_not(None), "of sentences that were taken out"),
    (Unit.purpose == UnitPurpose.TRAINING, "of training sentences"),
    (Unit.purpose == UnitPurpose.CHECK, "of check sentences"),
    (Member.kind == MemberKind.MACHINE, "by machines"),
    (Coding.occasion != 1, "hidden repeats"),
    (Coding.outcome == Outcome.SKIPPED, "skips"),
    (Coding.assignment_id.is_(None), "surplus: the place was given to another"),
    else_="late: after the round was closed",
)


def left_out(session: Session, round_: Round) -> dict[str, int]:
    """How many current codings of a round do not count, by reason."""
    query = (
        select(_LEFT_OUT, func.count())
        .select_from(Coding)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, Coding.current, ~judgements.COUNTED)
        .group_by(_LEFT_OUT)
    )
    return dict(sorted((reason, many) for reason, many in rows(session, query)))
