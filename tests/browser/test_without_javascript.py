"""Every page is plain forms first: all that matters can be done without a script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, open_round, stored
from tests.browser.people import Lead

pytestmark = pytest.mark.browser

ARTICLE = Path(__file__).parent / "articles" / "governor_receives_widows.txt"


@pytest.fixture
def plain(enter: Enter) -> Enter:
    """Open browsers in which no script runs."""
    return lambda name="", **options: enter(name, java_script_enabled=False, **options)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and next").click()


def test_a_coder_answers_goes_back_and_revises(lab: Lab, plain: Enter) -> None:
    opened = open_round(lab)
    first, second, _ = opened.sentences
    page = plain(opened.coder)
    page.goto("/desk")
    page.get_by_role("button", name="Start coding").click()
    expect(page.get_by_role("heading", name=first)).to_be_visible()
    page.get_by_label("Choreographed", exact=True).check()
    page.get_by_label("Both", exact=True).check()
    page.get_by_label("Flag").check()
    page.locator("#note-panel summary").click()
    page.get_by_label("A note to the lead").fill("Who arranged it?")
    save(page)
    expect(page.get_by_role("status")).to_have_text("saved")
    expect(page.get_by_role("heading", name=second)).to_be_visible()
    page.get_by_role("link", name="Back").click()
    expect(page.get_by_label("Choreographed", exact=True)).to_be_checked()
    expect(page.get_by_label("A note to the lead")).to_have_value("Who arranged it?")
    page.get_by_label("A source's").check()
    save(page)
    before, after = stored(lab, opened.coder)
    assert before.answers == {"frames": ("choreographed",), "voice": ("both",)}
    assert after.answers == {"frames": ("choreographed",), "voice": ("source",)}
    assert after.current
    assert (after.note, after.flagged) == ("Who arranged it?", True)


def test_a_coder_skips_for_a_reason_of_their_own(lab: Lab, plain: Enter) -> None:
    opened = open_round(lab)
    page = plain(opened.coder)
    page.goto(opened.desk)
    page.get_by_role("button", name="Start coding").click()
    page.locator("#skip summary").click()
    page.get_by_label("The other reason").fill("It is a poem.")
    page.get_by_role("button", name="Skip this sentence").click()
    expect(page.get_by_role("heading", name=opened.sentences[1])).to_be_visible()
    assert [each.skip_reason for each in stored(lab, opened.coder)] == ["It is a poem."]


def test_what_was_refused_still_stands_on_the_page(lab: Lab, plain: Enter) -> None:
    opened = open_round(lab)
    page = plain(opened.coder)
    page.goto(opened.desk)
    page.get_by_role("button", name="Start coding").click()
    page.get_by_label("Emotional", exact=True).check()
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("is not answered yet")
    expect(page.get_by_label("Emotional", exact=True)).to_be_checked()
    assert stored(lab, opened.coder) == []


def test_a_question_that_does_not_apply_is_left_empty(lab: Lab, plain: Enter) -> None:
    opened = open_round(lab, book=factories.BOOK)
    page = plain(opened.coder)
    page.goto(opened.desk)
    page.get_by_role("button", name="Start coding").click()
    expect(page.get_by_text("Asked only if “Which tone has it?”")).to_be_visible()
    page.get_by_label("Staged", exact=True).check()
    page.get_by_label("Calm", exact=True).check()
    save(page)
    expect(page.get_by_role("heading", name=opened.sentences[1])).to_be_visible()
    assert stored(lab, opened.coder)[0].answers["strength"] == ("not_applicable",)


def test_a_lead_imports_corrects_a_split_and_opens_a_round(lab: Lab, plain: Enter) -> None:
    opened = open_round(lab, coders=2)
    lead = Lead(plain(opened.lead), opened.study)
    lead.bring_articles({ARTICLE: {"Title": "The reception", "Outlet": "Ondre Ledger"}})
    lead.store_articles()
    lead.review("The reception")
    row = lead.row("“He told us that the wall was wet,” she said.")
    row.get_by_role("button", name="Join with next").click()
    expect(row).to_contain_text("she said. “Nobody came.”")
    lead.split("“He told us that the wall was wet,” she said.", before="“Nobody")
    expect(lead.row("“Nobody came.”")).to_have_text(re.compile("^\\s*“Nobody came.”"))
    lead.press("Undo the last correction")
    expect(row).to_contain_text("she said. “Nobody came.”")
    lead.open_round("Main round")
    expect(lead.page.get_by_role("rowheader", name=re.compile(r"^C\d"))).to_have_count(2)


def test_marks_are_not_offered_and_required_ones_say_so(lab: Lab, plain: Enter) -> None:
    book = factories.BOOK.replace("kind: many", "kind: many\n    marks: required")
    opened = open_round(lab, book=book)
    page = plain(opened.coder)
    page.goto(opened.desk)
    page.get_by_role("button", name="Start coding").click()
    expect(page.get_by_text("can be marked only where JavaScript is on")).to_be_visible()
    expect(page.get_by_role("button", name="Mark words")).to_be_hidden()
