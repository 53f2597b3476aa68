"""The database: the base of all models, the column types they share, and writing.

SQLite by default, PostgreSQL by address; the same models and services on both. On
SQLite a read that turns into a write can lose updates or fail at once with "database
is locked", so **the write lock is taken where writing begins**: ``writing(session)``
ends the read and begins a transaction with ``BEGIN IMMEDIATE``. Writers of one process
take turns. A read holds a lock for as long as one query lasts, so that no page, however
slow, keeps a coder from saving; as on PostgreSQL, each query sees what is committed.
"""

import secrets
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import StrEnum
from importlib.util import find_spec
from typing import Annotated, Any, TypeVarTuple

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Date,
    DateTime,
    Dialect,
    Enum,
    Integer,
    MetaData,
    Result,
    Select,
    String,
    cast,
    event,
    func,
    insert,
    type_coerce,
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
from annotator.connections import (
    PATIENCE,
    ask_those_that_rested,
    engine_options,
    journal_mode,
    keep_sqlite_safe,
)
from annotator.errors import Conflict

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}

_ALPHABET = b"0123456789abcdefghjkmnpqrstvwxyz"  # No letter that is read as another.

# SQLite lets those who wait for the write lock ask again after ever longer pauses, so that
# one of them may be unlucky for seconds. In one process they take turns instead.
_TURN = threading.Lock()
_HAS_THE_TURN = "has the turn"


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


def day(session: Session, at: InstrumentedAttribute[datetime]) -> ColumnElement[int]:
    """The day of a moment in UTC, in days since 1970-01-01."""
    if session.get_bind().dialect.name == "sqlite":
        since = func.julianday(func.substr(at, 1, 10)) - func.julianday("1970-01-01")
        return cast(since, Integer)
    return type_coerce(cast(func.timezone("UTC", at), Date) - date(1970, 1, 1), Integer)


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

#: So many rows of a long answer are fetched at once.
AT_ONCE = 2_000

db = SQLAlchemy(model_class=Base)


def session() -> Session:
    """The session of this request or command, for the edges to pass to services."""
    return db.session()


def rows(
    session: Session, query: Select[*Columns], values: Mapping[str, object] | None = None
) -> Result[*Columns]:
    """The rows of a query for plain columns, in half the time that one for objects takes.

    The driver is asked for many at once, which takes a third of the time of one by one.
    """
    session.flush()
    return session.connection().execute(query, values).yield_per(AT_ONCE)


def add_rows(session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Add rows of a model's table; as objects they would take more than twice as long."""
    session.flush()
    session.connection().execute(insert(Base.metadata.tables[model.__tablename__]), rows)


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


def commit_and_go_on(session: Session) -> None:
    """Commit, and go on with what was loaded: it is what was committed, and not asked again."""
    session.expire_on_commit = False
    session.commit()


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
