"""Whatever goes wrong, a person gets one page with one clear message."""

import html
import sqlite3
from contextlib import closing

import pytest
from flask import abort, url_for
from flask_login import current_user
from sqlalchemy import text

from annotator.app import create_app
from annotator.database import connections
from annotator.database.session import db, writing
from annotator.errors import AnnotatorError, Conflict, Forbidden, NotFound, Problem, Refused
from annotator.studies.models import Study
from annotator.web.errors import WORDS
from tests import factories


class OfAKindToCome(AnnotatorError):
    """A refusal that the table of statuses does not name."""


RAISED = {
    "missing": NotFound("There is no such dog."),
    "forbidden": Forbidden("This dog is not yours."),
    "conflict": Conflict("The dog is asleep."),
    "to-come": OfAKindToCome("The dog will not."),
    "refused": Refused(
        [
            Problem("A dog has four legs.", "dogs.csv", 7, "legs", "Write 4."),
            Problem("<b>Rex</b> & Co is no name.", remedy="Choose another."),
        ]
    ),
    "bug": RuntimeError("the inner workings"),
}


def unfinished():
    """Rows that can not be stored leave a session that can do nothing more."""
    db.session.add_all([Study(title="Canary", slug="same"), Study(title="Two", slug="same")])
    db.session.flush()


def without_tables():
    db.session.execute(text("ALTER TABLE account RENAME TO gone"))
    db.session.commit()
    return current_user.name


@pytest.fixture
def app(settings):
    """An application as it is served, not as it is tested, with addresses that go wrong."""
    app = create_app(
        settings, TESTING=False, PROPAGATE_EXCEPTIONS=False, WTF_CSRF_ENABLED=False,
        RATELIMIT_ENABLED=False,
    )  # fmt: skip

    @app.get("/raise/<what>")
    def fail(what):
        raise RAISED[what]

    app.add_url_rule("/abort/<int:code>", view_func=abort)
    app.add_url_rule("/unfinished", view_func=unfinished)
    app.add_url_rule("/without-tables", view_func=without_tables)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize(
    ("what", "status", "title"),
    [
        ("missing", 404, "Not found"),
        ("forbidden", 403, "Not allowed"),
        ("conflict", 409, "Not possible now"),
        ("refused", 422, "Not accepted"),
        ("to-come", 422, "Not accepted"),
    ],
)
def test_every_refusal_has_its_status_its_page_and_its_message(app, what, status, title):
    answer = app.test_client().get(f"/raise/{what}")
    assert answer.status_code == status
    assert f'<h1 dir="auto">{title}</h1>' in answer.text
    first = RAISED[what].problems[0].message if what == "refused" else str(RAISED[what])
    assert first in answer.text
    assert "Go to your studies" in answer.text


def test_every_problem_is_named_with_its_place_and_remedy_and_is_no_markup(app):
    page = app.test_client().get("/raise/refused").text
    words = html.unescape(page)
    for said in ("dogs.csv, line 7, column legs", "A dog has four legs.", "Write 4.", "Choose"):
        assert said in words
    assert "<b>Rex</b>" not in page
    assert "<b>Rex</b> & Co" in words


@pytest.mark.parametrize("who", ["nobody", "Lea"])
@pytest.mark.parametrize("where", ["raise/bug", "unfinished", "without-tables", "abort/503"])
def test_our_own_mistake_is_a_calm_page_without_a_traceback(app, people, where, who):
    browser = app.test_client() if who == "nobody" else factories.signed_in(app, who)
    answer = browser.get(f"/{where}")
    assert answer.status_code == (503 if "503" in where else 500)
    title, said = WORDS[500]
    assert f'<h1 dir="auto">{title}</h1>' in answer.text
    assert said in answer.text
    for inner in ("Traceback", "RuntimeError", "inner workings", "sqlite", "Error"):
        assert inner not in answer.text
    assert "Content-Security-Policy" in answer.headers


def busy():
    """Another holds the write lock for longer than anyone waits."""
    db.session.connection().exec_driver_sql("PRAGMA busy_timeout = 1")
    with closing(sqlite3.connect(str(db.engine.url.database))) as other:
        other.execute("BEGIN IMMEDIATE")
        writing(db.session)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("ending", ["", ".json"])
def test_what_others_hold_too_long_is_to_be_tried_again(app, monkeypatch, ending):
    monkeypatch.setattr(connections, "PATIENCE", 0.05)
    app.add_url_rule(f"/busy{ending}", view_func=busy)
    answer = app.test_client().get(f"/busy{ending}")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    title, said = WORDS[503]
    if ending:
        assert answer.json == {
            "error": title, "problems": [{"place": "", "message": said, "remedy": ""}],
        }  # fmt: skip
    else:
        assert said in answer.text


def test_a_program_is_told_of_our_mistake_in_json(app):
    app.add_url_rule("/without-tables.json", view_func=without_tables)
    answer = app.test_client().get("/without-tables.json")
    assert answer.status_code == 500
    assert answer.json["error"] == WORDS[500][0]
    assert "Retry-After" not in answer.headers


def test_the_traceback_of_our_mistake_is_in_the_log(app, caplog):
    app.test_client().get("/raise/bug")
    (record,) = (each for each in caplog.records if each.exc_info)
    assert "/raise/bug" in record.getMessage()
    assert "the inner workings" in caplog.text


def test_what_people_wrote_is_not_in_the_log(app, caplog):
    app.test_client().get("/unfinished")
    assert "INSERT INTO study" in caplog.text
    assert "Canary" not in caplog.text


def test_nothing_is_stored_when_a_page_ends_in_a_mistake(app):
    app.test_client().get("/unfinished")
    with app.app_context():
        assert db.session.query(Study).count() == 0


@pytest.mark.parametrize("status", [400, 404, 405, 413, 429])
def test_what_the_server_itself_refuses_is_said_in_the_same_way(app, status):
    answer = app.test_client().get(f"/abort/{status}")
    assert answer.status_code == status
    title, said = WORDS[status]
    assert f'<h1 dir="auto">{title}</h1>' in answer.text
    assert said in html.unescape(answer.text)


def test_a_status_without_words_of_ours_has_its_own(app):
    answer = app.test_client().get("/abort/418")
    assert answer.status_code == 418
    assert "a teapot" in html.unescape(answer.text)


def test_an_address_that_can_not_be_used_so_says_how_it_can_be(app):
    answer = app.test_client().post("/raise/missing")
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_an_unknown_address_is_not_found_for_everyone(app, people):
    for browser in (app.test_client(), factories.signed_in(app, "Lea")):
        answer = browser.get("/no/such/page")
        assert answer.status_code == 404
        assert "There is no such page, or it is not open to you." in answer.text


def test_an_address_without_its_slash_is_led_to_the_page(app, people):
    answer = factories.signed_in(app, "Lea").get(f"/studies/{people.study}")
    assert answer.status_code == 308
    assert answer.location.endswith(f"/studies/{people.study}/")


def test_a_form_from_another_sign_in_is_told_what_to_do(app, people):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = factories.signed_in(app, "Lea").post("/sign-out")
    assert answer.status_code == 400
    assert "Page too old" in answer.text
    assert "reload the page and send it again; nothing was stored." in answer.text


def test_an_upload_that_is_too_large_is_told_its_limit(app, people):
    with app.test_request_context():
        address = url_for("corpus.import_", slug=people.study)
    app.config["MAX_CONTENT_LENGTH"] = 1000
    answer = factories.signed_in(app, "Lea").post(address, data={"text": "x" * 2000})
    assert answer.status_code == 413
    assert "Split it into smaller files." in answer.text
