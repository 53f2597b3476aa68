"""Applications that are made once in a process and serve one test after the other.

To make one takes 40 milliseconds, and each compiles its templates and its queries anew: four
pages of a new one take six times as long as of one that has served before. Each test brings
the settings of an installation of its own, to which the application is turned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from flask import Flask
from flask_wtf.csrf import generate_csrf
from sqlalchemy import Engine, event, make_url

from annotator.app import KEPT, create_app
from annotator.config import Settings, secret
from annotator.database.process import Process
from annotator.database.session import db
from annotator.web.security import limiter

#: Nobody is asked for a token or kept from trying often, except where a test wants it.
FOR_TESTS = {"TESTING": True, "WTF_CSRF_ENABLED": False, "RATELIMIT_ENABLED": False}


class Applications:
    """One application for each kind of installation, lent to one test at a time."""

    def __init__(self) -> None:
        self._made: dict[str, Flask] = {}

    @contextmanager
    def lent(self, settings: Settings) -> Iterator[Flask]:
        """The application of this kind, on this installation; what a test set is taken back."""
        kind = settings.journal if settings.sqlite else "postgresql"
        if kind not in self._made:
            self._made[kind] = made(settings)
        app = self._made[kind]
        app.extensions["annotator"] = Process(KEPT)
        kept = deepcopy(dict(app.config))
        _turn(app, settings)
        try:
            yield app
        finally:
            app.config.clear()
            app.config.update(kept)
            _let_go(app)


def made(settings: Settings, **overrides: Any) -> Flask:
    """A new application for tests, whose connections go where its engine's address says."""
    app = create_app(settings, **{**FOR_TESTS, **overrides})
    _keep_pages_comparable(app)
    with app.app_context():
        _connect_by_address(db.engine)
    return app


def _turn(app: Flask, settings: Settings) -> None:
    """What ``create_app`` takes from the settings, in an application that is there."""
    limiter.enabled = app.config["RATELIMIT_ENABLED"]
    app.instance_path = str(settings.data)
    app.config.update(
        SECRET_KEY=secret(settings),
        ANNOTATOR_SETTINGS=settings,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
    )
    with app.app_context():
        db.engine.url = make_url(settings.database_url)


def _connect_by_address(engine: Engine) -> None:
    """Connect to the address that the engine has now, instead of its first one."""

    @event.listens_for(engine, "do_connect")
    def connects(dialect: Any, _record: object, arguments: list[Any], named: Any) -> None:
        arguments[:], address = dialect.create_connect_args(engine.url)
        named.update(address)


def _let_go(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()
        listens = list(db.engine.dispatch.before_cursor_execute)
    assert not listens, "the test that ended still listens to the database"


def _keep_pages_comparable(app: Flask) -> None:
    """Where no token is asked for, write none into pages: it changes every second."""

    def token() -> str:
        return generate_csrf() if app.config["WTF_CSRF_ENABLED"] else "none"

    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})
