"""The review of an article by keyboard, by mouse, and after the server went away."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab

pytestmark = pytest.mark.browser

TEXTS = ("The quay fell at noon.", "Nobody was hurt.", "A band played.")


@pytest.fixture
def page(lab: Lab, enter: Enter, request: pytest.FixtureRequest) -> Page:
    """An article of three sentences, opened by its lead."""
    with lab.session() as session:
        name = request.node.name
        study = factories.study(session, name)
        factories.member(session, study, name, "lead")
        article = factories.article(session, study, TEXTS)
        address = f"/studies/{study.slug}/articles/{article.public_id}"
    page = enter(name)
    page.goto(address)
    return page


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shows(page: Page, *texts: str) -> None:
    expect(page.locator(".review-text")).to_have_text(list(texts))


def test_a_sentence_is_split_before_the_chosen_word(page: Page) -> None:
    press(page, "ArrowRight", "ArrowRight", "s")
    shows(page, "The quay", "fell at noon.", *TEXTS[1:])
    expect(page.locator(".review-row").first).to_be_focused()


def test_a_sentence_is_joined_left_out_and_served_again(page: Page) -> None:
    press(page, "ArrowDown", "j")
    shows(page, TEXTS[0], "Nobody was hurt. A band played.")
    press(page, "x")
    expect(page.locator(".is-unserved .review-text")).to_have_text(
        "Nobody was hurt. A band played."
    )
    press(page, "x")
    expect(page.locator(".is-unserved")).to_have_count(0)


def test_corrections_are_undone_one_by_one(page: Page) -> None:
    press(page, "j")
    shows(page, "The quay fell at noon. Nobody was hurt.", TEXTS[2])
    press(page, "ArrowDown", "x")
    expect(page.locator(".is-unserved")).to_have_count(1)
    press(page, "z")
    expect(page.locator(".is-unserved")).to_have_count(0)
    press(page, "z")
    shows(page, *TEXTS)


def test_the_kind_is_changed_by_choosing_it(page: Page) -> None:
    press(page, "ArrowDown", "k")
    page.locator(".kind select:focus").select_option("caption")
    expect(page.locator(".review-facts .badge")).to_have_text("caption")


def test_the_page_stays_where_it_is(page: Page) -> None:
    address = page.url
    page.get_by_role("button", name="Leave out").nth(2).click()
    expect(page.locator(".is-unserved .review-text")).to_have_text(TEXTS[2])
    assert page.url == address


def test_keys_do_nothing_with_control_or_in_a_list_of_choices(page: Page) -> None:
    press(page, "Control+j", "k", "x", "j")
    shows(page, *TEXTS)
    expect(page.locator(".is-unserved")).to_have_count(0)


def test_a_server_that_went_away_is_told_of(page: Page) -> None:
    page.context.set_offline(True)
    press(page, "j")
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed; try again.")
    page.context.set_offline(False)
    press(page, "j")
    expect(page.get_by_role("alert")).to_have_count(0)
    shows(page, "The quay fell at noon. Nobody was hurt.", TEXTS[2])


def test_a_correction_that_is_refused_says_why(lab: Lab, page: Page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    press(other, "j")
    shows(other, "The quay fell at noon. Nobody was hurt.", TEXTS[2])
    press(page, "x")
    expect(page.locator("main")).to_contain_text("split or joined since the page was opened")
