"""Consistent copies of a SQLite database, made while it is served, verified after."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from sqlalchemy import NullPool, create_engine

from annotator.database import schema
from annotator.errors import Conflict, Problem, Refused

#: What SQLite keeps beside a database while it is in use.
BESIDE = ("-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class Verified:
    """What a sound database holds: how many tables, how many rows in all."""

    tables: int
    rows: int


def copy(source: Path, target: Path) -> Verified:
    """Copy a database, with all that is committed, and verify the copy.

    :raises Conflict: if there is something at the target, no folder for it, or no room;
        and if the database is damaged.
    """
    if target.exists():
        raise Conflict(f"{target} exists already. Choose another file name; nothing was written.")
    if not target.parent.is_dir():
        raise Conflict(f"There is no folder {target.parent}. Make it, or choose another.")
    try:
        # From its first byte on, only its owner reads it.
        target.touch(mode=0o600)
        _copy(source, target)
        done = verify(target)
        _close(target)
    except (OSError, sqlite3.Error, Refused) as error:
        for ending in ("", *BESIDE):
            Path(f"{target}{ending}").unlink(missing_ok=True)
        found = f"The reason: {error}."
        why = error.problems[0].message if isinstance(error, Refused) else found
        raise Conflict(f"{source} can not be copied. {why}") from error
    return done


def restore(source: Path, target: Path) -> tuple[Path | None, Verified]:
    """Put a verified copy in place; what was there before is kept beside it.

    The copy goes through SQLite, so that a server that has the file open sees either
    the old database or the new one. A damaged database is moved aside as it is.

    :raises Refused: if the source is no sound database of annotator.
    :raises Conflict: if it is from a newer version of annotator, is the database itself,
        or there is no room.
    """
    check(source)
    if target.exists() and source.samefile(target):
        raise Conflict(f"{target} is the database itself. Choose a copy of it.")
    kept = _set_aside(target) if target.exists() else None
    try:
        _copy(source, target)
    except sqlite3.Error as error:
        before = f" What was there before is in {kept}." if kept else ""
        raise Conflict(f"{target} can not be written: {error}.{before}") from error
    return kept, verify(target)


def _set_aside(target: Path) -> Path:
    """Copy what is there to a free name; what cannot be copied is moved."""
    stem = f"{target.stem}-before-restore-{datetime.now(UTC):%Y%m%d-%H%M%S}"
    names = (target.with_name(f"{stem}{n or ''}{target.suffix}") for n in count())
    kept = next(name for name in names if not name.exists())
    try:
        copy(target, kept)
    except Conflict:
        target.rename(kept)
        for ending in BESIDE:
            beside = Path(f"{target}{ending}")
            if beside.exists():
                beside.rename(f"{kept}{ending}")
    return kept


def check(file: Path) -> Verified:
    """Check that a file can be restored; nothing is changed.

    :raises Refused: if it is no sound database of annotator.
    :raises Conflict: if it is from a newer version of annotator.
    """
    found = verify(file)
    engine = create_engine("sqlite://", creator=lambda: _read_only(file), poolclass=NullPool)
    with engine.connect() as connection:
        schema.refuse_unknown(connection)
    return found


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
    """Copy all pages in one step: between two steps, a commit would begin it anew."""
    with closing(_read_only(source)) as read, closing(sqlite3.connect(target, timeout=60)) as write:
        read.backup(write)


def _close(file: Path) -> None:
    """Make the file whole on its own, so that it can be read where nothing can be written."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


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
