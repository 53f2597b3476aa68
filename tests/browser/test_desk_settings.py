"""What a coder settles for one browser: keys of one's own, and when to be told of a break."""

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, Opened, open_round, sentences, stored
from tests.browser.people import Coder
from tests.browser.seats import seated

pytestmark = pytest.mark.browser


def open_settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_role("dialog", name="Your desk")).to_be_visible()


def give(page: Page, label: str, key: str) -> None:
    page.get_by_role("dialog").get_by_label(label, exact=True).press(key)


def close(page: Page) -> None:
    page.get_by_role("button", name="Done").click()
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_key_of_ones_own_answers_and_the_books_does_no_longer(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    open_settings(coder.page)
    give(coder.page, "Moving", "x")
    coder.page.get_by_role("dialog").get_by_label("Flag").fill("é")  # As a screen's keyboard does.
    close(coder.page)
    coder.press("2")
    assert coder.chosen == set()
    coder.page.locator("body").dispatch_event(
        "keydown", {"key": "é", "code": "Digit2", "bubbles": True}
    )
    coder.press("X", "3")
    assert coder.chosen == {"frames=moving", "tone=calm"}
    expect(coder.page.locator("#question-frames kbd").nth(1)).to_have_text("x")
    coder.save()
    (only,) = stored(lab, opened.coder)
    assert only.flagged


def test_own_keys_are_kept_and_belong_to_one_coder(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK, coders=2)
    open_settings(coder.page)
    give(coder.page, "Staged", "q")
    close(coder.page)
    coder.page.reload()
    coder.press("q")
    assert coder.chosen == {"frames=staged"}
    coder.page.context.add_cookies([lab.cookie(opened.coders[1])])  # type: ignore[list-item]
    other = Coder(coder.page.context.new_page())
    other.start(opened.desk)
    other.press("q", "1")
    assert other.chosen == {"frames=staged"}
    expect(other.page.locator("#question-frames kbd").first).to_have_text("1")


@pytest.mark.parametrize(
    ("label", "key", "problem"),
    [
        ("Staged", "2", "“2” is already the key of “Moving”"),
        ("Staged", "s", "“s” is already the key of “Skip”"),
        ("Skip", "n", "“n” is already the key of “None of these”"),
        ("Staged", "Space", "The space bar"),
    ],
)
def test_a_key_that_is_taken_is_refused_in_words(
    lab: Lab, enter: Enter, label: str, key: str, problem: str
) -> None:
    coder, _ = seated(lab, enter, book=factories.BOOK)
    open_settings(coder.page)
    field = coder.page.get_by_role("dialog").get_by_label(label, exact=True)
    before = field.input_value()
    field.press(key)
    expect(coder.page.get_by_role("dialog").get_by_role("alert")).to_contain_text(problem)
    expect(field).to_have_value(before)


def test_the_keys_of_the_book_come_back(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, book=factories.BOOK)
    open_settings(coder.page)
    give(coder.page, "Staged", "Backspace")
    give(coder.page, "Moving", "1")
    coder.page.get_by_role("button", name="Back to the codebook's keys").click()
    close(coder.page)
    coder.press("1")
    assert coder.chosen == {"frames=staged"}


def test_keys_while_settling_answer_nothing(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    open_settings(coder.page)
    coder.press("Tab", "1", "f", "Escape")
    expect(coder.page.get_by_role("dialog")).to_be_hidden()
    assert coder.chosen == set()
    assert stored(lab, opened.coder) == []


def test_it_says_how_far_the_work_is(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, texts=sentences(4))
    coder.press("1", "o", "Enter", "s", "1", "Enter")
    coder.wait_until_saved()
    open_settings(coder.page)
    expect(coder.page.locator("#progress-in-full")).to_have_text(
        "4 assigned: 1 coded, 1 skipped, 2 left."
    )


def test_a_break_is_hinted_at_after_the_chosen_time_and_not_before(lab: Lab, enter: Enter) -> None:
    coder, _ = seated_by_a_clock(lab, enter, 40)
    page = coder.page
    hint = page.locator("#notice").get_by_text("A short break?")

    def work(minutes: int) -> None:
        for _ in range(minutes):
            page.clock.run_for(50_000)
            coder.press("Shift")
        page.clock.run_for(1000)
        coder.press("n", "o", "Enter")

    work(25)
    expect(hint).to_be_hidden()
    open_settings(page)
    page.get_by_label("Hint at a break after").select_option("20")
    close(page)
    expect(hint).to_be_hidden()
    coder.press("n", "o", "Enter")
    expect(hint).to_be_visible()
    page.get_by_role("button", name="Go on", exact=True).click()
    expect(hint).to_be_hidden()
    work(10)
    expect(hint).to_be_hidden()
    page.clock.run_for(6 * 60_000)  # Away from the desk: that was the break.
    work(18)
    expect(hint).to_be_hidden()
    work(8)
    expect(hint).to_be_visible()


def test_time_does_not_count_while_the_page_is_hidden_or_nobody_is_there(
    lab: Lab, enter: Enter
) -> None:
    coder, opened = seated_by_a_clock(lab, enter, 3)
    page = coder.page
    page.clock.run_for(10_000)
    show_page(page, hidden=True)
    page.clock.run_for(600_000)
    show_page(page, hidden=False)
    page.clock.run_for(5000)
    coder.press("n", "o", "Enter")
    expect(coder.status).to_have_text("saved")
    page.clock.run_for(3_600_000)  # Nothing moves for an hour: a minute of it counts.
    coder.press("n", "o", "Enter")
    expect(coder.status).to_have_text("saved")
    first, second = (each.seconds for each in stored(lab, opened.coder))
    assert first == pytest.approx(15, abs=1)
    assert second == pytest.approx(60, abs=1)


def seated_by_a_clock(lab: Lab, enter: Enter, count: int) -> tuple[Coder, Opened]:
    """A coder at a desk whose clock the test turns, once this tab has its turn.

    A clock that is turned before would end the wait for it: the tab would stand aside.
    """
    opened = open_round(lab, texts=sentences(count))
    page = enter(opened.coder)
    page.clock.install()
    coder = Coder(page)
    coder.start(opened.desk)
    page.wait_for_function("() => navigator.locks.query().then(({ held }) => held.length === 1)")
    return coder, opened


def show_page(page: Page, *, hidden: bool) -> None:
    """Let the page think that its tab was left, or come back to."""
    page.evaluate(
        """(hidden) => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )
