"""Leaving out, at the desk, the rest of what distresses."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, open_round, sentences, stored
from tests.browser.people import Coder

pytestmark = pytest.mark.browser

DISTRESSING = "too distressing"


def test_the_rest_of_an_article_is_left_out_and_the_next_article_comes(
    lab: Lab, enter: Enter
) -> None:
    opened = open_round(lab, sentences(4), other=factories.SENTENCES)
    coder = Coder(enter(opened.coder))
    coder.start(opened.desk)
    coder.press("1", "o", "Enter")
    articles = (opened.sentences, factories.SENTENCES)
    rest = next(article for article in articles if coder.reading in article)
    coder.press("s")
    coder.page.get_by_role("radio", name="Too distressing").check()
    coder.page.get_by_label("leave out").select_option("article")
    coder.page.get_by_role("button", name="Skip this sentence").click()
    coder.wait_until_saved()
    expect(coder.page.locator("#sentence")).not_to_have_text(rest[2])
    assert coder.reading
    assert coder.reading not in rest
    found = [each.skip_reason for each in stored(lab, opened.coder)]
    assert found == ["", DISTRESSING, *[f"{DISTRESSING}: left out unread"] * (len(rest) - 2)]


def test_what_is_chosen_for_one_sentence_is_not_chosen_for_the_next(lab: Lab, enter: Enter) -> None:
    opened = open_round(lab, sentences(4))
    coder = Coder(enter(opened.coder))
    coder.start(opened.desk)
    coder.press("s")
    coder.page.get_by_label("leave out").select_option("article")
    coder.page.get_by_label("Not a sentence").check()
    coder.page.get_by_role("button", name="Skip this sentence").click()
    coder.wait_until_saved()
    assert coder.reading == opened.sentences[1]
    expect(coder.page.get_by_label("leave out")).to_have_value("")
    assert [each.skip_reason for each in stored(lab, opened.coder)] == ["not a sentence"]
