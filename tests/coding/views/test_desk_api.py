"""The desk's HTTP contract: a program does a coder's whole job with four addresses."""

import html
import secrets
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from annotator.app import create_app
from annotator.coding.models import Coding, Mark
from annotator.config import Settings
from annotator.database.session import db
from annotator.rounds.models import Assignment, AssignmentState, Round
from annotator.rounds.service import lifecycle
from annotator.studies.service import COMMAND_LINE
from tests import factories

Browser = Callable[[str], FlaskClient]
BOOK = factories.BOOK.replace("kind: many\n", "kind: many\n    marks: optional\n", 1)


@pytest.fixture
def desk(app: Flask, people: factories.Cast) -> str:
    """The address of an open round of three sentences for Cora and Carl."""
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study, BOOK)
        factories.article(session, study, outlet="Fenwick Courier", author="Ann Canary")
        members = [factories.member_called(session, study, name) for name in ("Cora", "Carl")]
        made = factories.open_round(session, study, members)
        session.commit()
        return f"/desk/{made.public_id}"


def coding(assignment: str, **more: object) -> dict[str, Any]:
    return {
        "assignment": assignment,
        "token": secrets.token_hex(8),
        "answers": factories.CALM,
        **more,
    }


def post(browser: FlaskClient, address: str, message: object, status: int = 200) -> Any:
    answer = browser.post(address, json=message)
    assert answer.status_code == status, answer.text
    return answer.json


def test_a_program_does_a_coders_whole_job(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    state = post(cora, f"{desk}/next.json", {"want": 2})
    seen = []
    while state["held"]:
        seen.append(state["held"][0]["text"])
        one = coding(state["held"][0]["assignment"])
        state = post(cora, f"{desk}/codings.json", {"codings": [one], "want": 2})
        assert state["results"][0]["status"] == "saved"
    assert sorted(seen) == sorted(factories.SENTENCES)
    assert state["progress"] == {"assigned": 3, "done": 3, "skipped": 0, "left": 0}


def test_looking_at_what_is_held_claims_nothing(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    assert cora.get(f"{desk}/held.json").json["held"] == []
    claimed = post(cora, f"{desk}/next.json", {"want": 1})["held"]
    again = cora.get(f"{desk}/held.json").json
    assert again["held"] == claimed
    assert again["csrf_token"]


def test_the_same_coding_sent_twice_is_stored_once(
    app: Flask, browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    one = coding(post(cora, f"{desk}/next.json", {})["held"][0]["assignment"])
    first = post(cora, f"{desk}/codings.json", one)["results"]
    second = post(cora, f"{desk}/codings.json", one)["results"]
    assert first == second
    with app.app_context():
        assert len(db.session.scalars(select(Coding)).all()) == 1


def test_a_refused_coding_does_not_take_the_others_along(
    app: Flask, browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    held = post(cora, f"{desk}/next.json", {"want": 3})["held"]
    good, bad, last = (coding(each["assignment"]) for each in held)
    bad["answers"] = {"frames": ["no_such_code"], "tone": "calm"}
    results = post(cora, f"{desk}/codings.json", {"codings": [good, bad, last]})["results"]
    assert [each["status"] for each in results] == ["saved", "refused", "saved"]
    assert results[1]["problems"][0]["place"] == "frames"
    with app.app_context():
        assert len(db.session.scalars(select(Coding)).all()) == 2


def test_a_revision_names_what_it_revises_and_a_stale_one_is_kept(
    browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{desk}/next.json", {})["held"][0]["assignment"]
    first = post(cora, f"{desk}/codings.json", coding(assignment))["results"][0]
    revision = coding(assignment, answers=factories.LOUD, revises=first["coding"])
    assert post(cora, f"{desk}/codings.json", revision)["results"][0]["status"] == "saved"
    overtaken = coding(assignment, revises=first["coding"])
    result = post(cora, f"{desk}/codings.json", overtaken)["results"][0]
    assert (result["status"], result["how"]) == ("kept", "stale")


def test_what_comes_after_the_round_closed_is_kept_as_late(
    app: Flask, browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{desk}/next.json", {})["held"][0]["assignment"]
    with app.app_context():
        lifecycle.close(db.session, db.session.scalars(select(Round)).one(), COMMAND_LINE)
        db.session.commit()
    state = post(cora, f"{desk}/codings.json", {"codings": [coding(assignment)], "want": 3})
    assert (state["results"][0]["status"], state["results"][0]["how"]) == ("kept", "late")
    assert state["round"] == "closed"
    assert state["held"] == []


def test_marks_are_stored_with_the_code_that_they_are_for(
    app: Flask, browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    held = post(cora, f"{desk}/next.json", {})["held"][0]
    start, end = held["words"][1]
    mark = {"question": "frames", "code": "staged", "start": start, "end": end}
    assert post(cora, f"{desk}/codings.json", coding(held["assignment"], marks=[mark]))
    with app.app_context():
        stored = db.session.scalars(select(Mark)).one()
        assert (stored.start_char, stored.end_char) == (start, end)


def test_a_coder_sees_no_trace_of_another_or_of_what_is_blinded(
    browser_of: Browser, desk: str
) -> None:
    cora, carl = browser_of("Cora"), browser_of("Carl")
    assignment = post(carl, f"{desk}/next.json", {})["held"][0]["assignment"]
    post(carl, f"{desk}/codings.json", coding(assignment, note="a canary's note"))
    answers = [
        cora.get(f"{desk}/held.json").text,
        cora.post(f"{desk}/next.json", json={"want": 60}).text,
        cora.post(f"{desk}/codings.json", json=coding(assignment)).text,
    ]
    for canary in ("Canary", "canary", "Courier", "Carl", '"id"'):
        assert all(canary not in text for text in answers), canary
    assert "not yours" in answers[2]


@pytest.mark.parametrize("person", ["Lea", "Vera", "Stan"])
def test_a_round_is_closed_to_whoever_does_not_code_in_it(
    browser_of: Browser, desk: str, person: str
) -> None:
    assert browser_of(person).get(f"{desk}/held.json").status_code == 404
    assert browser_of(person).post(f"{desk}/next.json", json={}).json["error"] == "Not found"


def test_signed_out_is_said_in_json(app: Flask, desk: str) -> None:
    answer = app.test_client().post(f"{desk}/codings.json", json={"codings": []})
    assert answer.status_code == 401
    assert answer.json["error"] == "Signed out"


def test_a_message_that_is_no_json_is_refused_in_json(browser_of: Browser, desk: str) -> None:
    answer = browser_of("Cora").post(f"{desk}/next.json", data="want=1")
    assert answer.status_code in (400, 415)
    assert "error" in answer.json


def test_the_csrf_token_is_required_and_comes_with_what_is_held(
    settings: Settings, app: Flask, people: factories.Cast, desk: str
) -> None:
    strict = create_app(settings, TESTING=True, RATELIMIT_ENABLED=False)
    cora = factories.signed_in(strict, "Cora")
    assert cora.post(f"{desk}/next.json", json={}).status_code == 400
    token = cora.get(f"{desk}/held.json").json["csrf_token"]
    assert (
        cora.post(f"{desk}/next.json", json={}, headers={"X-CSRFToken": token}).status_code == 200
    )
    with strict.app_context():
        held = select(Assignment).where(Assignment.state == AssignmentState.RESERVED)
        assert len(db.session.scalars(held).all()) == 1
        db.engine.dispose()


def test_a_sentence_is_shown_with_the_answer_that_stands(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    first, second = post(cora, f"{desk}/next.json", {"want": 2})["held"]
    mark = {"question": "frames", "code": "staged", "start": 4, "end": 9}
    one = coding(first["assignment"], marks=[mark], note="A doubt.", flagged=True)
    result = post(cora, f"{desk}/codings.json", one)["results"][0]
    shown = cora.get(f"{desk}/{first['assignment']}.json").json
    assert {key: shown[key] for key in ("text", "words", "order")} == {
        key: first[key] for key in ("text", "words", "order")
    }
    assert shown["previous"] is None
    assert shown["said"] == {
        "coding": result["coding"],
        "answers": {"frames": ["staged"], "tone": ["calm"]},
        "marks": [mark],
        "note": "A doubt.",
        "flagged": True,
        "confidence": None,
    }
    shown = cora.get(f"{desk}/{second['assignment']}.json").json
    assert (shown["said"], shown["previous"]) == (None, first["assignment"])


def test_what_was_shown_can_be_sent_back_as_a_revision(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{desk}/next.json", {})["held"][0]["assignment"]
    skip = {
        "assignment": assignment,
        "token": secrets.token_hex(8),
        "skip_reason": "not a sentence",
    }
    post(cora, f"{desk}/codings.json", skip)
    said = cora.get(f"{desk}/{assignment}.json").json["said"]
    assert said["skip_reason"] == "not a sentence"
    again = {**said, "assignment": assignment, "token": secrets.token_hex(8)}
    again |= {"revises": again.pop("coding"), "note": "on reflection"}
    assert post(cora, f"{desk}/codings.json", again)["results"][0]["status"] == "saved"
    assert cora.get(f"{desk}/{assignment}.json").json["said"]["note"] == "on reflection"


def test_a_sentence_is_shown_to_its_coder_alone(browser_of: Browser, desk: str) -> None:
    assignment = post(browser_of("Cora"), f"{desk}/next.json", {})["held"][0]["assignment"]
    waiting = f"{desk}/{assignment}.json"
    assert browser_of("Carl").get(waiting).status_code == 404
    assert browser_of("Carl").get(waiting).json == browser_of("Carl").get(f"{desk}/none.json").json


def test_what_is_known_already_is_not_told_again(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    held = post(cora, f"{desk}/next.json", {"want": 2})["held"]
    later = post(cora, f"{desk}/next.json", {"want": 3, "after": held[1]["order"]})["held"]
    assert [each["order"] for each in later] == [3]
    message = {"codings": [coding(held[0]["assignment"])], "want": 0, "after": 3}
    assert post(cora, f"{desk}/codings.json", message)["held"] == []


def test_what_one_coder_made_is_not_taken_from_another(
    app: Flask, browser_of: Browser, desk: str
) -> None:
    cora, carl = browser_of("Cora"), browser_of("Carl")
    state = post(cora, f"{desk}/next.json", {})
    message = {"codings": [coding(state["held"][0]["assignment"])], "coder": state["coder"]}
    assert post(carl, f"{desk}/codings.json", message, 409)["error"] == "Not possible now"
    assert post(carl, f"{desk}/next.json", {"coder": state["coder"]}, 409)
    assert post(cora, f"{desk}/codings.json", message)["results"][0]["status"] == "saved"


def test_the_article_so_far_and_the_place_in_it_are_told(
    app: Flask, people: factories.Cast, browser_of: Browser, desk: str
) -> None:
    with factories.inside(app, people.study) as (session, study):
        coder = factories.member_called(session, study, "Cora")
        made = factories.open_round(session, study, [coder], context="article")
        session.commit()
        address = f"/desk/{made.public_id}"
    cora = browser_of("Cora")
    held = post(cora, f"{address}/next.json", {"want": 3})["held"]
    assert [each["so_far"] for each in held] == [list(factories.SENTENCES[:at]) for at in range(3)]
    assert held[2]["place"] == {"number": 3, "of": 3}
    page = html.unescape(cora.get(f"{address}/{held[2]['assignment']}").text)
    assert "Sentence 3 of 3 of this article" in page
    assert all(sentence in page for sentence in factories.SENTENCES)
    alone = post(cora, f"{desk}/next.json", {})["held"][0]
    assert (alone["so_far"], alone["place"]) == (None, {"number": 1, "of": 3})


EVERY_KIND = (
    BOOK.replace("kind: many\n", "kind: many\n    primary: true\n", 1)
    .replace(
        "key: strength\n    kind: scale", "key: strength\n    level: interval\n    kind: scale"
    )
    .replace("title: A small book\n", "title: A small book\nconfidence: true\n")
)
BOTH = ["staged", "moving"]
ANSWERS: list[tuple[dict[str, object], dict[str, object]]] = [
    (
        {"frames": BOTH, "frames.primary": "moving", "tone": "calm"},
        {"frames": BOTH, "frames.primary": ["moving"], "tone": ["calm"]},
    ),
    (
        {"frames": "staged", "tone": ["loud"], "strength": "high", "names": 2.5, "remark": "So."},
        {
            "frames": ["staged"],
            "frames.primary": ["staged"],
            "tone": ["loud"],
            "strength": ["high"],
            "names": ["2.5"],
            "remark": ["So."],
        },
    ),
    ({"frames": "none", "tone": "loud", "strength": 2}, {"frames": ["none"], "tone": ["loud"]}),
]


@pytest.fixture
def every_kind(app: Flask, people: factories.Cast) -> str:
    """The desk of a round whose book has every kind of question and asks for all there is."""
    with factories.inside(app, people.study) as (session, study):
        factories.codebook(session, study, EVERY_KIND)
        factories.article(session, study)
        coder = factories.member_called(session, study, "Cora")
        made = factories.open_round(session, study, [coder])
        session.commit()
        return f"/desk/{made.public_id}"


@pytest.mark.parametrize(("sent", "kept"), ANSWERS)
def test_answers_of_every_kind_come_back_as_they_were_given(
    browser_of: Browser, every_kind: str, sent: dict[str, object], kept: dict[str, object]
) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{every_kind}/next.json", {})["held"][0]["assignment"]
    one = coding(assignment, answers=sent, confidence=2)
    assert post(cora, f"{every_kind}/codings.json", one)["results"][0]["status"] == "saved"
    said = cora.get(f"{every_kind}/{assignment}.json").json["said"]
    assert said["answers"].items() >= kept.items()
    assert said["confidence"] == 2
    again = {**said, "assignment": assignment, "token": secrets.token_hex(8)}
    again |= {"revises": again.pop("coding"), "confidence": None}
    assert post(cora, f"{every_kind}/codings.json", again)["results"][0]["status"] == "saved"
    after = cora.get(f"{every_kind}/{assignment}.json").json["said"]
    assert (after["answers"], after["confidence"]) == (said["answers"], None)


REFUSED: list[tuple[str, dict[str, object]]] = [
    ("strength", {**factories.CALM, "strength": "high"}),
    ("strength", {"frames": "none", "tone": "loud"}),
    ("strength", {"frames": "none", "tone": "loud", "strength": 7}),
    ("frames", {"frames": BOTH, "tone": "calm"}),
    ("frames", {"frames": ["staged"], "frames.primary": "moving", "tone": "calm"}),
    ("frames", {"frames": "none", "frames.primary": "moving", "tone": "calm"}),
    ("names", {**factories.CALM, "names": "two"}),
    ("names", {**factories.CALM, "names": -1}),
    ("names", {**factories.CALM, "names": True}),
    ("remark", {**factories.CALM, "remark": 7}),
]


@pytest.mark.parametrize(("where", "answers"), REFUSED)
def test_an_answer_that_its_question_does_not_take_is_refused_with_its_place(
    browser_of: Browser, every_kind: str, where: str, answers: dict[str, object]
) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{every_kind}/next.json", {})["held"][0]["assignment"]
    result = post(cora, f"{every_kind}/codings.json", coding(assignment, answers=answers))[
        "results"
    ][0]
    assert result["status"] == "refused"
    assert {each["place"] for each in result["problems"]} == {where}
    assert cora.get(f"{every_kind}/{assignment}.json").json["said"] is None


def test_how_sure_one_is_is_refused_where_the_book_does_not_ask(
    browser_of: Browser, desk: str
) -> None:
    cora = browser_of("Cora")
    assignment = post(cora, f"{desk}/next.json", {})["held"][0]["assignment"]
    result = post(cora, f"{desk}/codings.json", coding(assignment, confidence=2))["results"][0]
    assert (result["status"], result["problems"][0]["place"]) == ("refused", "confidence")


def test_the_rest_of_a_distressing_article_is_left_out(browser_of: Browser, desk: str) -> None:
    cora = browser_of("Cora")
    first, second = post(cora, f"{desk}/next.json", {"want": 2})["held"]
    skip = {"assignment": first["assignment"], "token": secrets.token_hex(8)}
    skip |= {"skip_reason": "too distressing", "rest": "article"}
    state = post(cora, f"{desk}/codings.json", {"codings": [skip], "want": 3})
    assert state["results"][0]["status"] == "saved"
    assert state["results"][0]["left_out"] == [second["assignment"]]
    assert state["held"] == []
    assert state["progress"] == {"assigned": 3, "done": 0, "skipped": 3, "left": 0}
    assert post(cora, f"{desk}/codings.json", skip)["results"] == state["results"]
