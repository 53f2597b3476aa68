"""What tests share: an installation of its own for each test, and clients signed in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_wtf.csrf import generate_csrf
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from annotator import schema
from annotator.app import create_app
from annotator.config import Settings
from annotator.db import db
from tests import databases, factories


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=databases.KINDS,
        default="sqlite",
        help="the database of tests that are not marked every_database",
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that is marked ``every_database`` on each kind, or on those that it names."""
    marked = metafunc.definition.get_closest_marker("every_database")
    if marked and "settings" in metafunc.fixturenames:
        metafunc.parametrize("settings", marked.args or databases.KINDS, indirect=True)


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with all tables, copied for each test."""
    file = tmp_path_factory.mktemp("template") / "empty.db"
    _with_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """The address of a PostgreSQL server for tests."""
    with databases.postgresql_server() as address:
        yield address


@pytest.fixture(scope="session")
def postgresql_template(postgresql_server: str) -> Iterator[str]:
    """The name of an empty PostgreSQL database with all tables, copied for each test."""
    with databases.scratch(postgresql_server) as address:
        _with_tables(address)
        yield databases.name_of(address)


def _with_tables(address: str) -> None:
    engine = create_engine(address)
    schema.upgrade(engine)
    engine.dispose()


@pytest.fixture
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation of its own, on the kind of database that is asked for."""
    kind = getattr(request, "param", request.config.getoption("--database"))
    if kind == "postgresql":
        server = request.getfixturevalue("postgresql_server")
        template = request.getfixturevalue("postgresql_template")
        with databases.scratch(server, template) as address:
            yield Settings(data=tmp_path, database_url=address)
        return
    file = tmp_path / "annotator.db"
    shutil.copy(request.getfixturevalue("template_database"), file)
    journal = "wal" if kind == "sqlite-wal" else "truncate"
    yield Settings(data=tmp_path, database_url=f"sqlite:///{file}", journal=journal)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application on a database of its own."""
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    keep_pages_comparable(app)
    yield app
    with app.app_context():
        db.engine.dispose()


def keep_pages_comparable(app: Flask) -> None:
    """Where no token is asked for, write none into pages: it changes every second."""

    def token() -> str:
        return generate_csrf() if app.config["WTF_CSRF_ENABLED"] else "none"

    app.jinja_env.globals["csrf_token"] = token
    app.context_processor(lambda: {"csrf_token": token})


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session for tests of services and queries."""
    with app.app_context():
        yield db.session  # type: ignore[misc]


@pytest.fixture
def people(app: Flask) -> factories.Cast:
    """A study with Lea (lead), Cora and Carl (coders), Vera (viewer); Stan is a stranger."""
    with app.app_context():
        return factories.cast(db.session)  # type: ignore[arg-type]


@pytest.fixture
def browser_of(app: Flask, people: factories.Cast) -> Callable[[str], FlaskClient]:
    """A browser for a person by name: ``browser_of("Lea").get("/")``."""
    return lambda name: factories.signed_in(app, name)
