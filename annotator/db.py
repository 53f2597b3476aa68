"""The database: the base of all models, the column types they share, and writing.

SQLite by default, PostgreSQL by address; the same models and services on both. On
SQLite a read that turns into a write can lose updates or fail at once with "database
is locked", so **the write lock is taken where writing begins**: ``writing(session)``
ends the read and begins a transaction with ``BEGIN IMMEDIATE``. Writers of one process
take turns. A read holds a lock for as long as one query lasts, so that no page, however
slow, keeps a coder from saving; as on PostgreSQL, each query sees what is committed.
"""

import secrets
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, TypeVarTuple, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    Result,
    Select,
    String,
    event,
    func,
)
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Session,
    SessionTransaction,
    mapped_column,
    registry,
)
from sqlalchemy.types import JSON, TypeDecorator

from annotator.config import Settings

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

# The first SQLite release in which two connections can not corrupt a WAL database when
# both reset the log at once.
WAL_SAFE_FROM = (3, 51, 3)

_ALPHABET = b"0123456789abcdefghjkmnpqrstvwxyz"  # No letter that is read as another.

# SQLite lets those who wait for the write lock ask again after ever longer pauses, so that
# one of them may be unlucky for seconds. In one process they take turns instead.
_TURN = threading.Lock()
_HAS_THE_TURN = "has the turn"

#: Seconds after which who waits for the write lock gives up.
PATIENCE = 15

#: Seconds between two tries while another has the lock, or reads what is to be written. SQLite
#: itself tries ever more seldom, in the end ten times a second, and often comes too late.
ASK_AGAIN = 0.002


def now() -> datetime:
    """The time, in UTC, with its zone."""
    return datetime.now(UTC)


def new_public_id() -> str:
    """A random name for a row, safe in an address: 12 characters, 60 bits."""
    return secrets.token_bytes(12).translate(_ALPHABET * 8).decode()


class UtcTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, read with its zone, on databases with and without zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def iso(session: Session, at: InstrumentedAttribute[datetime]) -> ColumnElement[str]:
    """A moment as the database writes it: UTC in ISO 8601, to the millisecond."""
    if session.get_bind().dialect.name == "sqlite":
        without_microseconds = func.substr(at, 1, 23, type_=String)
        return func.replace(without_microseconds, " ", "T", type_=String) + "Z"
    in_utc = func.timezone("UTC", at)
    return func.to_char(in_utc, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"', type_=String)


def _words(enum: type[StrEnum]) -> list[str]:
    return [member.value for member in enum]


# A set of words, kept as text that the table itself checks.
WORDS = Enum(StrEnum, native_enum=False, create_constraint=True, length=16, values_callable=_words)


class Base(DeclarativeBase):
    """What all models stand on: one metadata with names for every constraint."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcTime, dict[str, Any]: JSON, StrEnum: WORDS},
    )


# SQLite numbers rows by itself only in columns of its plain INTEGER type.
BIG = BigInteger().with_variant(Integer, "sqlite")

Key = Annotated[int, mapped_column(BIG, primary_key=True)]
PublicId = Annotated[str, mapped_column(String(16), unique=True, default=new_public_id)]
Created = Annotated[datetime, mapped_column(default=now)]

Columns = TypeVarTuple("Columns")

db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """The session of this request or command, for the edges to pass to services."""
    return cast(Session, db.session)


def rows(session: Session, query: Select[*Columns]) -> Result[*Columns]:
    """The rows of a query for plain columns, in half the time that one for objects takes."""
    session.flush()
    return session.connection().execute(query)


def writing(session: Session) -> None:
    """Begin to write: end the read, and take SQLite's write lock for what follows.

    What was loaded before is loaded again when it is used, so that a decision made
    after this call is made on what is true under the lock.

    :raises RuntimeError: if something waits to be flushed, since it would be lost.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("writing() must come before the first change of a transaction")
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        session.info[_HAS_THE_TURN] = _TURN.acquire(timeout=PATIENCE)
    session.connection(execution_options={"take_write_lock": True})


@event.listens_for(Session, "after_transaction_end")
def _give_the_turn_on(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None and session.info.pop(_HAS_THE_TURN, False):
        _TURN.release()


def resting(session: Session) -> None:
    """End the read before slow work, so that it keeps no connection from others."""
    session.rollback()


def configure(app: Flask, settings: Settings) -> None:
    """Connect the application to its database with the settings that keep data safe."""
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    of_kind = {"connect_args": _sqlite_arguments()} if settings.sqlite else {"pool_pre_ping": True}
    # An error that is logged names the statement, and not what people wrote.
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, **of_kind}
    db.init_app(app)
    if settings.sqlite:
        with app.app_context():
            keep_sqlite_safe(db.engine, journal_mode(settings))


def journal_mode(settings: Settings) -> str:
    """The journal mode for SQLite: as set, or WAL only where the library has its fix."""
    if settings.journal != "auto":
        return settings.journal.upper()
    return "WAL" if sqlite3.sqlite_version_info >= WAL_SAFE_FROM else "TRUNCATE"


def keep_sqlite_safe(engine: Engine, journal: str) -> None:
    """Begin a transaction only to write, and sync every commit to disk."""
    pragmas = (f"journal_mode={journal}", "synchronous=FULL", "foreign_keys=ON")

    @event.listens_for(engine, "connect")
    def connected(connection: Any, _record: object) -> None:
        # The driver itself begins where something is written without ``writing()``.
        connection.isolation_level = "IMMEDIATE"
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def began(connection: Any) -> None:
        if connection.get_execution_options().get("take_write_lock"):
            _insist(connection.connection.driver_connection, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def commits(connection: Any) -> None:
        driver = connection.connection.driver_connection
        if driver.in_transaction:
            _insist(driver, "COMMIT")


def _insist(driver: sqlite3.Connection, statement: str) -> None:
    """Try every two milliseconds until no other connection is in the way, or patience ends."""
    until = time.monotonic() + PATIENCE
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _done(driver, statement, last=time.monotonic() > until):
            time.sleep(ASK_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")


def _done(driver: sqlite3.Connection, statement: str, *, last: bool) -> bool:
    """Whether nothing was in the way.

    :raises sqlite3.OperationalError: if something was, and this was the last try.
    """
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        # The lowest byte is the kind of error, the others are its particulars.
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


def _sqlite_arguments() -> dict[str, Any]:
    """How long to wait for a lock, and that transactions begin as the driver always did."""
    arguments: dict[str, Any] = {"timeout": PATIENCE}
    if sys.version_info >= (3, 12):
        arguments["autocommit"] = sqlite3.LEGACY_TRANSACTION_CONTROL
    return arguments
