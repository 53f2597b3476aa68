"""The codebook beside the sentence: what a code means, at hand while it is decided on."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, stored
from tests.browser.seats import seated

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def test_it_opens_beside_the_sentence_and_closes_where_it_was_opened(
    lab: Lab, enter: Enter
) -> None:
    coder, opened = seated(lab, enter)
    book = coder.page.get_by_role("complementary", name="Codebook")
    coder.press("1", "?")
    expect(book).to_be_visible()
    expect(coder.page.get_by_label("Search the codebook")).to_be_focused()
    expect(coder.page.locator("#sentence")).to_be_in_viewport()
    coder.press("Escape")
    expect(book).to_be_hidden()
    expect(coder.page.get_by_label("Choreographed", exact=True)).to_be_focused()
    assert coder.chosen == {"frames=choreographed"}
    assert stored(lab, opened.coder) == []


def test_what_is_searched_for_is_no_answer_and_leaves_what_has_all_its_words(
    lab: Lab, enter: Enter
) -> None:
    coder, _ = seated(lab, enter)
    coder.press("?")
    coder.write("Präsident 12 none")
    entries = coder.page.locator("#book [data-entry]:visible")
    expect(entries).to_have_count(0)
    coder.page.get_by_label("Search the codebook").fill("sacrifice HEROIC")
    expect(entries.first.get_by_role("heading", name="Heroic sacrifice")).to_be_visible()
    expect(coder.page.locator("#book-found")).to_have_text(re.compile(r"^\d of \d+ codes$"))
    assert coder.chosen == set()


def test_a_code_in_focus_shows_what_it_means_while_the_book_stays_open(
    lab: Lab, enter: Enter
) -> None:
    coder, _ = seated(lab, enter)
    coder.press("?", "Enter")
    expect(coder.page.locator("#sentence")).to_be_focused()
    current = coder.page.locator("#book .is-current")
    for key, label in (("3", "Propaganda"), ("8", "Delegitimising")):
        coder.press(key)
        expect(current).to_have_count(1)
        expect(current.get_by_role("heading", name=label)).to_be_in_viewport()
        expect(current.get_by_text("Use when", exact=True)).to_be_visible()
    coder.press("o", "Enter")
    coder.wait_for_a_sentence()
    expect(coder.page.locator("#book")).to_be_visible()
    coder.press("?")
    expect(coder.page.locator("#book")).to_be_hidden()


def test_on_a_phone_it_covers_the_answers_and_leaves_when_they_are_wanted(
    lab: Lab, enter: Enter
) -> None:
    coder, _ = seated(lab, enter, PHONE)
    button = coder.page.get_by_role("button", name="Codebook")
    expect(button).to_have_attribute("aria-expanded", "false")
    button.tap()
    expect(button).to_have_attribute("aria-expanded", "true")
    expect(coder.page.locator("#sentence")).to_be_in_viewport()
    coder.page.get_by_role("button", name="Close").tap()
    expect(coder.page.locator("#book")).to_be_hidden()
    expect(button).to_have_attribute("aria-expanded", "false")
