"""What tells whether a round is as it was: its revision, and the codings of each coder."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from annotator.agreement.live.freshness import Freshness
from annotator.coding.models import Coding
from annotator.rounds.models import Enrolment, Round

#: Rows are numbered before they are committed, so one with a lower number may be seen later
#: than one with a higher. It is never this many rows behind: a writer that waits so long gives up.
LAST = 1_000


def _row(
    what: str,
    member: ColumnElement[Any] | InstrumentedAttribute[Any],
    number: ColumnElement[int] | InstrumentedAttribute[int],
) -> Select[str, int | None, int]:
    return select(literal(what, String), cast(member, BigInteger), cast(number, BigInteger))


def _parts() -> CompoundSelect[str, int | None, int]:
    last = select(Coding.id, Coding.member_id).order_by(Coding.id.desc()).limit(LAST).subquery()
    return union_all(
        _row("stored", Enrolment.member_id, Enrolment.codings).where(
            Enrolment.round_id == bindparam("round_id")
        ),
        _row("newest", last.c.member_id, func.max(last.c.id)).group_by(last.c.member_id),
        _row("before", null(), func.coalesce(func.min(last.c.id), 1) - 1),
        _row("revision", null(), Round.revision).where(Round.id == bindparam("round_id")),
    )


# Asked for each page: making the query would take longer than its answer.
_PARTS = _parts()


def freshness(session: Session, round_: Round) -> Freshness:
    """The round now. It is one statement, so that all it says was true at once."""
    parts: dict[str, dict[int | None, int]] = {}
    session.flush()
    for what, member, number in session.connection().execute(_PARTS, {"round_id": round_.id}):
        parts.setdefault(what, {})[member] = int(number)
    return Freshness(
        revision=parts["revision"][None],
        stored=_known(parts.get("stored", {})),
        newest=_known(parts.get("newest", {})),
        before=parts["before"][None],
    )


def _known(numbers: Mapping[int | None, int]) -> dict[int, int]:
    return {member: number for member, number in numbers.items() if member is not None}
