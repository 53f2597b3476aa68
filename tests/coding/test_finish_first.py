"""Whoever codes in an open round sees nothing made from answers before they are done."""

import csv
import io
import zipfile

import pytest
from sqlalchemy import func, select

from annotator.agreement.models import Measurement
from annotator.coding.models import Exposure
from annotator.coding.service.exposures import LOOK_EARLY
from annotator.rounds.models import Round
from annotator.rounds.service import lifecycle
from annotator.studies.models import LogEntry
from annotator.studies.service import log
from tests import factories


@pytest.fixture
def round_id(inside):
    """A round in which Lea, the lead, codes too; Cora has coded all of it."""
    with inside() as (session, study):
        factories.codebook(session, study)
        factories.article(session, study)
        lea, cora = (factories.member_called(session, study, name) for name in ("Lea", "Cora"))
        lea.coder = True
        made = factories.open_round(session, study, [lea, cora])
        theirs = factories.enrolment(session, made, cora)
        for assignment in factories.assignments(session, theirs):
            factories.code(session, theirs, assignment, factories.LOUD, note="coras note")
        session.commit()
        return made.public_id


@pytest.fixture
def lea(browser_of, round_id):
    return browser_of("Lea")


@pytest.fixture
def pages(people, round_id):
    """Every address of a page that is made from answers."""
    base = f"/studies/{people.study}"
    return {
        "agreement": f"{base}/agreement",
        "agreement of the round": f"{base}/agreement?round=1",
        "figure": f"{base}/agreement/{round_id}/forest.svg",
        "figure for print": f"{base}/agreement/{round_id}/forest.pdf",
        "table": f"{base}/agreement/{round_id}/questions.csv",
        "question": f"{base}/agreement/{round_id}/tone",
        "its sentences": f"{base}/agreement/{round_id}/tone/sentences",
        "its figure": f"{base}/agreement/{round_id}/tone/coefficients.svg",
        "its table": f"{base}/agreement/{round_id}/tone/coefficients.csv",
        "repeats": f"{base}/agreement/{round_id}/repeats",
        "known answers": f"{base}/rounds/{round_id}/results",
        "over time": f"{base}/agreement/measurements",
        "data": f"{base}/data",
        "download": f"{base}/data/download",
    }


@pytest.fixture
def finish(inside):
    """Let Lea code so many of her sentences."""

    def coded(many):
        with inside() as (session, study):
            lea = factories.member_called(session, study, "Lea")
            mine = factories.enrolment(session, session.scalars(select(Round)).one(), lea)
            for assignment in factories.assignments(session, mine, many):
                factories.code(session, mine, assignment)
            session.commit()

    return coded


def shows_answers(browser, address):
    """All of these pages are refused in one way."""
    with browser.get(address) as answer:
        refused = answer.mimetype == "text/html" and "Finish coding first" in answer.text
        assert answer.status_code == (403 if refused else 200)
        return not refused


def which(browser, pages):
    return [name for name, address in pages.items() if shows_answers(browser, address)]


def test_a_lead_who_codes_sees_none_of_these_pages(lea, pages):
    assert which(lea, pages) == []


def test_not_before_the_last_sentence_is_done(lea, pages, finish):
    finish(2)
    assert which(lea, pages) == []
    finish(3)
    assert which(lea, pages) == list(pages)


def test_figures_are_not_kept_by_one_who_must_not_see_them(lea, people, round_id, inside):
    lea.post(f"/studies/{people.study}/agreement/{round_id}/keep")
    with inside() as (session, _):
        assert session.scalar(select(func.count(Measurement.id))) == 0


def test_who_does_not_code_sees_all_at_once(browser_of, pages, round_id):
    for name in ("repeats", "known answers"):
        assert browser_of("Vera").get(pages.pop(name)).status_code == 403
    assert which(browser_of("Vera"), pages) == list(pages)


@pytest.mark.parametrize(
    ("acts", "allowed"),
    [
        (["pause"], False),
        (["pause", "resume"], False),
        (["close"], True),
        (["pause", "close"], True),
    ],
)
def test_a_pause_opens_nothing_and_the_close_opens_all(lea, pages, inside, acts, allowed):
    with inside() as (session, _):
        for act in acts:
            getattr(lifecycle, act)(session, session.scalars(select(Round)).one(), "command line")
        session.commit()
    assert which(lea, pages) == (list(pages) if allowed else [])


def test_an_open_round_hides_the_closed_ones_too(lea, people, pages, inside, finish):
    finish(3)
    with inside() as (session, study):
        coder = factories.member_called(session, study, "Lea")
        factories.open_round(session, study, [coder], "Second")
        session.commit()
    assert which(lea, pages) == []


def test_one_who_left_the_round_may_look(lea, pages, inside):
    with inside() as (session, study):
        coder = factories.member_called(session, study, "Lea")
        made = session.scalars(select(Round)).one()
        factories.enrolment(session, made, coder).left_at = made.opened_at
        session.commit()
    assert which(lea, pages) == list(pages)


def look_early(browser, people, round_id):
    return browser.post(f"/studies/{people.study}/rounds/{round_id}/look-early")


def looks(inside):
    with inside() as (session, _):
        query = select(LogEntry).where(LogEntry.act == "look early")
        return [(entry.actor, entry.subject) for entry in session.scalars(query)]


def test_looking_early_is_possible_logged_and_told_on_the_page(
    lea, people, pages, inside, round_id
):
    look_early(lea, people, round_id)
    assert which(lea, pages) == list(pages)
    with inside() as (session, study):
        name = factories.member_called(session, study, "Lea").pseudonym
        kept = session.scalars(select(Exposure)).one()
        assert (kept.member.pseudonym, kept.early, kept.unit_id) == (name, True, None)
    assert looks(inside) == [(name, "round:1")]
    told = f"Looked at others' answers before finishing their own: {name}."
    assert told in lea.get(pages["agreement"]).text.replace("&#39;", "'")


def test_what_the_log_says_opens_no_page(lea, pages, inside):
    with inside() as (session, study):
        log(session, study, factories.member_called(session, study, "Lea"), LOOK_EARLY, "round:1")
        session.commit()
    assert which(lea, pages) == []


def test_looking_early_stands_in_the_exported_table_of_coders(lea, people, pages, round_id):
    look_early(lea, people, round_id)
    with lea.get(pages["download"]) as answer:
        archive = zipfile.ZipFile(io.BytesIO(answer.data))
    rows = list(csv.DictReader(archive.read("coders.csv").decode().splitlines()))
    assert sorted((row["lead"], row["looked_early"]) for row in rows) == [("0", "0"), ("1", "1")]


def test_looking_early_at_one_round_opens_no_later_one(lea, people, pages, inside, round_id):
    look_early(lea, people, round_id)
    with inside() as (session, study):
        coder = factories.member_called(session, study, "Lea")
        factories.open_round(session, study, [coder], "Second")
        session.commit()
    assert which(lea, pages) == []


def test_who_had_nothing_to_finish_is_not_logged(browser_of, lea, people, inside, finish, round_id):
    finish(3)
    for browser in (lea, browser_of("Vera")):
        look_early(browser, people, round_id)
    assert looks(inside) == []


def test_a_draft_can_not_be_looked_at_in_advance(lea, people, pages, inside):
    with inside() as (session, study):
        coder = factories.member_called(session, study, "Lea")
        draft = factories.draft_round(session, study, [coder], "Second")
        session.commit()
        name = draft.public_id
    look_early(lea, people, name)
    assert looks(inside) == []


def test_a_coder_can_not_look_early(browser_of, people, inside, round_id):
    assert look_early(browser_of("Cora"), people, round_id).status_code == 403
    assert look_early(browser_of("Stan"), people, round_id).status_code == 404
    assert looks(inside) == []


def test_other_pages_tell_a_lead_who_codes_no_answer(app, lea, people, inside, round_id):
    base = f"/studies/{people.study}"
    for path in ("/", "/rounds", "/rounds/1", "/members", "/articles", "/codebook"):
        text = lea.get(base + path).text
        assert "coras note" not in text
        assert "alpha" not in text.lower().replace("alphabet", "")
