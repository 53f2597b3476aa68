"""What tests share: an installation of its own for each test, and clients signed in."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import create_engine
from sqlalchemy.orm import Session

from annotator.config import Settings
from annotator.database import schema
from annotator.database.session import db
from tests import databases, factories, sizes
from tests.applications import Applications


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=databases.KINDS,
        default="sqlite",
        help="the database of tests that are not marked with any",
    )


def pytest_report_header() -> str:
    return f"sizes: {'full' if sizes.FULL else 'default'}, seed: {sizes.SEED}"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that no process is left with it at the end."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test on each kind of database that its marker names."""
    marks = ("database", "every_database")
    marked = next((m for m in metafunc.definition.iter_markers() if m.name in marks), None)
    if marked and "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", marked.args or databases.EVERY, indirect=True)


#: Makes an installation in a folder; it is gone when the test leaves it.
Installation = Callable[[Path], AbstractContextManager[Settings]]


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
def database_kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that this test runs on."""
    return getattr(request, "param", request.config.getoption("--database"))


@pytest.fixture
def installation(database_kind: str, request: pytest.FixtureRequest) -> Installation:
    """Makes installations on an empty database of this kind, each in a folder of its own."""

    @contextmanager
    def installed(folder: Path) -> Iterator[Settings]:
        if database_kind == "postgresql":
            server = request.getfixturevalue("postgresql_server")
            template = request.getfixturevalue("postgresql_template")
            with databases.scratch(server, template) as address:
                yield Settings(data=folder, database_url=address)
            return
        file = folder / "annotator.db"
        shutil.copy(request.getfixturevalue("template_database"), file)
        journal = "wal" if database_kind == "sqlite-wal" else "truncate"
        yield Settings(data=folder, database_url=f"sqlite:///{file}", journal=journal)

    return installed


@pytest.fixture
def settings(installation: Installation, tmp_path: Path) -> Iterator[Settings]:
    """The settings of an installation of its own, on the kind of database that is asked for."""
    with installation(tmp_path) as settings:
        yield settings


@pytest.fixture(scope="session")
def applications() -> Applications:
    """The applications of this process, which tests share one after the other."""
    return Applications()


@pytest.fixture
def app(settings: Settings, applications: Applications) -> Iterator[Flask]:
    """An application on a database of its own."""
    with applications.lent(settings) as app:
        yield app


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
