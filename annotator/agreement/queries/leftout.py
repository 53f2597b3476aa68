"""How many codings of a round do not count, and why."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from annotator.coding.leftout import NOTHING, Also, LeftOut
from annotator.coding.models import Coding
from annotator.coding.queries import counting
from annotator.db import rows
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member


def left_out(session: Session, round_: Round, also: Also = NOTHING) -> dict[LeftOut, int]:
    """How many codings of a round are left out, by the first reason that holds of each."""
    why = counting.reason(also)
    query = (
        select(why, func.count())
        .select_from(Coding)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .where(Unit.round_id == round_.id, counting.left_out(also))
        .group_by(why)
    )
    found = {LeftOut(reason): many for reason, many in rows(session, query)}
    return {each: found[each] for each in LeftOut if each in found}
