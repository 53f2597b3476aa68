"""How the desk looks, sounds and weighs, in each of its states."""

import gzip
import re

import pytest
from playwright.sync_api import Response, expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.faults import in_light_and_dark
from tests.browser.lab import Lab, sentences
from tests.browser.seats import seated
from tests.browser.test_desk_marks import OPTIONAL, TEXTS

pytestmark = pytest.mark.browser

#: A book in which one of several frames is named as the weightiest.
PRIMARY = OPTIONAL.replace("kind: many\n", "kind: many\n    primary: true\n", 1)
MOST_REQUESTS, MOST_BYTES = 10, 60_000


def test_every_state_of_the_desk_can_be_used_by_everyone(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, {"bypass_csp": True}, book=OPTIONAL, texts=sentences(3))
    page = coder.page
    assert in_light_and_dark(page) == []
    coder.press("1", "m", "Shift+ArrowRight", "Enter")
    assert in_light_and_dark(page) == []
    coder.press("Escape", "Enter")
    expect(page.locator("#question-tone .error")).to_be_visible()
    assert in_light_and_dark(page) == []
    page.context.set_offline(True)
    coder.press("3", "Enter", "s")
    expect(coder.status).to_have_text("1 waiting")
    assert in_light_and_dark(page) == []
    coder.press("1", "Enter", "1", "3", "Enter")
    expect(page.get_by_role("heading", name="can not be fetched now")).to_be_visible()
    assert in_light_and_dark(page) == []
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_contain_text("You are signed out")
    assert in_light_and_dark(page) == []


def test_what_opens_over_the_desk_can_be_used_by_everyone(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, {"bypass_csp": True}, book=PRIMARY, texts=sentences(3))
    page = coder.page
    coder.press("1", "2", "?")
    expect(page.get_by_label("Search the codebook")).to_be_focused()
    assert in_light_and_dark(page) == []
    coder.write("arranged")
    assert in_light_and_dark(page) == []
    coder.press("Escape", ".")
    assert in_light_and_dark(page) == []
    coder.press("Escape", "4", "Enter")
    expect(page.get_by_label("Which of them weighs most?")).to_be_focused()
    assert in_light_and_dark(page) == []
    page.get_by_role("button", name="Settings").click()
    page.get_by_role("dialog").get_by_label("Staged", exact=True).press("2")
    expect(page.get_by_role("alert")).to_contain_text("already the key")
    assert in_light_and_dark(page) == []
    other = page.context.new_page()
    other.goto(opened.desk)
    expect(other.locator("#notice")).to_contain_text("open in another tab")
    assert in_light_and_dark(other) == []


def test_a_refused_answer_and_the_end_can_be_used_by_everyone(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, {"bypass_csp": True}, book=factories.BOOK, texts=sentences(1))
    page = coder.page
    coder.press("1", "3")
    page.get_by_label("How many people are named?").fill("-5")
    coder.press("Enter")
    expect(page.get_by_role("button", name="Show it")).to_be_visible()
    assert in_light_and_dark(page) == []
    page.get_by_role("button", name="Show it").click()
    page.get_by_label("How many people are named?").fill("5")
    coder.press("Enter")
    expect(page.get_by_role("heading", name="You are done")).to_be_visible()
    assert in_light_and_dark(page) == []


def test_a_right_to_left_sentence_stands_in_a_left_to_right_page(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, {"bypass_csp": True}, book=OPTIONAL, texts=(TEXTS[2],))
    direction = "(element) => getComputedStyle(element).direction"
    assert coder.page.locator("#sentence").evaluate(direction) == "rtl"
    assert coder.page.locator("#question-frames").evaluate(direction) == "ltr"
    assert in_light_and_dark(coder.page) == []


def test_at_twice_the_size_all_of_it_is_there_without_scrolling_sideways(
    lab: Lab, enter: Enter
) -> None:
    zoomed = {"viewport": {"width": 640, "height": 400}, "device_scale_factor": 2}
    coder, _ = seated(lab, enter, zoomed, book=PRIMARY, texts=sentences(3))
    page = coder.page
    for keys in (["1", "2", "4"], ["?"], ["Escape", "s"], ["Escape", "."]):
        coder.press(*keys)
        assert page.evaluate("document.documentElement.scrollWidth") == 640
        expect(page.locator(":focus")).to_be_in_viewport()


def test_nothing_moves_for_those_who_want_no_motion(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, {"reduced_motion": "reduce"}, texts=sentences(3))
    coder.press("1", "o", "Enter")
    coder.wait_until_saved()
    lasting = "document.getAnimations().filter((each) => each.effect.getTiming().duration > 1)"
    assert coder.page.evaluate(f"{lasting}.length") == 0


@pytest.mark.parametrize("width", [320, 390])
def test_nothing_is_wider_than_a_phone(lab: Lab, enter: Enter, width: int) -> None:
    phone = {"viewport": {"width": width, "height": 700}, "has_touch": True, "is_mobile": True}
    coder, _ = seated(lab, enter, phone, book=OPTIONAL, texts=sentences(3))
    page = coder.page
    page.get_by_label("Staged", exact=True).tap()
    page.get_by_role("button", name="Mark words").tap()
    page.locator(".word").nth(1).tap()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.context.clear_cookies()
    page.get_by_label("Calm", exact=True).tap()
    page.get_by_role("button", name="Save and next").tap()
    expect(page.locator("#notice")).to_contain_text("You are signed out")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_the_next_sentence_moves_nothing(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, texts=sentences(3))
    places = "[...document.querySelectorAll('.question, .actions')].map((e) => e.offsetTop)"
    before = coder.page.evaluate(places)
    coder.press("1", "o", "Enter")
    assert coder.page.evaluate(places) == before
    coder.wait_until_saved()
    assert coder.page.evaluate(places) == before


def test_an_answer_moves_nothing_where_all_of_it_is_in_view(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, {"viewport": {"width": 1280, "height": 800}}, texts=sentences(3))
    for key in ("1", "7", "n", "o"):
        coder.press(key)
        assert coder.page.evaluate("scrollY") == 0, key


def test_the_sentence_has_the_focus_and_stays_in_view(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(
        lab, enter, {"viewport": {"width": 800, "height": 420}}, texts=sentences(3)
    )
    coder.press("1", "o", "Enter")
    expect(coder.page.locator("#sentence:focus")).to_have_text(opened.sentences[1])
    expect(coder.page.locator("#sentence")).to_be_in_viewport()


def test_a_cold_visit_takes_few_requests_and_little(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK, texts=sentences(70))
    coder.press("1", "3")
    coder.save()
    page = enter(opened.coder)
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(opened.desk)
    expect(page.locator("#sentence:focus")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(answers) <= MOST_REQUESTS, [each.url for each in answers]
    assert sum(len(gzip.compress(each.body())) for each in answers) <= MOST_BYTES
    answers.clear()
    page.keyboard.press("1")
    page.keyboard.press("3")
    page.keyboard.press("Enter")
    expect(page.locator(".saved")).to_have_text("saved")
    names = [re.sub(r".*/", "", each.url) for each in answers]
    assert [name for name in names if name != "icon.svg"] == ["codings.json"]
