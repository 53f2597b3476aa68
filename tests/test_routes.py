"""Who may go where: every address of the application for every kind of person.

A new address fails here until it has its row.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from annotator.accounts.models import Purpose
from annotator.accounts.service import find_account, make_link
from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import round_report
from annotator.app import create_app
from annotator.config import Settings
from annotator.database.session import db
from annotator.studies import service as studies
from annotator.studies.models import Invitation
from tests import factories

# Cora and Carl code in the same round, and the sentence is Cora's; Sten has an account
# and nothing else; Ada runs the server and has no part in the study.
PEOPLE = ("nobody", "Sten", "Cora", "Carl", "Vera", "Judy", "Lea", "Ada")
ROLES = {"Cora": "coder", "Carl": "coder", "Vera": "viewer", "Judy": "adjudicator", "Lea": "lead"}

# What each of them gets: y for an answer (a page, or what has to be corrected first), s for
# the sign-in page, f for a refusal, h where the address must look as if it did not exist.
EVERYONE, SIGNED_IN = "y y y y y y y y", "s y y y y y y y"
MEMBERS, LEADS = "s h y y y y y h", "s h f f f f y h"
READERS, HOLDER = "s h f f y y y h", "s h y h h h h h"
TABLE = {
    #                                     nobody Sten Cora Carl Vera Judy Lea Ada
    "GET static": EVERYONE,
    "GET overview.home": EVERYONE,
    "GET accounts.sign_in": EVERYONE,
    "POST accounts.sign_in": EVERYONE,
    "GET accounts.link": EVERYONE,
    "POST accounts.link": EVERYONE,
    "GET studies.join": EVERYONE,
    "POST studies.join": EVERYONE,
    "POST accounts.sign_out": SIGNED_IN,
    "GET accounts.account": SIGNED_IN,
    "POST accounts.account": SIGNED_IN,
    "GET studies.new": "s f f f f f f y",
    "POST studies.new": "s f f f f f f y",
    "GET overview.study": MEMBERS,
    "GET codebook.page": MEMBERS,
    "GET codebook.source": MEMBERS,
    "GET codebook.example": LEADS,
    "GET codebook.import_": LEADS,
    "POST codebook.import_": LEADS,
    "GET studies.members": LEADS,
    "POST studies.invite": LEADS,
    "POST studies.roles": LEADS,
    "POST studies.withdraw": LEADS,
    "GET corpus.articles": LEADS,
    "GET corpus.import_": LEADS,
    "POST corpus.import_": LEADS,
    "GET corpus.preview": LEADS,
    "POST corpus.preview": LEADS,
    "GET corpus.article": LEADS,
    "POST corpus.edit": LEADS,
    "GET rounds.rounds": LEADS,
    "GET rounds.new": LEADS,
    "POST rounds.new": LEADS,
    "GET rounds.round_": LEADS,
    "POST rounds.act": LEADS,
    "GET coding.desks": SIGNED_IN,
    "GET coding.desk": "s h y y h h h h",
    "POST coding.join": "s h y y h h h h",
    "POST coding.start": "s h y y h h h h",
    "GET coding.sentence": HOLDER,
    "POST coding.save": HOLDER,
    "GET coding.held_now": "s h y y h h h h",
    "GET coding.sentence_json": HOLDER,
    "POST coding.claim_next": "s h y y h h h h",
    "POST coding.take_codings": "s h y y h h h h",
    "GET supervision.hours": LEADS,
    "GET supervision.coders": LEADS,
    "GET supervision.leave_study": LEADS,
    "POST supervision.leave_study": LEADS,
    "POST supervision.add_coder": LEADS,
    "GET supervision.coder": LEADS,
    "POST supervision.act": LEADS,
    "GET rounds.k": LEADS,
    "POST rounds.k": LEADS,
    "GET rounds.sentences": LEADS,
    "POST rounds.move_sentence": LEADS,
    "GET supervision.left_out": LEADS,
    "POST supervision.give_back": LEADS,
    "GET supervision.known_answers": LEADS,
    "POST supervision.upload_known_answers": LEADS,
    "GET supervision.known_answer": LEADS,
    "POST supervision.known_answer": LEADS,
    "POST supervision.remove_known_answer": LEADS,
    "GET supervision.known_results": LEADS,
    "POST supervision.qualify": LEADS,
    "GET agreement.repeats": LEADS,
    "GET coding.codings": "s h y y h h h h",
    "POST coding.look_early": READERS,
    "GET agreement.report": READERS,
    "GET agreement.forest": READERS,
    "GET agreement.table": READERS,
    "POST agreement.keep": LEADS,
    "GET measuring.page": SIGNED_IN,
    "POST measuring.page": SIGNED_IN,
    "GET planner.page": READERS,
    "GET agreement.history": READERS,
    "GET agreement.history_picture": READERS,
    "GET agreement.history_table": READERS,
    "GET agreement.question": READERS,
    "GET agreement.question_picture": READERS,
    "GET agreement.question_table": READERS,
    "GET agreement.sentences": READERS,
    "GET datasets.page": "s h f f y f y h",
    "GET datasets.download": "s h f f y f y h",
}


@dataclass(frozen=True)
class World:
    """An installation with a study in full swing, and what stands in its addresses."""

    app: Flask
    values: dict[str, str]
    of_endpoint: dict[str, dict[str, str]]

    def browser(self, name: str) -> FlaskClient:
        return self.app.test_client() if name == "nobody" else factories.signed_in(self.app, name)

    def address(self, endpoint: str) -> str:
        values = {**self.values, **self.of_endpoint.get(endpoint, {})}
        wanted = {key for rule in self.app.url_map.iter_rules(endpoint) for key in rule.arguments}
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **{key: values[key] for key in wanted})

    def answer(self, name: str, route: str) -> TestResponse:
        method, endpoint = route.split()
        return self.browser(name).open(self.address(endpoint), method=method, buffered=True)


@pytest.fixture(scope="module")
def world(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    data = tmp_path_factory.mktemp("routes")
    shutil.copy(template_database, data / "annotator.db")
    settings = Settings(data=data, database_url=f"sqlite:///{data / 'annotator.db'}")
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    with app.app_context():
        world = World(app, *_filled(db.session))
        db.session.commit()
    upload = {"files": (BytesIO(b"A gate was opened."), "gate.txt")}
    kept = world.browser("Lea").post(world.address("corpus.import_"), data=upload)
    world.of_endpoint["corpus.preview"] = {"token": kept.location.rpartition("/")[2]}
    yield world
    with app.app_context():
        db.engine.dispose()


def _filled(session) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
    """Make the study, and give what stands in addresses, in general and by endpoint."""
    study = factories.study(session)
    member = {name: factories.member(session, study, name, ROLES[name]) for name in ROLES}
    factories.account(session, "Sten")
    factories.account(session, "Ada", admin=True)
    factories.codebook(session, study)
    article = factories.article(session, study)
    round_ = factories.open_round(session, study, [member["Cora"], member["Carl"]])
    assignment = factories.assignments(
        session, factories.enrolment(session, round_, member["Cora"]), 1
    )[0]
    factories.code_all(session, round_, member["Carl"], [factories.CALM, None, None])
    keep_measurements(session, round_, round_report(session, round_))
    draft = factories.draft_round(session, study, [member["Cora"]], "Next")
    studies.invite(session, study, ["coder"], "Lea", note="to be withdrawn")
    invitation = session.scalars(select(Invitation)).one()
    elsewhere = factories.study(session, "Another study")
    values = {
        "slug": study.slug,
        "round_id": round_.public_id,
        "assignment_id": assignment.public_id,
        "pseudonym": member["Carl"].pseudonym,
        "sentence_id": article.sentences[0].public_id,
        "filename": "style.css",
        "v": "0",
        "name": "framing",
        "number": "1",
        "key": "tone",
        "sheet": "coefficients",
        "form": "svg",
    }
    of_endpoint = {
        "agreement.table": {"form": "csv"},
        "agreement.question_table": {"form": "csv"},
        "agreement.history_table": {"form": "csv"},
        # Pausing a draft is not possible, so that the round stays as it is.
        "rounds.act": {"round_id": draft.public_id, "act": "pause"},
        "rounds.move_sentence": {"unit_id": assignment.unit.public_id, "act": "put-in"},
        # In a full round nobody's places can be given to others.
        "supervision.act": {"act": "release"},
        # The study's only lead can not leave it.
        "supervision.leave_study": {"pseudonym": member["Lea"].pseudonym},
        "supervision.known_answer": {"round_id": draft.public_id},
        "supervision.upload_known_answers": {"round_id": draft.public_id},
        "supervision.remove_known_answer": {"round_id": draft.public_id},
        "corpus.article": {"public_id": article.public_id},
        "corpus.edit": {"public_id": article.public_id},
        "studies.withdraw": {"public_id": invitation.public_id},
        "studies.join": {"token": studies.invite(session, elsewhere, ["coder"], "Lea", uses=99)},
        "accounts.link": {
            "token": make_link(session, Purpose.PASSWORD, find_account(session, "Sten"))
        },
    }
    return values, of_endpoint


def outcome(answer: TestResponse) -> str:
    """What someone got, as one letter of the table, or the status of our mistake."""
    if answer.status_code >= 500:
        return str(answer.status_code)
    if answer.status_code == 302 and answer.location.startswith("/sign-in?next="):
        return "s"
    return {401: "s", 403: "f", 404: "h"}.get(answer.status_code, "y")


def routes(app: Flask) -> set[str]:
    of_their_own = {"HEAD", "OPTIONS"}
    return {
        f"{method} {rule.endpoint}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - of_their_own
    }


def test_every_address_of_the_application_is_in_the_table(world):
    assert routes(world.app) == set(TABLE)


def test_an_address_is_open_to_those_whom_the_table_names(world):
    def answered(route):
        return " ".join(outcome(world.answer(name, route)) for name in PEOPLE)

    assert {route: answered(route) for route in TABLE} == TABLE


def test_nothing_is_taken_without_the_token_of_its_form(world, monkeypatch):
    monkeypatch.setitem(world.app.config, "WTF_CSRF_ENABLED", True)
    posts = [(name, route) for route in TABLE if route.startswith("POST") for name in PEOPLE]
    taken = [each for each in posts if world.answer(*each).status_code != 400]
    assert taken == []
