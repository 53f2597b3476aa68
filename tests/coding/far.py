"""Row ids that can not be mistaken for any other number on a page."""

from sqlalchemy import Boolean, Column, DateTime, Enum, Float, Integer, Table, text
from sqlalchemy.orm import Session
from sqlalchemy.types import JSON

from annotator.database.base import Base

FIRST, APART = 7_000_000, 10_000


def begin(session: Session) -> None:
    """Let the ids of each table begin at a seven-digit number of its own (SQLite only)."""
    session.execute(text("PRAGMA ignore_check_constraints = ON"))
    for table, first in _firsts():
        values = {c.name: _anything(c, first) for c in table.columns if not c.nullable}
        names, marks = ", ".join(f'"{n}"' for n in values), ", ".join(f":{n}" for n in values)
        session.execute(text(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})'), values)


def end(session: Session) -> None:
    """Take the placeholders away; later rows go on from the ids in use."""
    for table, first in reversed(_firsts()):
        session.execute(table.delete().where(table.c.id == first))
    session.execute(text("PRAGMA ignore_check_constraints = OFF"))


def in_use(session: Session) -> set[str]:
    """Every row id of every table, as it would stand on a page."""
    return {
        str(row_id)
        for table, _ in _firsts()
        for row_id in session.execute(text(f'SELECT id FROM "{table.name}"')).scalars()
    }


def _firsts() -> list[tuple[Table, int]]:
    tables = Base.metadata.sorted_tables
    return [(table, FIRST + at * APART) for at, table in enumerate(tables)]


def _anything(column: Column, first: int) -> object:
    if column.name == "id":
        return first
    for key in column.foreign_keys:
        return {table.name: row_id for table, row_id in _firsts()}[key.column.table.name]
    if isinstance(column.type, (Integer, Boolean, Float)):
        return 0
    if isinstance(column.type, JSON):
        return "{}"
    if isinstance(column.type, Enum):
        return "none"
    return "2000-01-01 00:00:00.000000" if isinstance(column.type, DateTime) else f"far {first}"
