"""How many codings of a round do not count, and why."""

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from annotator.coding.exclusions import NOTHING, Exclusion, Included
from annotator.coding.queries import counting
from annotator.database.session import rows
from annotator.rounds.models import Round, Unit


def left_out(session: Session, round_: Round, also: Included = NOTHING) -> dict[Exclusion, int]:
    """How many codings of a round are left out, by the first reason that holds of each."""
    return _by_reason(session, round_, counting.reason(also), counting.left_out(also))


def let_in(session: Session, round_: Round, also: Included) -> dict[Exclusion, int]:
    """How many codings count only because it was asked for, by the first reason of each."""
    why = counting.reason()
    return _by_reason(session, round_, why, and_(counting.counted(also), why.is_not(None)))


def _by_reason(
    session: Session, round_: Round, why: ColumnElement[str | None], which: ColumnElement[bool]
) -> dict[Exclusion, int]:
    query = (
        counting.of_codings(select(why, func.count()))
        .where(Unit.round_id == round_.id, which)
        .group_by(why)
    )
    found = {Exclusion(reason): codings for reason, codings in rows(session, query) if reason}
    return {each: found[each] for each in Exclusion if each in found}
