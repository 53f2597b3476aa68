"""The vocabulary in which features declare the columns of the tables they export.

One declaration serves the CSV writer, the data dictionary and its drift test, so
that a column can not be exported without a meaning.
"""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "integer", "number", "flag", "date", "time"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name in the file, its kind, and what it means in a sentence.

    ``values`` lists the allowed values where there are few. A ``flag`` is 0 or 1, a
    ``date`` is YYYY-MM-DD, a ``time`` is UTC in ISO 8601 with a ``Z``.
    """

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One exported table: the stem of its file, what a row is, and its columns.

    ``key`` names the columns that together are unique in the table.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)
