"""How connections to a database are made, kept and watched, and what their errors mean.

SQLite's are set so that a commit is on disk, and PostgreSQL's so that one that is gone
is noticed.
"""

import sqlite3
import sys
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Engine, event, exc
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from annotator.config import Settings

# The first SQLite release in which two connections cannot corrupt a WAL database when
# both reset the log at once.
WAL_SAFE_FROM = (3, 51, 3)

#: Seconds after which who waits for the write lock, or for a row, gives up.
PATIENCE = 15

#: Seconds between two tries while another has the lock, or reads what is to be written. SQLite
#: itself tries ever more seldom, in the end ten times a second, and often comes too late.
ASK_AGAIN = 0.002

#: Seconds after which a connection may have ended unnoticed.
IDLE = 1.0

#: By this name PostgreSQL knows those who are connected.
APPLICATION_NAME = "annotator"

# A server that is gone is noticed within seconds, and never waited for by a coder.
_NETWORK = {
    "application_name": APPLICATION_NAME,
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "options": f"-c lock_timeout={PATIENCE}s",
}


def engine_options(settings: Settings) -> dict[str, Any]:
    """How connections are made and kept; what an address itself says stands before."""
    # An error that is logged names the statement, and not what people wrote.
    shared = {"hide_parameters": True}
    # With fewer that are kept, busy threads would open and close one for each request.
    if settings.sqlite:
        # A database in memory is one connection.
        pool = {"pool_size": 32} if make_url(settings.database_url).database else {}
        return {**shared, "connect_args": _sqlite_arguments(), **pool}
    given = make_url(settings.database_url).query
    network = {name: value for name, value in _NETWORK.items() if name not in given}
    return {
        **shared,
        "connect_args": network,
        "pool_pre_ping": True,
        "pool_size": 10,
        "max_overflow": 22,
    }


def is_temporary(error: BaseException) -> bool:
    """Whether the same may go well in a moment: the database is away, or others held it."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, exc.TimeoutError)
    if isinstance(error.orig, sqlite3.Error):
        code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        return code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return error.connection_invalidated or isinstance(error, (OperationalError, InterfaceError))


def in_one_sentence(error: DBAPIError) -> str:
    """What the database said, without what the driver adds to it."""
    sentence = str(error.orig).strip().partition("\n")[0].rstrip(".?")
    return sentence.removeprefix("connection failed: ")


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
        if connection.get_execution_options().get("take_write_lock"):
            _insist(connection.connection.driver_connection, "BEGIN IMMEDIATE")

    @event.listens_for(engine, "commit")
    def commits(connection: Any) -> None:
        driver = connection.connection.driver_connection
        if driver.in_transaction:
            _insist(driver, "COMMIT")


def _insist(driver: sqlite3.Connection, statement: str) -> None:
    """Try every two milliseconds until no other connection is in the way, or patience ends."""
    until = monotonic() + PATIENCE
    driver.execute("PRAGMA busy_timeout=0")
    try:
        while not _done(driver, statement, last=monotonic() > until):
            sleep(ASK_AGAIN)
    finally:
        driver.execute(f"PRAGMA busy_timeout={PATIENCE * 1000}")


def _done(driver: sqlite3.Connection, statement: str, *, last: bool) -> bool:
    """Whether nothing was in the way.

    :raises OperationalError: if something was, and this was the last try.
    """
    try:
        driver.execute(statement)
    except sqlite3.OperationalError as error:
        # The lowest byte is the kind of error, the others are its particulars.
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise OperationalError(statement, None, error) from error
        return False
    return True


def ping_idle_connections(engine: Engine) -> None:
    """Ask a connection that was not used for a while whether it is still there.

    SQLAlchemy's own way asks each time that one is taken, three times for a save.
    """

    @event.listens_for(engine, "checkin")
    def given_back(_connection: object, record: ConnectionPoolEntry) -> None:
        record.info["since"] = monotonic()

    @event.listens_for(engine, "checkout")
    def taken(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        since = record.info.get("since")
        if since is None or monotonic() - since < IDLE:
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
