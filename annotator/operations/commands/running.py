"""Make an installation and serve it, with or without the demo."""

import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import NamedTuple

import click
from flask import Flask

from annotator.accounts.models import Purpose
from annotator.accounts.service import has_admin, make_link, withdraw_links
from annotator.config import DEFAULT_URL, Settings
from annotator.database import schema
from annotator.database.session import db, session, writing
from annotator.errors import Refused
from annotator.operations.commands.serving import listen, serve_alone
from annotator.operations.service.serving_lock import serving
from annotator.web.commands import address, application, installation, require_database


class SignInLink(NamedTuple):
    """Whose link it is, and its token."""

    name: str
    token: str


host = click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="0.0.0.0 serves the whole network; put TLS in front of it.",
)
port = click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help="0 takes any free port.",
)


@click.command(epilog="Example: annotator init")
def init() -> None:
    """Make the data folder and the database, and print a link for the first admin.

    Nothing that is there already is changed.
    """
    with make_installation().app_context():
        if has_admin(session()):
            click.echo(
                "There is an admin already. A forgotten password: annotator accounts link NAME"
            )
            return
        click.echo("Open this link within seven days to make the first account. It works once:")
        click.echo(first_link())


def make_installation() -> Flask:
    """The data folder, its secret and an up-to-date database, as far as they are missing."""
    installation().settings.data.mkdir(parents=True, exist_ok=True)
    app = application()
    with app.app_context():
        schema.upgrade(db.engine)
    return app


def first_link() -> str:
    """A new link for the first admin; earlier ones stop working."""
    with writing(session()):
        withdraw_links(session(), Purpose.ADMIN)
        token = make_link(session(), Purpose.ADMIN)
    return address("accounts.link", token=token)


@click.command(epilog="Example: annotator serve --port 8080")
@host
@port
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that serve; more than one needs PostgreSQL. As many as there are cores.",
)
def serve(host: str, port: int, workers: int) -> None:
    """Serve the installation until it is stopped with Ctrl+C or by a signal (SIGTERM).

    Run `annotator init` once before. What was begun when it is stopped is still answered.
    """
    if workers > 1:
        refuse_processes(installation().settings, sys.platform)
    app = application()
    with app.app_context():
        require_database()
    run(app, host, port, workers=workers)


def refuse_processes(settings: Settings, platform: str) -> None:
    """Refuse several processes where they cannot be.

    :raises Refused: on SQLite, on Windows, or without gunicorn.
    """
    if settings.sqlite:
        raise Refused(
            "Several processes need PostgreSQL, since in SQLite only one can write at a time. "
            "Leave out --workers, or move there first (`annotator move`)."
        )
    if platform == "win32":
        raise Refused(
            "Several processes are served by gunicorn, which does not run on Windows. "
            "Leave out --workers, or serve from Linux or macOS."
        )
    if find_spec("gunicorn") is None:
        raise Refused(
            "Several processes are served by gunicorn, which is not installed. "
            'Run: python -m pip install "annotator[postgresql]"'
        )


def public_address(settings: Settings, local_address: str) -> str:
    """The address that people open: that of the proxy, if it was said, or where it serves."""
    return local_address if settings.url == DEFAULT_URL else settings.url


def run(
    app: Flask, host: str, port: int, links: Sequence[SignInLink] = (), workers: int = 1
) -> None:
    """Serve, and say where; links are printed once the address is known to be free."""
    listener = listen(host, port)
    settings: Settings = app.config["ANNOTATOR_SETTINGS"]
    local = f"http://{host}:{listener.getsockname()[1]}"
    public = public_address(settings, local)
    processes = f" with {workers} processes" if workers > 1 else ""

    def ready() -> None:
        click.echo(f"annotator serves {settings.data} at {local}{processes}   (Ctrl+C stops it)")
        for name, token in links:
            click.echo(f"  sign in once as {name:<14} {public}/link/{token}")

    with app.app_context():
        db.session.remove()
        # A connection cannot be shared by processes.
        db.engine.dispose()
    with serving(settings.data):
        if workers == 1:
            ready()
            serve_alone(app, listener)
        else:
            app.config["PROCESSES"] = workers
            # Imported only here, since it is not there on Windows.
            gunicorn = import_module("annotator.operations.commands.workers")
            gunicorn.serve_together(app, listener, workers, ready)
