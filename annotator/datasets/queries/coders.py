"""``coders.csv``: pseudonyms, never a name or an address."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, String, func, select, type_coerce
from sqlalchemy.orm import InstrumentedAttribute, Session

from annotator.coding.queries.blindness import looked_early
from annotator.columns import Column, Table
from annotator.database.session import rows
from annotator.database.stored import expressions, row_type, stored
from annotator.rounds.models import Enrolment, Round
from annotator.studies.models import Member


def _sum(counter: InstrumentedAttribute[Any]) -> ColumnElement[int]:
    """A counter of the coder's parts in all exported rounds."""
    return func.coalesce(func.sum(counter), 0)


CODERS: Table[Any] = Table(
    name="coders",
    row="a coder of the exported rounds",
    key=("coder",),
    columns=(
        stored(
            "coder",
            "text",
            "The pseudonym, drawn at random when the person joined.",
            Member.pseudonym,
        ),
        stored(
            "kind",
            "text",
            "Whether a person coded, a machine, or someone known from a file.",
            type_coerce(Member.kind, String),
            ("person", "machine", "imported"),
        ),
        stored("lead", "flag", "1 if the coder is also a lead of the study.", Member.lead),
        Column(
            "looked_early",
            "flag",
            "1 if the coder, as a lead, looked at others' answers before finishing a round.",
            lambda row: row.looked_early,
        ),
        stored(
            "assigned",
            "integer",
            "Sentences assigned in the exported rounds.",
            _sum(Enrolment.quota),
        ),
        stored("coded", "integer", "Sentences coded.", _sum(Enrolment.done)),
        stored("skipped", "integer", "Sentences skipped.", _sum(Enrolment.skipped)),
    ),
)

_Row = row_type(CODERS.columns, "looked_early")


def coders(session: Session, rounds: Sequence[Round]) -> list[Any]:
    """The coders of these rounds, by pseudonym."""
    looked = looked_early(session, rounds)
    query = (
        select(*expressions(session, CODERS.columns))
        .join(Enrolment, Enrolment.member_id == Member.id)
        .where(Enrolment.round_id.in_([each.id for each in rounds]))
        .group_by(Member.id)
        .order_by(Member.pseudonym)
    )
    return [_Row(*row, row[0] in looked) for row in rows(session, query)]
