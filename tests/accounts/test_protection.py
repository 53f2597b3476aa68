"""What protects every page: CSRF on every form, and headers on every answer."""

import re

import pytest
from sqlalchemy import func, select

from annotator.database.session import db
from annotator.studies.models import LogEntry
from tests import factories

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


@pytest.fixture
def guarded(app, people):
    """The application as it is served: every form needs its token."""
    app.config["WTF_CSRF_ENABLED"] = True
    return app


def address_of(app, endpoint, study):
    rule = next(app.url_map.iter_rules(endpoint))
    values = {name: study if name == "slug" else "1" for name in rule.arguments}
    return app.url_map.bind("localhost").build(endpoint, values)


def test_no_form_is_taken_without_its_token(guarded, people):
    browser = factories.signed_in(guarded, "Lea")
    with guarded.app_context():
        before = db.session.scalar(select(func.count(LogEntry.id)))
    endpoints = {r.endpoint for r in guarded.url_map.iter_rules() if "POST" in r.methods}
    assert len(endpoints) > 20
    for endpoint in endpoints:
        address = address_of(guarded, endpoint, people.study)
        for token in ({}, {"csrf_token": "forged"}):
            answer = browser.post(address, data={"title": "x", "name": "x", "uses": "1", **token})
            assert answer.status_code == 400, endpoint
            assert "reload the page" in answer.text, endpoint
    with guarded.app_context():
        assert db.session.scalar(select(func.count(LogEntry.id))) == before


def test_a_form_with_its_token_is_taken(guarded):
    browser = guarded.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', browser.get("/sign-in").text)[1]
    sent = {"name": "Cora", "password": factories.PASSWORD}
    assert browser.post("/sign-in", data={**sent, "csrf_token": token}).location == "/"


def test_the_token_of_another_browser_is_not_taken(guarded):
    theirs = guarded.test_client().get("/sign-in").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', theirs)[1]
    browser = factories.signed_in(guarded, "Cora")
    assert browser.post("/sign-out", data={"csrf_token": token}).status_code == 400


@pytest.mark.parametrize(
    "address", ["/sign-in", "/nowhere", "/desk", "/static/style.css", "/link/unknown"]
)
def test_every_answer_keeps_to_itself(browser_of, address):
    with browser_of("Cora").get(address, follow_redirects=True) as answer:
        headers = answer.headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part
    )
    assert policy.items() >= POLICY.items()
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_not_kept_by_browsers_and_static_files_are(browser_of):
    cora = browser_of("Cora")
    assert cora.get("/desk").headers["Cache-Control"] == "no-store"
    with cora.get("/static/style.css") as file:
        assert "no-store" not in file.headers["Cache-Control"]


def test_only_https_is_told_to_stay_https(browser_of):
    cora = browser_of("Cora")
    assert "Strict-Transport-Security" not in cora.get("/desk").headers
    secure = cora.get("/desk", base_url="https://localhost")
    assert "max-age=31536000" in secure.headers["Strict-Transport-Security"]
