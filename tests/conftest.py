"""What tests share: an installation of its own for each test, and clients signed in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from annotator import schema
from annotator.app import create_app
from annotator.config import Settings
from annotator.db import db
from tests import factories


@pytest.fixture(scope="session")
def template_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database with all tables, copied for each test."""
    folder = tmp_path_factory.mktemp("template")
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'empty.db'}")
    app = create_app(settings)
    with app.app_context():
        schema.upgrade(db.engine)
        db.engine.dispose()
    return folder / "empty.db"


@pytest.fixture
def settings(tmp_path: Path, template_database: Path) -> Settings:
    """The settings of an installation of its own."""
    file = tmp_path / "annotator.db"
    shutil.copy(template_database, file)
    return Settings(data=tmp_path, database_url=f"sqlite:///{file}")


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application on a database of its own."""
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    yield app
    with app.app_context():
        db.engine.dispose()


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
