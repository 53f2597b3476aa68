"""The application: the only place, with ``cli``, that knows every feature."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

import annotator.adjudication.models
import annotator.datasets.models
from annotator import config
from annotator.accounts.feature import accounts
from annotator.agreement.feature import agreement
from annotator.codebook.feature import codebook
from annotator.coding.feature import coding
from annotator.corpus.feature import corpus
from annotator.database.process import InMemory, Process
from annotator.database.session import TURN, configure
from annotator.datasets.feature import datasets
from annotator.measuring.feature import measuring
from annotator.overview.feature import overview
from annotator.paths import PACKAGE, shipped
from annotator.planner.feature import planner
from annotator.rounds.feature import rounds
from annotator.studies.feature import studies
from annotator.supervision.feature import supervision
from annotator.web import assets, errors, feature, filters, security
from annotator.web.table_files import DRAWING

#: In their order; each declares its pages, its menu entries and what it keeps.
FEATURES = (
    accounts,
    studies,
    measuring,
    codebook,
    corpus,
    rounds,
    coding,
    supervision,
    agreement,
    planner,
    datasets,
    overview,
)

#: No page leads to these yet, but their tables are part of every database.
TABLES_ONLY = (annotator.adjudication.models, annotator.datasets.models)

#: What a process keeps in memory.
KEPT: tuple[InMemory[Any], ...] = (
    TURN,
    assets.TEXTS,
    DRAWING,
    *(kept for each in FEATURES for kept in each.keeps),
)

MAX_UPLOAD = 100 * 1024 * 1024

DEFAULTS = {
    "MAX_CONTENT_LENGTH": MAX_UPLOAD,
    # An article pasted into a form may be longer than Flask's half megabyte.
    "MAX_FORM_MEMORY_SIZE": MAX_UPLOAD,
    "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_SAMESITE": "Lax",
    # How many processes serve beside each other on this machine.
    "PROCESSES": 1,
    # A coder keeps a page open for hours; the token holds as long as the sign-in.
    "WTF_CSRF_TIME_LIMIT": None,
}


def create_app(settings: config.Settings | None = None, **overrides: Any) -> Flask:
    """Make the application for an installation; ``overrides`` are for tests."""
    settings = settings or config.read()
    app = Flask(
        "annotator",
        template_folder=str(shipped("templates")),
        static_folder=str(PACKAGE / "web" / "static"),
        instance_path=str(settings.data),
    )
    app.config.update(DEFAULTS, SECRET_KEY=config.secret(settings), ANNOTATOR_SETTINGS=settings)
    app.config.update(overrides)
    trust_proxies(app, settings.proxies)
    app.extensions["annotator"] = Process(KEPT)
    configure(app, settings)
    assets.install(app)
    filters.install(app)
    errors.install(app)
    security.install(app)
    feature.install(app, FEATURES)
    return app


def trust_proxies(app: Flask, count: int) -> None:
    """Believe so many reverse proxies about the address and scheme that people used."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
