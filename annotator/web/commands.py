"""What commands share: the application and its database, ready or refused in words."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

import click
from flask import Flask, current_app, url_for
from sqlalchemy.exc import DBAPIError

from annotator.config import Installation, Settings
from annotator.database import schema
from annotator.database.connections import in_one_sentence, is_temporary, without_password
from annotator.database.session import db
from annotator.errors import Conflict

P = ParamSpec("P")
R = TypeVar("R")


def with_app(command: Callable[P, R]) -> Callable[P, R]:
    """Run a command inside the application, on a database that is up to date.

    :raises Conflict: if there is no database yet, or it needs another version.
    """

    @wraps(command)
    def run(*args: P.args, **options: P.kwargs) -> R:
        with application().app_context():
            require_database()
            return command(*args, **options)

    return run


def installation() -> Installation:
    """The installation that the command line names."""
    named: Installation = click.get_current_context().find_root().obj
    return named


def application() -> Flask:
    """The application of the installation that the command line names."""
    named = installation()
    app: Flask = named.make_app(named.settings)
    return app


def require_database() -> None:
    """Refuse to go on without a database that is up to date.

    :raises Conflict: with the command that makes or upgrades it.
    """
    url = db.engine.url.render_as_string()
    try:
        revision = _revision()
    except DBAPIError as error:
        if is_temporary(error):
            raise  # The command line says so, of any command.
        raise Conflict(
            f"The database at {url} can not be opened: {in_one_sentence(error)}. "
            "Run `annotator doctor` to see what is wrong."
        ) from error
    if revision is None:
        raise Conflict(
            f"There is no database at {url} yet. "
            "Run `annotator init` first, or name the data folder with --data."
        )
    if revision != schema.newest():
        raise Conflict(
            "The database is from an older version of annotator. "
            "Make a backup (`annotator backup FILE`), then run `annotator db upgrade`."
        )


def away(error: Exception, settings: Settings) -> str | None:
    """The sentence for a database that is away, if that is what went wrong."""
    if not is_temporary(error):
        return None
    reason = "all connections are in use"
    if isinstance(error, DBAPIError):
        reason = in_one_sentence(error)
    start = "" if settings.sqlite else "Start it, or correct ANNOTATOR_DATABASE_URL, and "
    remedy = "try again." if start else "Try again."
    where = without_password(settings.database_url)
    return f"The database at {where} can not be reached: {reason}. {start}{remedy}"


def _revision() -> str | None:
    """The revision of the database; asking does not make a file that is not there."""
    settings: Settings = current_app.config["ANNOTATOR_SETTINGS"]
    file = settings.database_file
    if file is not None and not file.is_file():
        return None
    with db.engine.connect() as connection:
        schema.refuse_unknown(connection)
        return schema.revision_of(connection)


def address(endpoint: str, **values: str) -> str:
    """The whole address of a page, for people to open."""
    settings: Settings = current_app.config["ANNOTATOR_SETTINGS"]
    with current_app.test_request_context(base_url=settings.url):
        return url_for(endpoint, _external=True, **values)
