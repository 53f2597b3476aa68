"""What was kept of one question, measurement by measurement."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from annotator.reliability.reporting.table import HOW, Cell, Column, Table


class Kept(NamedTuple):
    """Alpha and percent agreement of a kept measurement."""

    key: str
    round: int
    measured_at: datetime
    n_units: int
    n_coders: int
    alpha: float | None
    low: float | None
    high: float | None
    method: str
    percent: float | None


def history_table(kept: Sequence[Kept]) -> Table:
    """The measurements of one question in the order of time; each a row with its round."""
    rows = [_row(each) for each in sorted(kept, key=lambda each: each.measured_at)]
    columns = (
        Column("measured", "Measured (UTC), round"),
        Column("n_units", "Units", "whole"),
        Column("n_coders", "Coders", "whole"),
        Column("alpha", "Alpha", "figure"),
        Column("limits", "95 % interval", "limits"),
        Column("percent", "Percent", "figure"),
        Column(HOW, "How, or why not"),
    )
    return Table("history", "Kept measurements over time", columns, rows)


def _row(each: Kept) -> tuple[Cell, ...]:
    between = None if each.low is None or each.high is None else (each.low, each.high)
    when = f"{each.measured_at:%Y-%m-%d %H:%M}, round {each.round}"
    return (when, each.n_units, each.n_coders, each.alpha, between, each.percent, each.method)
