"""The vocabulary in which features declare the tables they export, column by column.

A column is declared once: its name, what it means, and how it is read off a row. The
files, the data dictionary and their tests follow the declaration, so that a column can
not be exported without a meaning, and a new one is one entry in one file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

Kind = Literal["text", "integer", "number", "flag", "date", "time"]

Row_contra = TypeVar("Row_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class Column(Generic[Row_contra]):
    """One column: its name in the file, its kind, and what it means in a sentence.

    ``get`` gives the value that a row has in the column. ``values`` lists the allowed
    values where there are few. A ``flag`` is 0 or 1, a ``date`` is YYYY-MM-DD, a ``time``
    is UTC in ISO 8601 with a ``Z``.
    """

    name: str
    kind: Kind
    meaning: str
    get: Callable[[Row_contra], object]
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table(Generic[Row_contra]):
    """One exported table: the stem of its file, what a row is, and its columns.

    ``key`` names the columns that together are unique in the table.
    """

    name: str
    row: str
    key: tuple[str, ...]
    columns: tuple[Column[Row_contra], ...]

    @property
    def file(self) -> str:
        return f"{self.name}.csv"

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def values(self, row: Row_contra) -> tuple[object, ...]:
        """What a row says in each column."""
        return tuple([column.get(row) for column in self.columns])
