"""Going back at the desk: earlier sentences with their answers as given, and changes to them."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, sentences, stored
from tests.browser.seats import seated

pytestmark = pytest.mark.browser


def test_answers_are_changed_across_sentences(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(6))
    for key in ("1", "2", "3"):
        coder.press(key, "o", "Enter")
    coder.press("4", "Backspace", "Backspace")
    assert coder.reading == opened.sentences[1]
    assert coder.chosen == {"frames=emotional", "voice=outlet"}
    coder.press("7", "q", "Enter")
    assert (coder.reading, coder.chosen) == (
        opened.sentences[2],
        {"frames=propaganda", "voice=outlet"},
    )
    coder.press("Enter")  # Nothing was changed here, so nothing more is stored.
    assert (coder.reading, coder.chosen) == (opened.sentences[3], {"frames=humanising"})
    coder.press("u")
    assert coder.reading == opened.sentences[1]
    coder.press("b", "Enter", "Enter", "o", "Enter")
    coder.wait_until_saved()
    # A revision waits for the receipt of what it revises, and others may pass it meanwhile.
    found = sorted(
        (opened.sentences.index(each.sentence), each.revision, each.answers)
        for each in stored(lab, opened.coder)
    )
    frames = ("emotional", "conflict")
    assert found == [
        (0, 1, {"frames": ("choreographed",), "voice": ("outlet",)}),
        (1, 1, {"frames": ("emotional",), "voice": ("outlet",)}),
        (1, 2, {"frames": frames, "voice": ("source",)}),
        (1, 3, {"frames": frames, "voice": ("both",)}),
        (2, 1, {"frames": ("propaganda",), "voice": ("outlet",)}),
        (3, 1, {"frames": ("humanising",), "voice": ("outlet",)}),
    ]


def test_the_stored_answer_stands_until_it_is_saved_again(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    first = coder.page.url
    coder.press("1", "o")
    coder.save()
    coder.press("u", "n", "q")
    # The address follows when the sentence was painted.
    expect(coder.page).to_have_url(first)
    coder.page.reload()
    assert coder.reading == opened.sentences[0]
    assert coder.chosen == {"frames=choreographed", "voice=outlet"}
    assert len(stored(lab, opened.coder)) == 1


def test_sentences_of_an_earlier_visit_are_gone_back_to(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, texts=sentences(5))
    for key in ("1", "2", "3"):
        coder.press(key, "o")
        coder.save()
    coder.page.goto(opened.desk)
    assert coder.reading == opened.sentences[3]
    for at, frame in ((2, "propaganda"), (1, "emotional"), (0, "choreographed")):
        coder.go_back()
        assert coder.reading == opened.sentences[at]
        assert coder.chosen == {f"frames={frame}", "voice=outlet"}
    expect(coder.page.get_by_role("button", name="Back")).to_be_disabled()
    coder.press("b")
    coder.save()
    assert coder.reading == opened.sentences[1]
    last = stored(lab, opened.coder)[-1]
    assert (last.sentence, last.revision, last.current) == (opened.sentences[0], 2, True)


def test_a_skipped_sentence_is_shown_as_skipped_and_can_be_answered(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("s", "2", "Enter", "Backspace")
    assert coder.reading == opened.sentences[0]
    reason = "cannot be understood without context"
    coder.wait_until_saved()
    expect(coder.status).to_have_text(f"skipped before: {reason}")
    coder.press("s")
    expect(coder.page.get_by_label("Cannot be understood without context")).to_be_checked()
    coder.press("Escape")
    coder.press("Enter")
    assert coder.reading == opened.sentences[1]
    coder.press("Backspace", "Escape", "1", "o", "Enter")
    coder.wait_until_saved()
    skipped, answered = stored(lab, opened.coder)
    assert skipped.skip_reason == reason
    assert (answered.skip_reason, answered.revision) == ("", 2)
    expect(coder.page.locator(".desk-bar .num")).to_have_text("1 of 3")


def test_without_network_going_back_says_that_it_can_not(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "o")
    coder.save()
    coder.page.goto(opened.desk)
    coder.page.context.set_offline(True)
    coder.press("Backspace")
    expect(coder.status).to_have_text("earlier sentences can not be fetched now")
    assert coder.reading == opened.sentences[1]
