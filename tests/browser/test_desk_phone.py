"""The desk on a phone: everything by thumb, on the narrowest that there is."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, sentences, stored
from tests.browser.seats import seated

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 320, "height": 568}, "has_touch": True, "is_mobile": True}


def tap(page: Page, *labels: str) -> None:
    for label in labels:
        page.get_by_label(label, exact=True).tap()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).tap()


def test_a_coder_does_the_whole_job_by_thumb(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, PHONE, texts=sentences(3))
    page = coder.page
    sentence = page.locator("#sentence")
    tap(page, "Emotional", "Conflict", "Both")
    press(page, "Save and next")
    expect(sentence).to_have_text(opened.sentences[1])
    expect(sentence).to_be_in_viewport()
    page.locator("#skip summary").tap()
    page.get_by_label("Not a sentence").tap()
    press(page, "Skip this sentence")
    expect(sentence).to_have_text(opened.sentences[2])
    press(page, "Back")
    press(page, "Back")
    expect(sentence).to_have_text(opened.sentences[0])
    tap(page, "Conflict")
    page.locator("#note-panel summary").tap()
    page.get_by_label("A note to the lead").fill("Twice read.")
    press(page, "Save and next")
    expect(sentence).to_have_text(opened.sentences[1])
    press(page, "Save and next")
    expect(sentence).to_have_text(opened.sentences[2])
    page.get_by_label("None of these, a plain report").tap()
    tap(page, "A source's")
    press(page, "Save and next")
    expect(page.get_by_role("heading", name="You are done")).to_be_visible()
    said = [
        (each.sentence, each.answers.get("frames"), each.note) for each in stored(lab, opened.coder)
    ]
    first, second, third = opened.sentences
    assert said == [
        (first, ("emotional", "conflict"), ""),
        (second, None, ""),
        (first, ("emotional",), "Twice read."),
        (third, ("none",), ""),
    ]


def test_what_is_tapped_is_large_enough_for_a_thumb(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, PHONE, texts=sentences(3))
    targets = coder.page.locator(".code, .actions > :is(button, a, label), .actions summary")
    boxes = [box for each in targets.all() if (box := each.bounding_box())]
    assert len(boxes) > 15
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44
