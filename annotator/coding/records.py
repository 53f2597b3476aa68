"""Assignments and codings as plain rows, for tables and statistics. Pure."""

from typing import NamedTuple


class AssignmentRow(NamedTuple):
    """An assignment that someone was given and has not coded yet."""

    unit: str
    sentence: str
    article: str
    coder: str
    occasion: int


class CodingRow(NamedTuple):
    """A current coding, with the row id by which its answers name it.

    ``submitted_at`` is written already: UTC in ISO 8601, to the millisecond.
    """

    id: int
    coding: str
    unit: str
    sentence: str
    article: str
    coder: str
    occasion: int
    outcome: str
    skip_reason: str
    revision: int
    submitted_at: str
    seconds: float | None
    note: str
    flagged: bool
    context_looks: int
    late: bool
    counted: bool
    confidence: int | None = None
