"""How the desk looks, sounds and weighs, in each of its states."""

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, sentences
from tests.browser.seats import seated
from tests.browser.test_desk_marks import OPTIONAL

pytestmark = pytest.mark.browser

MOST_REQUESTS, MOST_BYTES = 10, 60_000


def violations(page: Page) -> list[str]:
    found = Axe().run(page, options={"preload": False}).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_desk_can_be_used_by_everyone(
    lab: Lab, enter: Enter, scheme: str
) -> None:
    coder, _ = seated(
        lab, enter, {"color_scheme": scheme, "bypass_csp": True}, book=OPTIONAL, texts=sentences(3)
    )
    page = coder.page
    assert violations(page) == []
    coder.press("1", "m", "Shift+ArrowRight", "Enter")
    assert violations(page) == []
    coder.press("Escape", "Enter")
    expect(page.locator("#question-tone .error")).to_be_visible()
    assert violations(page) == []
    page.context.set_offline(True)
    coder.press("3", "Enter", "s")
    expect(coder.status).to_have_text("1 waiting")
    assert violations(page) == []
    coder.press("1", "Enter", "1", "3", "Enter")
    expect(page.get_by_role("heading", name="can not be fetched now")).to_be_visible()
    assert violations(page) == []
    page.context.clear_cookies()
    page.context.set_offline(False)
    expect(page.locator("#notice")).to_contain_text("You are signed out")
    assert violations(page) == []


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
