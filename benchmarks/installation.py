"""Installations to measure on: a data folder of its own, made and thrown away."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask

from annotator.cli import make_app
from annotator.config import Settings
from annotator.database import schema
from annotator.database.session import db


@contextmanager
def installation(journal: str = "auto") -> Iterator[tuple[Flask, Settings]]:
    """An application with an empty database on the disk, and its settings."""
    with tempfile.TemporaryDirectory(prefix="annotator-benchmark-") as folder:
        data = Path(folder)
        settings = Settings(
            data=data,
            database_url=f"sqlite:///{data / 'annotator.db'}",
            journal=journal,
        )
        app = make_app(settings)
        with app.app_context():
            schema.upgrade(db.engine)
            yield app, settings
            db.session.remove()
            db.engine.dispose()
