"""``hours.csv``: who worked how long, by round and day, as a table to pay people by."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, func, select, type_coerce
from sqlalchemy.orm import Session

from annotator.coding.models import Coding, Outcome
from annotator.columns import Table
from annotator.database.stored import expressions, row_type, stored
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member, Study
from annotator.tables.csv_text import pieces

_FIRST = Coding.revision == 1


def _number_of(codings: ColumnElement[bool]) -> ColumnElement[int]:
    return type_coerce(func.count().filter(codings), Integer)


HOURS: Table[Any] = Table(
    name="hours",
    row="what one coder did in one round on one day",
    key=("coder", "round", "date"),
    columns=(
        stored(
            "coder",
            "text",
            "The coder's pseudonym; the page Members says whose it is.",
            Member.pseudonym,
        ),
        stored("round", "integer", "The number of the round in the study.", Round.number),
        stored(
            "date",
            "date",
            "The day in UTC on which the codings were saved.",
            Coding.submitted_at,
        ),
        stored(
            "codings",
            "integer",
            "Sentences that were coded for the first time.",
            _number_of(and_(_FIRST, Coding.outcome == Outcome.ANSWERED)),
        ),
        stored(
            "skips",
            "integer",
            "Sentences that were skipped at first.",
            _number_of(and_(_FIRST, Coding.outcome == Outcome.SKIPPED)),
        ),
        stored(
            "revisions",
            "integer",
            "Answers that were changed afterwards.",
            _number_of(~_FIRST),
        ),
        stored(
            "untimed",
            "integer",
            "How many of all these came without a time.",
            _number_of(Coding.seconds.is_(None)),
        ),
        stored(
            "hours",
            "number",
            "Time with a sentence on screen. The clock stops while the page is hidden, and "
            "counts at most one minute after a key or a touch.",
            func.coalesce(func.sum(Coding.seconds), 0.0),
            cell=lambda seconds: f"{seconds / 3600:.4f}",
        ),
    ),
)

_Row = row_type(HOURS.columns)


def hours_csv(session: Session, study: Study) -> bytes:
    """What every coder of the study did, by coder, round and day in UTC.

    All codings count, also those that were revised, came late or were overtaken: the
    work was done.
    """
    columns = expressions(session, HOURS.columns)
    query = (
        select(*columns)
        .select_from(Coding)
        .join(Coding.member)
        .join(Coding.unit)
        .join(Unit.round)
        .where(Member.study_id == study.id, ~Coding.unread)
        .group_by(*columns[: len(HOURS.key)])
    )
    rows = sorted(_Row._make(row) for row in session.execute(query))
    return b"".join(pieces(HOURS.names, map(HOURS.values, rows)))
