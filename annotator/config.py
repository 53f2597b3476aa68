"""Settings: a data folder, a database address and a secret, each with a safe default.

Every setting is one environment variable, read once. The secret that signs sessions
lives in the data folder (mode 0600), so that sessions survive a restart and no
password or key has a default value.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from annotator.errors import Conflict, Refused

DATA_FOLDER = "annotator-data"
SECRET_FILE = "secret-key"  # noqa: S105 - The name of a file, not a secret.
DATABASE_FILE = "annotator.db"
DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
DEFAULT_URL = "http://127.0.0.1:8000"


@dataclass(frozen=True, slots=True)
class Settings:
    """What an installation is told from outside.

    ``journal`` is SQLite's journal mode: ``wal``, ``truncate``, or ``auto`` for the best
    one that the SQLite library at hand is safe with. ``proxies`` counts the trusted
    reverse proxies in front of the server. ``url`` is the address that people open; links
    made on the command line begin with it.
    """

    data: Path
    database_url: str = field(repr=False)
    journal: str = "auto"
    proxies: int = 0
    secret_key: str = field(default="", repr=False)
    url: str = DEFAULT_URL

    @property
    def sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or nothing when the database is a server."""
        return Path(self.database_url.removeprefix("sqlite:///")) if self.sqlite else None


@dataclass(frozen=True, slots=True)
class Installation:
    """What the command line works on: its settings, and how to make its application."""

    settings: Settings
    make_app: Callable[[Settings], Any]


def read(environ: Mapping[str, str] = os.environ, data: Path | None = None) -> Settings:
    """Read the settings from the environment; ``data`` stands before ``ANNOTATOR_DATA``.

    :raises Refused: if a setting has a value that it cannot have.
    """
    folder = (data or Path(environ.get("ANNOTATOR_DATA", DATA_FOLDER))).expanduser().resolve()
    url = environ.get("ANNOTATOR_DATABASE_URL", f"sqlite:///{folder / DATABASE_FILE}")
    return Settings(
        data=folder,
        database_url=_database_url(url),
        journal=_one_of(environ, "ANNOTATOR_JOURNAL", ("auto", "wal", "truncate")),
        proxies=_count(environ, "ANNOTATOR_PROXIES"),
        secret_key=environ.get("ANNOTATOR_SECRET_KEY", ""),
        url=environ.get("ANNOTATOR_URL", DEFAULT_URL).rstrip("/"),
    )


def _database_url(url: str) -> str:
    """An address of a kind that annotator works with; some hosts write it in an older way.

    :raises Refused: with what it must look like.
    """
    kind, found, rest = url.partition("://")
    kind = "postgresql" if kind == "postgres" else kind
    if not found or kind not in DATABASES:
        # Without its kind, an address may be all user and password.
        problem = f"begins with {kind!r}" if found else "has no ://"
        raise Refused(
            f"ANNOTATOR_DATABASE_URL {problem}; it must be the address of a "
            "PostgreSQL database, postgresql://user:password@host/name, or sqlite:///file."
        )
    return f"{kind}://{rest}"


def secret(settings: Settings) -> str:
    """The key that signs sessions: from the environment, or kept in the data folder.

    :raises Conflict: if there is no data folder to keep it in.
    """
    if settings.secret_key:
        return settings.secret_key
    if not settings.data.is_dir():
        raise Conflict(
            f"There is no installation in {settings.data}. "
            "Run `annotator init` first, or name its data folder with --data."
        )
    file = settings.data / SECRET_FILE
    if not file.is_file():
        _write_secret(file)
    return file.read_text(encoding="ascii").strip()


def _write_secret(file: Path) -> None:
    """Make the secret readable to its owner from the first moment on, never later."""
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return  # Another process was first; its secret is the one.
    with os.fdopen(handle, "w", encoding="ascii") as stream:
        stream.write(secrets.token_urlsafe(48) + "\n")


def _one_of(environ: Mapping[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name, allowed[0]).lower()
    if value not in allowed:
        raise Refused(f"{name} is {value!r}; it must be one of {', '.join(allowed)}.")
    return value


def _count(environ: Mapping[str, str], name: str) -> int:
    value = environ.get(name, "0")
    if not value.isdecimal():
        raise Refused(f"{name} is {value!r}; it must be a whole number such as 0 or 1.")
    return int(value)
