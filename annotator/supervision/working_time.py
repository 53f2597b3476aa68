"""Hours worked, as a table to pay people by. Pure."""

import csv
from collections.abc import Iterable
from io import StringIO
from typing import NamedTuple

from annotator.columns import Column, Table

HOURS = Table(
    name="hours",
    row="what one coder did in one round on one day",
    key=("coder", "round", "date"),
    columns=(
        Column("coder", "text", "The coder's pseudonym; the page Members says whose it is."),
        Column("round", "integer", "The number of the round in the study."),
        Column("date", "date", "The day in UTC on which the codings were saved."),
        Column("codings", "integer", "Sentences that were coded for the first time."),
        Column("skips", "integer", "Sentences that were skipped at first."),
        Column("revisions", "integer", "Answers that were changed afterwards."),
        Column("untimed", "integer", "How many of all these came without a time."),
        Column(
            "hours",
            "number",
            "Time with a sentence on screen. The clock stops while the page is hidden, and "
            "counts at most one minute after a key or a touch.",
        ),
    ),
)


class HoursRow(NamedTuple):
    """A row of the table; seconds take the place of hours."""

    coder: str
    round: int
    date: str
    codings: int
    skips: int
    revisions: int
    untimed: int
    seconds: float


def table(rows: Iterable[HoursRow]) -> str:
    """The rows as CSV, in the order of their keys."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(HOURS.names)
    for *counted, seconds in sorted(rows):
        writer.writerow((*counted, f"{seconds / 3600:.4f}"))
    return text.getvalue()
