"""The application: the only place, with ``cli``, that knows every feature."""

from datetime import timedelta
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from annotator import config
from annotator.accounts import access as accounts_access
from annotator.accounts import views as accounts
from annotator.accounts.service import HASHING
from annotator.adjudication import models as decisions
from annotator.agreement.service.follow import DRAWS, ROUNDS
from annotator.agreement.views import history, question
from annotator.agreement.views import report as agreement
from annotator.codebook import views as codebook
from annotator.codebook.queries import BOOK_ROWS
from annotator.coding.views import desk as coding
from annotator.coding.views import desk_api as contract
from annotator.coding.views import own_codings as own
from annotator.corpus import views as corpus
from annotator.database import session as db
from annotator.database.process import Process
from annotator.database.session import TURN
from annotator.datasets import models as releases
from annotator.datasets import views as datasets
from annotator.measuring import views as measuring
from annotator.overview import views as overview
from annotator.paths import PACKAGE, shipped
from annotator.planner import views as planning
from annotator.rounds import views as rounds
from annotator.studies import access as studies_access
from annotator.studies import views as studies
from annotator.studies.access import Place
from annotator.studies.permissions import Act
from annotator.supervision.views import coders as people
from annotator.supervision.views import hours_and_left_out as lead
from annotator.supervision.views import known_answers as known
from annotator.web import assets, errors, filters, security
from annotator.web.assets import TEXTS
from annotator.web.table_files import DRAWING

FEATURES = (
    accounts,
    studies,
    codebook,
    corpus,
    rounds,
    coding,
    contract,
    own,
    lead,
    people,
    known,
    agreement,
    question,
    measuring,
    planning,
    history,
    datasets,
    overview,
)

#: No page leads to these yet, but their tables are part of every database.
TABLES_ONLY = (decisions, releases)

PLACES = (
    Place("Study", "overview.study", Act.SEE_STUDY),
    Place("Articles", "corpus.articles", Act.SEE_ARTICLES),
    Place("Codebook", "codebook.page", Act.SEE_CODEBOOK),
    Place("Members", "studies.members", Act.SEE_MEMBERS),
    Place("Rounds", "rounds.rounds", Act.SEE_ROUNDS, others=("people", "coders")),
    Place(
        "Agreement",
        "agreement.report",
        Act.SEE_AGREEMENT,
        others=("question", "planning", "history"),
    ),
    Place("Data", "datasets.page", Act.EXPORT_DATA),
)

#: What a process keeps in memory.
KEPT = (TURN, TEXTS, DRAWING, HASHING, BOOK_ROWS, ROUNDS, DRAWS)

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
    db.configure(app, settings)
    assets.install(app)
    filters.install(app)
    errors.install(app)
    security.install(app)
    accounts_access.install(app)
    studies_access.install(app, PLACES)
    for feature in FEATURES:
        app.register_blueprint(feature.views)
    return app


def trust_proxies(app: Flask, count: int) -> None:
    """Believe so many reverse proxies about the address and scheme that people used."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=count, x_host=count
        )
