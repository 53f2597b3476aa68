"""Consistent copies of a SQLite database, made while it is served, verified after."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from annotator import schema
from annotator.errors import Conflict, Problem, Refused


@dataclass(frozen=True, slots=True)
class Verified:
    """What a sound database holds: how many tables, how many rows in all."""

    tables: int
    rows: int


def copy(source: Path, target: Path) -> Verified:
    """Copy a database, with all that is committed, and verify the copy.

    :raises Conflict: if there is something at the target, or no folder for it.
    """
    if target.exists():
        raise Conflict(f"{target} exists already. Choose another file name; nothing was written.")
    if not target.parent.is_dir():
        raise Conflict(f"There is no folder {target.parent}. Make it, or choose another.")
    _copy(source, target)
    target.chmod(0o600)
    return verify(target)


def restore(source: Path, target: Path) -> tuple[Path | None, Verified]:
    """Put a verified copy in place; what was there before is kept beside it.

    The copy goes through SQLite, so that a server that has the file open sees either
    the old database or the new one.

    :raises Refused: if the source is no sound database of annotator.
    :raises Conflict: if the source is from a newer version, or the target can not be read.
    """
    verify(source)
    _refuse_newer(source)
    kept = _keep(target) if target.exists() else None
    _copy(source, target)
    return kept, verify(target)


def _keep(target: Path) -> Path:
    """A sound copy of what is there; a damaged file is put aside as it is."""
    moment = f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"
    kept = target.with_name(f"{target.stem}-before-restore-{moment}{target.suffix}")
    try:
        copy(target, kept)
    except sqlite3.OperationalError as error:
        raise Conflict(f"{target} can not be read: {error}. Nothing was changed.") from None
    except (Refused, sqlite3.DatabaseError):
        for ending in ("", "-journal", "-wal", "-shm"):
            part = target.with_name(target.name + ending)
            if part.exists():
                part.replace(kept.with_name(kept.name + ending))
    return kept


def _refuse_newer(file: Path) -> None:
    """:raises Conflict: if the file is from a newer version of annotator."""
    engine = create_engine("sqlite://", creator=lambda: _read_only(file), poolclass=NullPool)
    with engine.connect() as connection:
        schema.refuse_newer(connection)


def verify(file: Path) -> Verified:
    """Check the file page by page and every foreign key, and count its rows.

    :raises Refused: if it is damaged, or is no database of annotator.
    """
    try:
        with closing(_read_only(file)) as connection:
            sound = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchone()
            names = _tables(connection)
            rows = sum(_count(connection, name) for name in names)
    except sqlite3.DatabaseError as error:
        raise _no_database(file, str(error)) from None
    if "alembic_version" not in names:
        raise _no_database(file, "it has no tables of annotator")
    if sound != ["ok"] or orphans:
        raise _no_database(file, sound[0] if sound != ["ok"] else "rows without their parents")
    return Verified(len(names), rows)


def _copy(source: Path, target: Path) -> None:
    with closing(_read_only(source)) as read, closing(sqlite3.connect(target, timeout=60)) as write:
        read.backup(write, pages=1000)


def _read_only(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=60)


def _tables(connection: sqlite3.Connection) -> list[str]:
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return [row[0] for row in connection.execute(query)]


def _count(connection: sqlite3.Connection, table: str) -> int:
    quoted = table.replace('"', '""')
    return int(connection.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608


def _no_database(file: Path, why: str) -> Refused:
    return Refused(
        Problem(
            f"This is no sound database of annotator: {why}.",
            file=str(file),
            remedy="Choose a file that `annotator backup` wrote.",
        )
    )
