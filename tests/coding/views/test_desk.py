"""The desk by plain forms, as it works without JavaScript."""

import html
import re

import pytest
from sqlalchemy import func, select

from annotator.coding.models import Coding
from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState, Round
from annotator.rounds.service import lifecycle
from annotator.studies import queries as studies
from tests import factories
from tests.coding.plain import DeskForm


@pytest.fixture
def round_id(inside):
    """An open round of three sentences for Cora and Carl."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        made = factories.open_round(session, study, studies.coders_of(session, study), "Main round")
        session.commit()
        return made.public_id


@pytest.fixture
def cora(browser_of, round_id):
    """Cora's browser, at her first sentence."""
    browser = browser_of("Cora")
    browser.post(f"/desk/{round_id}/start")
    return browser


@pytest.fixture
def codings(inside):
    """How many codings are stored."""

    def counted():
        with inside() as (session, _):
            return session.scalar(select(func.count(Coding.id)))

    return counted


def at(browser, address):
    return DeskForm(browser.get(address).text)


def send(browser, form, **answers):
    return browser.post(form.action, data=form.filled(**answers))


CALM = {"frames": ["staged"], "tone": "calm"}


def test_a_whole_round_is_coded_by_plain_forms(browser_of, round_id, codings):
    cora = browser_of("Cora")
    assert "Ready when you are" in cora.get(f"/desk/{round_id}").text
    answer = cora.post(f"/desk/{round_id}/start")
    for number, sentence in enumerate(factories.SENTENCES):
        page = cora.get(answer.location)
        assert sentence in html.unescape(page.text)
        assert f"{number} of 3" in page.text
        answer = send(cora, DeskForm(page.text), **CALM)
        assert answer.status_code == 302
        assert codings() == number + 1
    page = cora.get(answer.location)
    assert "You are done" in page.text
    assert "You coded 3 sentences and skipped 0." in page.text


def test_that_an_answer_was_saved_is_said_once(cora, round_id):
    address = send(cora, at(cora, f"/desk/{round_id}"), **CALM).location
    assert 'data-state="saved">saved<' in cora.get(address).text
    assert 'data-state="none"><' in cora.get(address).text


def test_one_goes_back_finds_the_answer_and_changes_it(cora, round_id, codings):
    first = at(cora, f"/desk/{round_id}")
    sent = {"frames": ["staged", "moving"], "tone": "loud", "strength": "high", "names": "12"}
    second = cora.get(send(cora, first, **sent, note="hm", flagged="1").location)
    assert first.action in second.text
    again = at(cora, first.action)
    assert again.said == {
        "answer-frames": ["staged", "moving"], "answer-tone": ["loud"],
        "answer-strength": ["high"], "answer-names": ["12"], "note": ["hm"], "flagged": ["1"],
    }  # fmt: skip
    after = send(cora, again, frames="none")
    assert after.location == DeskForm(second.text).action
    assert at(cora, first.action).said["answer-frames"] == ["none"]
    assert codings() == 2


def test_a_sentence_is_skipped_with_a_reason(cora, round_id, inside):
    form = at(cora, f"/desk/{round_id}")
    send(cora, form, do="skip", skip_reason="other", skip_other="It is a poem.")
    with inside() as (session, _):
        coding = session.scalars(select(Coding)).one()
        assert (coding.outcome, coding.skip_reason) == ("skipped", "It is a poem.")
    assert '<details name="panel" id="skip" open>' in cora.get(form.action).text
    assert at(cora, form.action).said["skip_other"] == ["It is a poem."]


def test_a_page_that_is_sent_twice_is_stored_once(cora, round_id, codings):
    form = at(cora, f"/desk/{round_id}")
    first, second = (send(cora, form, **CALM) for _ in range(2))
    assert first.location == second.location
    assert codings() == 1


def test_a_page_that_is_sent_again_with_other_answers_is_refused(cora, round_id, codings):
    form = at(cora, f"/desk/{round_id}")
    send(cora, form, **CALM)
    answer = send(cora, form, frames="none", tone="calm")
    assert answer.status_code == 409
    assert "the answer before is safe" in answer.text
    assert codings() == 1


def test_an_older_tab_does_not_overwrite_a_newer_answer(cora, round_id):
    one, other = at(cora, f"/desk/{round_id}"), at(cora, f"/desk/{round_id}")
    send(cora, one, **CALM)
    address = send(cora, other, frames="none", tone="calm").location
    assert ">kept, but a newer answer of yours stands<" in cora.get(address).text
    assert at(cora, one.action).said["answer-frames"] == ["staged"]


LONG_NOTE = "n" * 5001
REFUSED = {
    "a required question is open": ({"frames": "staged"}, '"tone" is not answered yet'),
    "no code and a code": ({"frames": ["staged", "none"], "tone": "calm"}, "together with"),
    "an unknown code": ({"frames": "staged", "tone": "shrill"}, 'no code "shrill"'),
    "an unknown question": ({**CALM, "colour": "red"}, 'no question "colour"'),
    "a question that is not asked": ({**CALM, "strength": "low"}, "is not asked after"),
    "no number": ({**CALM, "names": "two"}, "a number was expected"),
    "a number out of range": ({**CALM, "names": "-1"}, "below the lowest"),
    "a note that is too long": ({**CALM, "note": LONG_NOTE}, "more than 5000"),
    "a skip without a reason": ({**CALM, "do": "skip"}, "needs a reason"),
    "a time below zero": ({**CALM, "seconds": "-5"}, "time on screen"),
    "a time that is no number": ({**CALM, "seconds": "nan"}, "time on screen"),
    "an endless time": ({**CALM, "seconds": "inf"}, "time on screen"),
    "no token": ({**CALM, "token": ""}, "came without its name"),
    "a character no one can see": ({**CALM, "remark": "x\x00y"}, "can not be shown"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_refused_form_says_why_keeps_what_was_typed_and_stores_nothing(
    cora, round_id, codings, case
):
    answers, message = REFUSED[case]
    form = at(cora, f"/desk/{round_id}")
    answer = send(cora, form, **answers)
    assert answer.status_code == 422
    assert message in html.unescape(answer.text)
    assert 'data-state="refused">not saved<' in answer.text
    shown = DeskForm(answer.text)
    assert shown.action == form.action
    assert shown.said["answer-frames"] == form.filled(**answers).getlist("answer-frames")
    for name in ("names", "note"):
        if name in answers:
            key = name if name == "note" else "answer-names"
            assert shown.said[key] == [answers[name]]
    assert codings() == 0


def test_a_refused_form_can_be_mended_and_sent(cora, round_id, codings):
    refused = send(cora, at(cora, f"/desk/{round_id}"), frames="staged", note="hm")
    mended = DeskForm(refused.text)
    assert send(cora, mended, tone="calm").status_code == 302
    assert codings() == 1
    assert at(cora, mended.action).said["note"] == ["hm"]


def test_answers_are_not_taken_for_markup(cora, round_id):
    form = at(cora, f"/desk/{round_id}")
    nasty = '"></textarea><script>alert(1)</script>'
    send(cora, form, **CALM, remark=nasty, note=nasty)
    page = cora.get(form.action).text
    assert "<script>alert" not in page
    assert DeskForm(page).said["answer-remark"] == [nasty]


@pytest.mark.parametrize(
    ("act", "said"),
    [(lifecycle.pause, "This round is paused"), (lifecycle.close, "This round is closed")],
)
def test_what_was_on_screen_is_taken_and_then_it_is_said_what_happened(
    cora, round_id, inside, codings, act, said
):
    form = at(cora, f"/desk/{round_id}")
    with inside() as (session, _):
        act(session, session.scalars(select(Round)).one(), "command line")
        session.commit()
    address = send(cora, form, **CALM).location
    page = cora.get(address).text
    assert said in page
    assert codings() == 1
    assert (">kept as late:" in page) == (act is lifecycle.close)


def back_from(browser, address):
    found = re.search(r'id="back" href="([^"]+)"', browser.get(address).text)
    return found[1] if found else None


def test_one_walks_back_and_on_in_the_order_in_which_one_was_served(cora, round_id, inside):
    walked = []
    for _ in range(3):
        walked.append(at(cora, f"/desk/{round_id}").action)
        send(cora, at(cora, walked[-1]), **CALM)
    assert [back_from(cora, address) for address in walked] == [None, *walked[:2]]
    assert back_from(cora, f"/desk/{round_id}") == walked[2]
    on = [send(cora, at(cora, address), frames="none").location for address in walked]
    assert on == [*walked[1:], f"/desk/{round_id}"]
    with inside() as (session, _):
        name = walked[1].rpartition("/")[2]
        assignment = session.scalars(select(Assignment).where(Assignment.public_id == name)).one()
        assignment.state = AssignmentState.WITHDRAWN
        session.commit()
    assert cora.get(walked[1]).status_code == 200, "what is sent of it is still kept"
    assert back_from(cora, walked[2]) == walked[0]
    assert send(cora, at(cora, walked[0]), frames="moving").location == walked[2]


def test_looking_at_a_sentence_takes_no_further_one(cora, round_id):
    addresses = {at(cora, f"/desk/{round_id}").action for _ in range(3)}
    assert len(addresses) == 1


@pytest.mark.parametrize("name", ["Lea", "Vera", "Stan"])
def test_who_does_not_code_in_a_round_finds_no_desk(browser_of, cora, round_id, name):
    assignment = at(cora, f"/desk/{round_id}").action
    browser = browser_of(name)
    for address in (f"/desk/{round_id}", assignment, "/desk/nonesuch"):
        assert browser.get(address).status_code == 404
        assert browser.post(address).status_code in (404, 405)
    assert browser.post(f"/desk/{round_id}/start").status_code == 404
    assert "Nothing to code yet" in browser.get("/desk").text


def test_a_coder_who_left_finds_no_desk(cora, round_id, inside):
    form = at(cora, f"/desk/{round_id}")
    with inside() as (session, study):
        factories.member_called(session, study, "Cora").left_at = now()
        session.commit()
    assert cora.get(f"/desk/{round_id}").status_code == 404
    assert send(cora, form, **CALM).status_code == 404


def test_a_draft_is_on_no_desk(browser_of, inside):
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        made = factories.draft_round(session, study, studies.coders_of(session, study))
        session.commit()
        name = made.public_id
    assert browser_of("Cora").get(f"/desk/{name}").status_code == 404
    assert "Nothing to code yet" in browser_of("Cora").get("/desk").text


def test_how_sure_one_is_is_asked_where_the_book_asks_and_kept(browser_of, inside):
    with inside() as (session, study):
        asks = factories.BOOK.replace("questions:", "confidence: true\nquestions:", 1)
        factories.codebook(session, study, asks)
        factories.article(session, study)
        name = factories.open_round(session, study, studies.coders_of(session, study)).public_id
        session.commit()
    cora = browser_of("Cora")
    cora.post(f"/desk/{name}/start")
    form = at(cora, f"/desk/{name}")
    sent = form.filled(**CALM)
    sent["confidence"] = "3"
    assert cora.post(form.action, data=sent).status_code == 302
    with inside() as (session, _):
        assert session.scalars(select(Coding.confidence)).one() == 3
    assert at(cora, form.action).said["confidence"] == ["3"]
    assert "<dd>Sure</dd>" in cora.get(f"/desk/{name}/codings").text
    sent["confidence"], sent["token"] = "4", "another-token"
    assert "number from 1 to 3" in cora.post(form.action, data=sent).text


def test_no_one_is_asked_how_sure_they_are_unless_the_book_asks(cora, round_id):
    assert "How sure" not in cora.get(f"/desk/{round_id}").text
