"""The database: the base of all models, the column types they share, and writing.

SQLite by default, PostgreSQL by address; the same models and services on both. On
SQLite a read that turns into a write can lose updates or fail at once with "database
is locked", so **the write lock is taken where writing begins**: ``writing(session)``
ends the read and begins a transaction with ``BEGIN IMMEDIATE``. Writers of one process
take turns. A read holds a lock for as long as one query lasts, so that no page, however
slow, keeps a coder from saving; as on PostgreSQL, each query sees what is committed.

``with writing(session):`` commits in the end, or rolls back if anything is raised.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from threading import Lock
from typing import Any, TypeVarTuple

import flask_sqlalchemy.session
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
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
    InstrumentedAttribute,
    Session,
    SessionTransaction,
)

from annotator.config import Settings
from annotator.database.base import Base
from annotator.database.connections import (
    PATIENCE,
    engine_options,
    journal_mode,
    keep_sqlite_safe,
    ping_idle_connections,
)
from annotator.database.process import InMemory, in_memory, put_into
from annotator.errors import Conflict

# SQLite lets those who wait for the write lock ask again after ever longer pauses, so that
# one of them may be unlucky for seconds. In one process they take turns instead.
TURN = InMemory("whose turn it is to write to SQLite", Lock)
_TURN_TAKEN = "turn"


Time = ColumnElement[datetime] | InstrumentedAttribute[datetime]


def iso(session: Session, at: Time) -> ColumnElement[str]:
    """A moment as the database writes it: UTC in ISO 8601, to the millisecond."""
    if session.get_bind().dialect.name == "sqlite":
        without_microseconds = func.substr(at, 1, 23, type_=String)
        return func.replace(without_microseconds, " ", "T", type_=String) + "Z"
    in_utc = func.timezone("UTC", at)
    return func.to_char(in_utc, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"', type_=String)


def utc_date(session: Session, at: Time) -> ColumnElement[str]:
    """The day of a moment in UTC, as a text."""
    in_utc = at if session.get_bind().dialect.name == "sqlite" else func.timezone("UTC", at)
    return cast(func.date(in_utc), String)


def day(session: Session, at: InstrumentedAttribute[datetime]) -> ColumnElement[int]:
    """The day of a moment in UTC, in days since 1970-01-01."""
    if session.get_bind().dialect.name == "sqlite":
        since = func.julianday(func.substr(at, 1, 10)) - func.julianday("1970-01-01")
        return cast(since, Integer)
    return type_coerce(cast(func.timezone("UTC", at), Date) - date(1970, 1, 1), Integer)


Columns = TypeVarTuple("Columns")

#: So many rows of a long answer are fetched at once.
AT_ONCE = 2_000


class SessionOfProcess(flask_sqlalchemy.session.Session):
    """A session that finds what the process of its application keeps."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        put_into(self, current_app.extensions["annotator"])


db = SQLAlchemy(model_class=Base, session_options={"class_": SessionOfProcess})


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


def writing(session: Session) -> SessionTransaction:
    """Begin to write: end the read, and take SQLite's write lock for what follows.

    What was loaded before is loaded again when it is used, so that a decision made
    after this call is made on what is true under the lock. The transaction that it begins
    ends as a ``with`` statement does: committed, or rolled back if something is raised.

    :raises RuntimeError: if something waits to be flushed, since it would be lost.
    """
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("writing() must come before the first change of a transaction")
    session.rollback()
    if session.get_bind().dialect.name == "sqlite":
        turn = in_memory(session, TURN)
        if turn.acquire(timeout=PATIENCE):
            session.info[_TURN_TAKEN] = turn
    transaction = session.begin()
    session.connection(execution_options={"take_write_lock": True})
    return transaction


def keep_loaded(session: Session) -> None:
    """Let what is loaded stay loaded after the commit: it is what was committed."""
    session.expire_on_commit = False


@event.listens_for(Session, "after_transaction_end")
def _give_the_turn_on(session: Session, transaction: SessionTransaction) -> None:
    turn: Lock | None = session.info.pop(_TURN_TAKEN, None) if transaction.parent is None else None
    if turn:
        turn.release()


def release_connection(session: Session) -> None:
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
            ping_idle_connections(db.engine)
