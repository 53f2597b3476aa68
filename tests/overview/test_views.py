"""The first page of all, and the front page of a study."""

import html

import pytest

from annotator.database.base import now
from annotator.rounds.queries import round_of
from annotator.rounds.service import lifecycle
from tests import factories


@pytest.fixture
def inside(app, people):
    return lambda: factories.inside(app, people.study)


@pytest.fixture
def round_id(inside):
    """An open round of Cora, who has coded one sentence of three."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        cora = factories.member_called(session, study, "Cora")
        round_ = factories.open_round(session, study, [cora])
        factories.code_all(session, round_, cora, [factories.CALM, None, None])
        session.commit()
        return round_.public_id


def read(browser, address="/"):
    answer = browser.get(address)
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_one_who_is_not_signed_in_is_led_to_the_door(app):
    answer = app.test_client().get("/")
    assert (answer.status_code, answer.location) == (302, "/sign-in")


def test_everyone_sees_their_own_studies_and_parts(browser_of, people):
    page = read(browser_of("Lea"))
    assert "Staged meetings" in page
    assert "Another study" not in page
    assert ": lead" in page
    assert "Another study" in read(browser_of("Stan"))


def test_a_coder_sees_what_is_to_code_with_its_denominator(browser_of, round_id):
    page = read(browser_of("Cora"))
    assert "Pilot" in page
    assert "Staged meetings · 1 of 3 done" in page
    assert f"/desk/{round_id}" in page
    assert "To code" not in read(browser_of("Carl"))


def test_a_paused_round_says_so_and_a_closed_one_is_gone(browser_of, inside, round_id):
    with inside() as (session, study):
        lifecycle.pause(session, round_of(session, study, round_id), "Lea")
        session.commit()
    assert "1 of 3 done · paused" in read(browser_of("Cora"))
    with inside() as (session, study):
        lifecycle.close(session, round_of(session, study, round_id), "Lea")
        session.commit()
    assert "To code" not in read(browser_of("Cora"))


def test_one_without_a_study_is_told_how_to_come_into_one(app, people, browser_of, inside):
    with inside() as (session, _):
        factories.account(session, "Nell")
        factories.account(session, "Ada", admin=True)
        session.commit()
    assert "You are in no study yet" in read(browser_of("Nell"))
    assert "Make a study" not in read(browser_of("Nell"))
    assert "Make your first study" in read(browser_of("Ada"))


def test_a_lead_sees_what_is_there_and_what_is_next(browser_of, people, round_id):
    page = read(browser_of("Lea"), f"/studies/{people.study}/")
    assert "Next: follow the round" in page
    assert "1 of 3 places are coded or skipped." in page
    for label, number in (("Articles", 1), ("Sentences", 3), ("Coders", 2), ("Rounds", 1)):
        assert f'<dt>{label}</dt><dd class="num">{number}</dd>' in page
    assert "This is a demo." not in page


def test_a_viewer_sees_how_far_it_is_and_no_next_step(browser_of, people, round_id):
    page = read(browser_of("Vera"), f"/studies/{people.study}/")
    assert "1 of 3" in page
    assert "Next:" not in page


def test_one_who_only_codes_goes_to_their_desk(browser_of, people):
    answer = browser_of("Cora").get(f"/studies/{people.study}/")
    assert (answer.status_code, answer.location) == (302, "/desk")


def test_one_who_left_finds_neither_the_study_nor_its_rounds(browser_of, people, inside, round_id):
    with inside() as (session, study):
        factories.member_called(session, study, "Cora").left_at = now()
        session.commit()
    cora = browser_of("Cora")
    assert "You are in no study yet" in read(cora)
    assert cora.get(f"/studies/{people.study}/").status_code == 404
