"""The desk by keyboard: every label lands on its own sentence, once, as it was meant."""

import random

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, sentences, stored
from tests.browser.people import FRAMES, NONE, VOICES
from tests.browser.seats import seated
from tests.sizes import scaled

pytestmark = pytest.mark.browser

#: Two questions that have the same keys, and one that nobody has to answer.
SHARED_KEYS = """\
key: shared
title: The same keys twice
questions:
  - key: tone
    kind: one
    label: Which tone has it?
    codes:
      - {key: calm, label: Calm, definition: Nothing is stressed., hotkey: 1}
      - {key: loud, label: Loud, definition: Much is stressed., hotkey: 2}
  - key: length
    kind: one
    label: How long is it?
    codes:
      - {key: short, label: Short, definition: Up to ten words., hotkey: 1}
      - {key: long, label: Long, definition: More than ten words., hotkey: 2}
  - key: remark
    kind: text
    label: What else is to be said?
    required: false
"""


def test_every_sentence_is_stored_as_it_was_meant(lab: Lab, enter: Enter) -> None:
    chance = random.Random(60)
    coder, opened = seated(lab, enter, texts=sentences(scaled(20, full=60)))
    meant = []
    for _ in opened.sentences:
        frames = tuple(f for f in FRAMES if chance.random() < 0.25) or NONE
        voice = chance.choice(list(VOICES))
        meant.append((coder.reading, {"frames": frames, "voice": (voice,)}))
        keys = ["n"] if frames == NONE else [FRAMES[frame] for frame in frames]
        coder.press(*chance.sample(keys, len(keys)), VOICES[voice])
        coder.save()
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert [(each.sentence, each.answers) for each in stored(lab, opened.coder)] == meant
    assert [sentence for sentence, _ in meant] == list(opened.sentences)


def test_held_keys_answer_and_save_once(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    for key in ("1", "o"):
        coder.hold(key)
    assert coder.chosen == {"frames=choreographed", "voice=outlet"}
    coder.hold("Enter")
    coder.wait_for_a_sentence(other_than=opened.sentences[0])
    coder.hold("Enter", is_down=True)
    assert [each.sentence for each in stored(lab, opened.coder)] == [opened.sentences[0]]


def test_a_second_enter_stores_nothing_more(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "o", "Enter", "Enter", "Enter")
    assert coder.reading == opened.sentences[1]
    expect(coder.page.get_by_text("Still to be answered").first).to_be_visible()
    coder.press("n", "q")
    coder.save()
    said = [(each.sentence, each.answers["frames"]) for each in stored(lab, opened.coder)]
    assert said == [(opened.sentences[0], ("choreographed",)), (opened.sentences[1], NONE)]


def test_keys_after_enter_act_on_the_next_sentence(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "o", "Enter", "3", "q", "f")
    assert coder.reading == opened.sentences[1]
    assert coder.chosen == {"frames=propaganda", "voice=source"}
    coder.wait_until_saved()
    (only,) = stored(lab, opened.coder)
    assert only.answers == {"frames": ("choreographed",), "voice": ("outlet",)}
    assert not only.flagged


def test_enter_goes_to_the_answer_that_is_missing_and_stores_nothing(
    lab: Lab, enter: Enter
) -> None:
    coder, opened = seated(lab, enter)
    page, voice = coder.page, coder.page.locator("#question-voice")
    coder.press("2", "Enter")
    expect(voice.get_by_role("radio").first).to_be_focused()
    expect(voice.get_by_text("Still to be answered")).to_be_visible()
    expect(page.locator("#question-frames").get_by_text("Still to be answered")).to_be_hidden()
    coder.press("b")
    expect(voice.get_by_text("Still to be answered")).to_be_hidden()
    assert stored(lab, opened.coder) == []
    coder.save()
    assert [each.answers for each in stored(lab, opened.coder)] == [
        {"frames": ("emotional",), "voice": ("both",)}
    ]


def test_keys_are_only_letters_while_a_note_is_written(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", ".")
    coder.write("n o f s 2 ?")
    coder.press("Enter")
    coder.write("b.")
    assert coder.chosen == {"frames=choreographed"}
    coder.press("Escape", "q")
    coder.save()
    (only,) = stored(lab, opened.coder)
    assert only.note.splitlines() == ["n o f s 2 ?", "b."]
    assert only.answers == {"frames": ("choreographed",), "voice": ("source",)}
    assert not only.flagged


def test_keys_are_only_letters_while_an_answer_is_written(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    coder.press("1", "3")
    coder.page.get_by_label("What else is to be said?").focus()
    coder.write("n 2 f s . ?")
    coder.press("Control+Enter")
    coder.wait_for_a_sentence(other_than=opened.sentences[0])
    (only,) = stored(lab, opened.coder)
    assert only.answers["frames"] == ("staged",)
    assert only.answers["remark"] == ("n 2 f s . ?",)
    assert not only.flagged


def test_backspace_shows_the_answers_as_they_were_given(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "7", "q", "f", ".")
    coder.write("A doubt.")
    coder.press("Escape")
    coder.save()
    coder.go_back()
    assert coder.reading == opened.sentences[0]
    assert coder.chosen == {"frames=choreographed", "frames=conflict", "voice=source"}
    expect(coder.page.get_by_label("Flag")).to_be_checked()
    expect(coder.page.get_by_label("A note to the lead")).to_have_value("A doubt.")
    coder.press("7", "o")
    coder.save()
    first, second = stored(lab, opened.coder)
    assert (first.revision, first.current) == (1, False)
    assert (second.revision, second.current) == (2, True)
    assert second.answers == {"frames": ("choreographed",), "voice": ("outlet",)}
    assert (second.note, second.flagged) == (first.note, first.flagged) == ("A doubt.", True)


def test_a_number_and_an_empty_text_come_back_as_they_were(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    number = coder.page.get_by_label("How many people are named?")
    coder.press("1", "3")
    number.focus()
    coder.write("1234567")
    coder.press("Enter")
    coder.wait_for_a_sentence(other_than=opened.sentences[0])
    coder.go_back()
    expect(number).to_have_value("1234567")
    expect(coder.page.get_by_label("What else is to be said?")).to_have_value("")
    coder.press("f")
    coder.save()
    first, second = stored(lab, opened.coder)
    assert first.answers == second.answers


def test_back_in_the_browser_stores_nothing_again(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    for key in ("1", "2"):
        coder.press(key, "o")
        coder.save()
    coder.page.go_back()
    coder.wait_for_a_sentence(other_than=opened.sentences[2])
    assert coder.chosen == {"frames=emotional", "voice=outlet"}
    expect(coder.status).to_have_text("saved before")
    coder.page.go_forward()
    coder.wait_for_a_sentence(other_than=opened.sentences[1])
    coder.page.reload()
    assert [each.sentence for each in stored(lab, opened.coder)] == list(opened.sentences[:2])


def test_keys_of_two_questions_act_on_the_one_in_focus(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=SHARED_KEYS)
    coder.press("2", "1")
    assert coder.chosen == {"tone=loud", "length=short"}
    coder.page.locator("#question-length input").first.focus()
    coder.press("2")
    assert coder.chosen == {"tone=loud", "length=long"}
    coder.save()
    (only,) = stored(lab, opened.coder)
    assert only.answers == {"tone": ("loud",), "length": ("long",), "remark": NONE}


def test_the_focus_goes_on_to_what_is_to_be_answered_next(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, book=SHARED_KEYS)
    focused = coder.page.locator(":focus")
    coder.press("1")
    expect(focused).to_have_attribute("name", "answer-length")
    coder.press("1")
    expect(focused).to_have_text("Save and next Enter")


def test_the_focus_is_visible_wherever_the_keys_lead(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter)
    for key in ("1", "o", "s", "Escape", ".", "Escape", "Tab", "Tab", "Tab", "Shift+Tab"):
        coder.press(key)
        coder.page.emulate_media(color_scheme="dark")
        assert coder.outline >= 2, f"{key} in the dark"
        coder.page.emulate_media(color_scheme="light")
        assert coder.outline >= 2, key


def test_a_question_that_hangs_on_another_is_asked_when_it_applies(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=factories.BOOK)
    strength = coder.page.locator("#question-strength")
    expect(strength).to_be_hidden()
    coder.press("1", "4")
    expect(strength.get_by_role("radio").first).to_be_focused()
    coder.press("6")
    coder.save()
    coder.press("n", "4", "6", "3")
    expect(strength).to_be_hidden()
    coder.save()
    loud, calm = (each.answers for each in stored(lab, opened.coder))
    assert (loud["tone"], loud["strength"]) == (("loud",), ("middle",))
    assert (calm["tone"], calm["strength"]) == (("calm",), ("not_applicable",))


def test_of_several_codes_the_weightiest_is_asked_for(lab: Lab, enter: Enter) -> None:
    book = factories.BOOK.replace("kind: many", "kind: many\n    primary: true")
    coder, opened = seated(lab, enter, book=book)
    weightiest = coder.page.get_by_label("Which of them weighs most?")
    coder.press("1", "3")
    expect(weightiest).to_be_hidden()
    coder.press("2", "Enter")
    expect(weightiest).to_be_focused()
    coder.press("2", "Enter")
    coder.wait_for_a_sentence(other_than=opened.sentences[0])
    coder.go_back()
    expect(weightiest).to_have_value("moving")
    assert stored(lab, opened.coder)[0].weightiest == "moving"


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["s", "Space", "Enter"], "not a sentence"),
        (["s", "ArrowDown", "Enter"], "cannot be understood without context"),
        (["s", "4", "Enter"], "too distressing"),
        (["s", "5", "Tab", "h", "m", "Enter"], "hm"),
    ],
)
def test_a_sentence_is_skipped_for_a_reason(
    lab: Lab, enter: Enter, keys: list[str], reason: str
) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "o", *keys)
    coder.wait_for_a_sentence(other_than=opened.sentences[0])
    assert [(each.skip_reason, each.answers) for each in stored(lab, opened.coder)] == [
        (reason, {})
    ]


def test_a_skip_without_a_reason_is_refused_in_words(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("1", "s", "Enter")
    expect(coder.page.get_by_role("alert")).to_contain_text("A skipped sentence needs a reason.")
    assert coder.chosen == {"frames=choreographed"}
    assert stored(lab, opened.coder) == []


def test_escape_gives_up_a_skip_and_the_keys_answer_again(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("s", "2", "Escape", "n", "b")
    assert coder.chosen == {"frames=none", "voice=both"}
    coder.save()
    assert [each.skip_reason for each in stored(lab, opened.coder)] == [""]


def test_none_and_the_codes_exclude_each_other(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter)
    coder.press("1", "2", "n")
    assert coder.chosen == {"frames=none"}
    coder.press("3")
    assert coder.chosen == {"frames=propaganda"}


def test_a_key_with_a_modifier_is_the_browsers(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter)
    coder.press("Control+1", "Alt+o", "Meta+f")
    assert coder.chosen == set()
    expect(coder.page.get_by_label("Flag")).not_to_be_checked()


#: What a browser tells of a key: what it writes, where it is, and whether Shift is down.
KEYBOARDS = {
    "French: digits are behind Shift": ("&", "Digit1", False, "frames=choreographed"),
    "French: a letter on a digit's key": ("è", "Digit7", False, "frames=conflict"),
    "French: a digit by Shift": ("3", "Digit3", True, "frames=propaganda"),
    "French: q is where a is elsewhere": ("q", "KeyA", False, "voice=source"),
    "German: a letter that is no key": ("z", "KeyY", False, ""),
    "French: a comma where m is elsewhere": (",", "KeyM", False, ""),
    "Ukrainian: no Latin letters": ("щ", "KeyO", False, "voice=outlet"),
    "Greek: no Latin letters": ("β", "KeyB", False, "voice=both"),
    "Arabic: no Latin digits": ("٢", "Digit2", False, "frames=emotional"),
    "Dvorak: a letter in the place of another": ("o", "KeyS", False, "voice=outlet"),
    "Caps lock": ("B", "KeyB", False, "voice=both"),
    "a number pad": ("4", "Numpad4", False, "frames=humanising"),
}


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_every_keyboard_is_understood(lab: Lab, enter: Enter, keyboard: str) -> None:
    key, place, shift, chosen = KEYBOARDS[keyboard]
    coder, _ = seated(lab, enter)
    event = {"key": key, "code": place, "shiftKey": shift, "bubbles": True}
    coder.page.locator("body").dispatch_event("keydown", event)
    assert coder.chosen == ({chosen} if chosen else set())


@pytest.mark.parametrize(
    ("key", "place", "shown"),
    [("?", "KeyM", "#book"), ("?", "Minus", "#book"), (".", "Comma", "#note")],
    ids=["French", "German", "French note"],
)
def test_commands_are_where_their_sign_is(
    lab: Lab, enter: Enter, key: str, place: str, shown: str
) -> None:
    coder, _ = seated(lab, enter)
    event = {"key": key, "code": place, "shiftKey": True, "bubbles": True}
    coder.page.locator("body").dispatch_event("keydown", event)
    expect(coder.page.locator(shown)).to_be_visible()


def test_the_time_on_screen_is_stored(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter)
    coder.press("n", "o")
    coder.save()
    seconds = stored(lab, opened.coder)[0].seconds
    assert seconds is not None
    assert 0 <= seconds < 60
