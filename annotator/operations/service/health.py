"""What the doctor looks at: versions, settings, the database, and what is risky about them."""

import platform
import sqlite3
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from urllib.parse import urlsplit

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from annotator.config import SECRET_FILE, Settings
from annotator.database import schema
from annotator.database.connections import APPLICATION_NAME, WAL_SAFE_FROM
from annotator.errors import Conflict

LIBRARIES = (
    "Flask",
    "SQLAlchemy",
    "alembic",
    "waitress",
    "numpy",
    "choppa-srx",
    "sentencex",
)

#: Names of the machine itself, to which nothing crosses a network.
LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


#: Each of them, switched off, lets a crash take back what people were told is saved.
SAFE_ONLY_ON = ("fsync", "full_page_writes", "synchronous_commit")

# All addresses of the machine on which the database runs are one host.
_HOSTS = f"""
    SELECT count(DISTINCT CASE
        WHEN client_addr IS NULL OR client_addr <<= '127.0.0.0/8' OR client_addr = '::1'
        THEN 'here' ELSE host(client_addr) END)
    FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = '{APPLICATION_NAME}'
"""  # noqa: S608 - A constant of ours.

_IN_THE_OPEN = """
    SELECT client_addr IS NOT NULL AND NOT client_addr <<= '127.0.0.0/8'
        AND client_addr <> '::1' AND NOT coalesce(ssl, false)
    FROM pg_stat_activity LEFT JOIN pg_stat_ssl USING (pid) WHERE pid = pg_backend_pid()
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, what was found, and why it is risky, if it is."""

    name: str
    found: str
    risky: str = ""


def examine(settings: Settings, engine: Engine, *, debug: bool = False) -> list[Finding]:
    """Look at versions, settings and the database; nothing is changed."""
    return [*_versions(), *_settings(settings), *_debug(debug), *_database(settings, engine)]


def _versions() -> Iterator[Finding]:
    yield Finding("annotator", version("annotator"))
    yield Finding("Python", f"{platform.python_version()} on {platform.system()}")
    yield Finding("libraries", ", ".join(f"{name} {version(name)}" for name in LIBRARIES))


def _settings(settings: Settings) -> Iterator[Finding]:
    yield Finding("data folder", str(settings.data))
    yield Finding("address", settings.url, _address_risk(settings))
    secret = settings.data / SECRET_FILE
    if settings.secret_key:
        yield Finding("secret", "from ANNOTATOR_SECRET_KEY")
    elif secret.is_file():
        open_to_others = stat.S_IMODE(secret.stat().st_mode) & 0o077
        risk = "Others on this machine can read it. Run: chmod 600 on it." if open_to_others else ""
        yield Finding("secret", str(secret), risk)


def _debug(debug: bool) -> Iterator[Finding]:
    if debug:
        yield Finding("debug", "on", "Strangers can run code on this server. Unset FLASK_DEBUG.")


def _address_risk(settings: Settings) -> str:
    address = urlsplit(settings.url)
    if address.scheme == "http" and address.hostname not in LOCAL_HOSTS:
        return "Passwords cross the network unencrypted. Put a proxy with TLS in front."
    if address.scheme == "https" and not settings.proxies:
        return (
            "The server does not believe its proxy that people come by https, so that their "
            "cookies are not kept to it. Set ANNOTATOR_PROXIES=1."
        )
    return ""


def _database(settings: Settings, engine: Engine) -> Iterator[Finding]:
    url = engine.url.render_as_string(hide_password=True)
    if settings.database_file is not None and not settings.database_file.is_file():
        yield Finding("database", f"{url} (not made yet)", "Run `annotator init`.")
        return
    try:
        with engine.connect() as connection:
            schema.refuse_unknown(connection)
            yield _revision(url, schema.revision_of(connection))
            if settings.sqlite:
                yield from _sqlite(connection.exec_driver_sql("PRAGMA journal_mode").scalar_one())
                yield _sound(connection.exec_driver_sql("PRAGMA quick_check").scalar_one())
            else:
                yield from _postgresql(connection, settings)
    except DBAPIError as error:
        yield Finding("database", url, _can_not_be_opened(error, settings.sqlite))
    except Conflict as error:
        yield Finding("database", url, str(error))


def _can_not_be_opened(error: DBAPIError, sqlite: bool) -> str:
    risk = f"It can not be opened: {str(error.orig).splitlines()[0]}."
    # What SQLite calls operational may pass, such as a lock; anything else is in the file.
    damaged = sqlite and not isinstance(error, OperationalError)
    return f"{risk} Restore the last backup." if damaged else risk


def _revision(url: str, revision: str | None) -> Finding:
    behind = revision != schema.newest()
    return Finding(
        "database", f"{url}, revision {revision}", "Run `annotator db upgrade`." if behind else ""
    )


def _sqlite(journal: str) -> Iterator[Finding]:
    safe = sqlite3.sqlite_version_info >= WAL_SAFE_FROM
    needed = ".".join(map(str, WAL_SAFE_FROM))
    risk = (
        f"WAL is only safe from SQLite {needed} on. Unset ANNOTATOR_JOURNAL."
        if (journal == "wal" and not safe)
        else ""
    )
    yield Finding("SQLite", sqlite3.sqlite_version)
    yield Finding("journal mode", journal, risk)


def _sound(quick_check: str) -> Finding:
    risk = "" if quick_check == "ok" else "The file is damaged. Restore the last backup."
    return Finding("database file", quick_check, risk)


def _postgresql(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Look at a server's version, its settings, how it is reached, and from how many hosts."""
    yield Finding("PostgreSQL", _asked(connection, "SHOW server_version"))
    for name in SAFE_ONLY_ON:
        if _asked(connection, f"SHOW {name}") == "off":
            risk = f"A crash may take back what was saved. Set {name} = on in postgresql.conf."
            yield Finding(name, "off", risk)
    if connection.exec_driver_sql(_IN_THE_OPEN).scalar_one():
        risk = "Answers cross the network unencrypted. Add ?sslmode=verify-full to its address."
        yield Finding("connection", "without TLS", risk)
    yield from hosts(int(_asked(connection, _HOSTS)), settings)


def hosts(count: int, settings: Settings) -> Iterator[Finding]:
    """Whether the hosts that are connected now can share the key that signs sessions."""
    risk = (
        "Each has a secret of its own, so that people are signed out again and again. "
        "Set the same ANNOTATOR_SECRET_KEY on all."
        if count > 1 and not settings.secret_key
        else ""
    )
    yield Finding("hosts", f"{count} connected now", risk)


def _asked(connection: Connection, question: str) -> str:
    return str(connection.exec_driver_sql(question.replace("%", "%%")).scalar_one())
