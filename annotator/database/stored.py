"""Columns of exported tables that the database fills, each by an expression of its own."""

from collections import namedtuple
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute, Session

from annotator.columns import Column, Kind
from annotator.database.base import UtcTime
from annotator.database.session import iso, utc_date

Expression = ColumnElement[Any] | InstrumentedAttribute[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored(Column[Any]):
    """A column that a query selects; a row has it under the name of the column.

    ``cell`` turns what is stored into what the column says.
    """

    expression: Expression
    cell: Callable[[Any], object] | None


def stored(
    name: str,
    kind: Kind,
    meaning: str,
    expression: Expression,
    values: tuple[str, ...] = (),
    *,
    cell: Callable[[Any], object] | None = None,
) -> Stored:
    """A column that says what the database has, or what ``cell`` makes of it."""
    of_row = attrgetter(name)
    get = (lambda row: cell(of_row(row))) if cell else of_row
    return Stored(name, kind, meaning, get, values, expression=expression, cell=cell)


def stored_in(columns: Iterable[Column[Any]]) -> list[Stored]:
    """Those of the columns that the database fills."""
    return [column for column in columns if isinstance(column, Stored)]


def expressions(session: Session, columns: Iterable[Column[Any]]) -> list[Expression]:
    """What a query selects for the columns that the database fills."""
    return [_expression(session, column) for column in stored_in(columns)]


def _expression(session: Session, column: Stored) -> Expression:
    """A time is written by the database: in full, or as its day in UTC."""
    if not isinstance(column.expression.type, UtcTime):
        return column.expression
    return (utc_date if column.kind == "date" else iso)(session, column.expression)


def row_type(columns: Iterable[Column[Any]], *more: str) -> Any:
    """A named tuple for the rows of such a query, and for ``more`` that is known of a row."""
    return namedtuple("StoredRow", [*(column.name for column in stored_in(columns)), *more])
