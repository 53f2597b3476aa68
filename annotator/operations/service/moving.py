"""Copy an installation from SQLite to an empty PostgreSQL database, and compare all of it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    Table,
    create_engine,
    func,
    inspect,
    select,
    text,
    update,
)
from sqlalchemy.exc import DataError, OperationalError

from annotator.config import Settings
from annotator.database import schema
from annotator.database.base import Base
from annotator.database.connections import engine_options, in_one_sentence
from annotator.errors import Conflict, Refused
from annotator.operations.row_checksum import Checksum

#: So many rows are read, written and compared at once.
AT_ONCE = 5_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A table as both databases have it now."""

    table: str
    rows: int
    checksum: str


@contextmanager
def open_both(file: Path, url: str) -> Iterator[tuple[Connection, Connection]]:
    """A SQLite file, only to be read, and an empty PostgreSQL database with all tables.

    :raises Refused: if the address is not PostgreSQL's.
    :raises Conflict: if there is anything in the target already, or it is away.
    """
    if not url.startswith("postgresql"):
        raise Refused(
            "An installation is moved to PostgreSQL: postgresql://user:password@host/name."
        )
    reader = create_engine(f"sqlite:///{file.resolve().as_uri()}?mode=ro&uri=true")
    writer = create_engine(url, **engine_options(Settings(data=file.parent, database_url=url)))
    try:
        _prepare(writer)
        with reader.connect() as source, writer.connect() as target:
            yield source, target
    finally:
        reader.dispose()
        writer.dispose()


def _prepare(engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            schema.refuse_unknown(connection)
            _refuse_full(connection)
    except OperationalError as error:
        where = engine.url.render_as_string()
        raise Conflict(
            f"The database at {where} can not be reached: {in_one_sentence(error)}. "
            "Start it, or correct its address. Nothing was moved."
        ) from None
    schema.upgrade(engine)


def _refuse_full(connection: Connection) -> None:
    present = set(inspect(connection).get_table_names())
    ours = {table.name: table for table in tables()}
    strange = sorted(present - {*ours, "alembic_version"})
    full = [
        name for name in sorted(present & set(ours))
        if connection.execute(select(text("1")).select_from(ours[name]).limit(1)).first()
    ]  # fmt: skip
    if strange or full:
        where = connection.engine.url.render_as_string()
        raise Conflict(
            f"The database at {where} is not empty: it has the table {(full or strange)[0]!r}"
            f"{' with rows' if full else ''}. Name an empty one; nothing was changed."
        )


def tables() -> Sequence[Table]:
    """All tables, each after those that it refers to."""
    return Base.metadata.sorted_tables


def row_count(source: Connection) -> int:
    """How many rows there are to move."""
    return sum(source.scalar(select(func.count()).select_from(table)) or 0 for table in tables())


def move(
    source: Connection, target: Connection, report: Callable[[int], None] = lambda _: None
) -> list[Moved]:
    """Copy every table and compare it; the caller commits if all of it is the same.

    ``report`` is told of every batch how many rows were copied or compared.

    :raises Conflict: if a table of the target differs, or the source changed meanwhile.
    :raises Refused: if PostgreSQL cannot hold what SQLite held.
    """
    version = _version(source)
    copied = {table.name: _copy(source, target, table, report) for table in tables()}
    for table in tables():
        _continue_numbers(target, table)
    found = [_compare(target, table, copied[table.name], report) for table in tables()]
    # So that the first queries are planned for the tables as they are now.
    target.exec_driver_sql("ANALYZE")
    if _version(source) != version:
        raise Conflict(
            "Someone wrote into the source meanwhile. Stop its server, then move again; "
            "the target is left empty."
        )
    return found


def _version(source: Connection) -> int:
    """A number that changes when another connection writes into the SQLite file."""
    return int(source.exec_driver_sql("PRAGMA data_version").scalar_one())


def _copy(
    source: Connection, target: Connection, table: Table, report: Callable[[int], None]
) -> Checksum:
    checksum = Checksum()
    later: list[tuple[Column[Any], int, int]] = []
    for rows in _batches(source, table):
        checksum.add(rows)
        values = [dict(zip(table.columns.keys(), row, strict=True)) for row in rows]
        for column in _to_itself(table):
            later += _set_aside(values, column)
        try:
            target.execute(table.insert(), values)
        except (DataError, ValueError) as error:
            reason = str(getattr(error, "orig", error)).partition("\n")[0]
            raise Refused(
                f"A row of the table {table.name!r} can not be stored in PostgreSQL: {reason}. "
                "Nothing was moved."
            ) from None
        report(len(rows))
    for column, row, refers_to in later:
        target.execute(update(table).where(table.c.id == row).values({column: refers_to}))
    return checksum


def _to_itself(table: Table) -> Iterator[Column[Any]]:
    """The columns by which a row refers to another of the same table."""
    for column in table.columns:
        if any(key.column.table is table for key in column.foreign_keys):
            yield column


def _set_aside(
    values: Sequence[dict[str, Any]], column: Column[Any]
) -> Iterator[tuple[Column[Any], int, int]]:
    """Leave a reference to a row that comes later for the end."""
    for row in values:
        if (row[column.key] or 0) > row["id"]:
            yield column, row["id"], row[column.key]
            row[column.key] = None


def _batches(connection: Connection, table: Table) -> Iterator[Sequence[Row]]:
    """All rows of a table in the order of their numbers."""
    last = None
    while True:
        query = select(table).order_by(table.c.id).limit(AT_ONCE)
        rows = connection.execute(query if last is None else query.where(table.c.id > last)).all()
        if not rows:
            return
        yield rows
        last = rows[-1].id


def _continue_numbers(target: Connection, table: Table) -> None:
    """Let the next row get the number after the highest."""
    highest = target.scalar(select(func.max(table.c.id)))
    if highest is not None:
        sequence = func.pg_get_serial_sequence(
            target.dialect.identifier_preparer.quote(table.name), "id"
        )
        target.execute(select(func.setval(sequence, highest)))


def _compare(
    target: Connection, table: Table, copied: Checksum, report: Callable[[int], None]
) -> Moved:
    checksum = Checksum()
    for rows in _batches(target, table):
        checksum.add(rows)
        report(len(rows))
    if (checksum.rows, checksum.text) != (copied.rows, copied.text):
        raise Conflict(
            f"The table {table.name!r} is not the same in both databases: {copied.rows:,} rows "
            f"were copied, {checksum.rows:,} are there, or they differ. Nothing was moved; tell "
            "whoever maintains annotator."
        )
    return Moved(table.name, checksum.rows, checksum.text)
