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
from datetime import UTC, datetime
from enum import StrEnum
from importlib.util import find_spec
from time import monotonic
from typing import Annotated, Any, cast

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Engine,
    Enum,
    Integer,
    MetaData,
    String,
    event,
)
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from sqlalchemy.orm import (
    DeclarativeBase,
    Session,
    SessionTransaction,
    mapped_column,
    registry,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import JSON, TypeDecorator

from annotator.config import Settings
from annotator.errors import Conflict

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

#: Seconds after which who waits for the write lock, or for a row, gives up.
PATIENCE = 15

#: Seconds after which a connection may have ended unnoticed.
RESTED = 1.0

#: By this name PostgreSQL knows those who are connected.
CALLED = "annotator"

# A server that is gone is noticed within seconds, and never waited for by a coder.
_NETWORK = {
    "application_name": CALLED,
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={PATIENCE}s",
}


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

db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """The session of this request or command, for the edges to pass to services."""
    return cast(Session, db.session)


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
    session.connection(execution_options={"sqlite_begin": "IMMEDIATE"})


@event.listens_for(Session, "after_transaction_end")
def _give_the_turn_on(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None and session.info.pop(_HAS_THE_TURN, False):
        _TURN.release()


def resting(session: Session) -> None:
    """End the read before slow work, so that it keeps no connection from others."""
    session.rollback()


def configure(app: Flask, settings: Settings) -> None:
    """Connect the application to its database with the settings that keep data safe.

    :raises Conflict: if the driver for PostgreSQL is not installed.
    """
    if not settings.sqlite and find_spec("psycopg") is None:
        raise Conflict(
            "The driver for PostgreSQL is not installed. "
            'Run: python -m pip install "annotator[postgresql]"'
        )
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = engine_options(settings)
    db.init_app(app)
    with app.app_context():
        if settings.sqlite:
            keep_sqlite_safe(db.engine, journal_mode(settings))
        else:
            ask_those_that_rested(db.engine)


def engine_options(settings: Settings) -> dict[str, Any]:
    """How connections are made and kept; what an address itself says stands before."""
    # An error that is logged names the statement, and not what people wrote.
    shared = {"hide_parameters": True}
    # With fewer that are kept, busy threads would open and close one for each request.
    if settings.sqlite:
        return {**shared, "connect_args": _sqlite_arguments(), "pool_size": 32}
    said = make_url(settings.database_url).query
    network = {name: value for name, value in _NETWORK.items() if name not in said}
    return {
        **shared,
        "connect_args": network,
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 22,
    }


def may_pass(error: BaseException) -> bool:
    """Whether the same may go well in a moment: the database is away, or others held it."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, NoConnectionFree)
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))


def in_one_sentence(error: DBAPIError) -> str:
    """What the database said, without what the driver adds to it."""
    said = str(error.orig).strip().partition("\n")[0].rstrip(".?")
    return said.removeprefix("connection failed: ")


def without_password(url: str) -> str:
    """The address of a database as it may be shown."""
    return make_url(url).render_as_string(hide_password=True)


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
        how = connection.get_execution_options().get("sqlite_begin")
        if how:
            connection.exec_driver_sql(f"BEGIN {how}")


def ask_those_that_rested(engine: Engine) -> None:
    """Ask a connection that was not used for a while whether it is still there.

    SQLAlchemy's own way asks each time that one is taken, three times for a save.
    """

    @event.listens_for(engine, "checkin")
    def given_back(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        since = record.info.get("since")
        if since is None or monotonic() - since < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except Exception as error:
            # What ended one connection has ended all: the pool makes new ones.
            raise InvalidatePoolError from error


def _sqlite_arguments() -> dict[str, Any]:
    """How long to wait for a lock, and that transactions begin as the driver always did."""
    arguments: dict[str, Any] = {"timeout": PATIENCE}
    if sys.version_info >= (3, 12):
        arguments["autocommit"] = sqlite3.LEGACY_TRANSACTION_CONTROL
    return arguments
