"""Words are tied to a code by keyboard, mouse and touch, in every script."""

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select

from annotator.accounts.models import Account
from annotator.coding.models import Answer, Coding, Mark
from annotator.studies.models import Member
from tests import factories
from tests.browser.conftest import Enter
from tests.browser.lab import Lab
from tests.browser.people import Coder
from tests.browser.seats import seated

pytestmark = pytest.mark.browser

OPTIONAL = factories.BOOK.replace("kind: many\n", "kind: many\n    marks: optional\n", 1)
REQUIRED = factories.BOOK.replace("kind: many\n", "kind: many\n    marks: required\n", 1)
TEXTS = (
    "\N{PARTY POPPER}\N{PARTY POPPER} Crowds cheered the mayor \N{FAMILY} loudly.",
    "The cafe\u0301 of Lower Fenwick opened de\u0301ja\u0300 today.",
    "افتتح العمدة البوابة أمام الجميع.",
    "市长打开了大门。",
)


def marked(lab: Lab, name: str) -> list[tuple[str, str]]:
    """The stored marks: the code, and the words as the offsets cut them out of the sentence."""
    with lab.session() as session:
        found = session.execute(
            select(Coding, Answer, Mark)
            .join(Coding.answers)
            .join(Answer.marks)
            .join(Coding.member)
            .join(Member.account)
            .where(Account.name == name, Coding.current)
            .order_by(Coding.id, Mark.start_char, Mark.id)
        )
        return [
            (answer.code.key, coding.unit.sentence.text[mark.start_char : mark.end_char])
            for coding, answer, mark in found
            if answer.code
        ]


def word(coder: Coder, text: str) -> Locator:
    return coder.page.locator(".word").get_by_text(text, exact=True)


def drag(coder: Coder, first: str, last: str) -> None:
    """Drag the mouse from the middle of a word to the middle of another."""
    for at, text in enumerate((first, last)):
        box = word(coder, text).bounding_box()
        assert box
        coder.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=4)
        (coder.page.mouse.up if at else coder.page.mouse.down)()


@pytest.mark.parametrize(
    ("at", "keys", "words"),
    [
        (0, ["ArrowRight", "Shift+ArrowRight"], "cheered the"),
        (0, ["End"], "loudly"),
        (1, ["ArrowRight"], "cafe\u0301"),
        (1, ["End", "ArrowLeft"], "de\u0301ja\u0300"),
        (2, ["ArrowLeft", "Shift+ArrowLeft"], "العمدة البوابة"),
        (3, ["ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"], None),
    ],
)
def test_words_are_marked_by_keyboard(
    lab: Lab, enter: Enter, at: int, keys: list[str], words: str | None
) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=(TEXTS[at],))
    coder.press("1", "m", *keys, "Enter", "Escape", "3", "Enter")
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    ((code, said),) = marked(lab, opened.coder)
    assert code == "staged"
    assert said == words if words else said in TEXTS[at]


@pytest.mark.parametrize(
    ("at", "first", "last", "words"),
    [
        (0, "cheered", "mayor", "cheered the mayor"),
        (0, "loudly", "cheered", "cheered the mayor \N{FAMILY} loudly"),
        (1, "de\u0301ja\u0300", "today", "de\u0301ja\u0300 today"),
        (2, "العمدة", "البوابة", "العمدة البوابة"),
    ],
)
def test_words_are_marked_by_mouse(
    lab: Lab, enter: Enter, at: int, first: str, last: str, words: str
) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=(TEXTS[at],))
    coder.press("2")
    drag(coder, first, last)
    expect(coder.page.locator("mark.hue-1").first).to_be_visible()
    coder.press("3", "Enter")
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert marked(lab, opened.coder) == [("moving", words)]


def test_words_are_marked_by_taps_and_taken_out_by_taps(lab: Lab, enter: Enter) -> None:
    phone = {"has_touch": True, "is_mobile": True, "viewport": {"width": 390, "height": 844}}
    coder, opened = seated(lab, enter, phone, book=OPTIONAL, texts=TEXTS[:1])
    page = coder.page
    page.get_by_label("Staged", exact=True).tap()
    page.get_by_role("button", name="Mark words").tap()
    for text in ("cheered", "the", "mayor", "loudly"):
        word(coder, text).tap()
    word(coder, "the").tap()
    page.get_by_label("Calm", exact=True).tap()
    page.get_by_role("button", name="Save and next").tap()
    expect(page.get_by_role("heading", name="You are done")).to_be_visible()
    assert marked(lab, opened.coder) == [
        ("staged", "cheered"),
        ("staged", "mayor \N{FAMILY} loudly"),
    ]


def test_spans_of_two_codes_overlap_visibly(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=TEXTS[:1])
    coder.press("1")
    drag(coder, "cheered", "mayor")
    coder.press("2")
    drag(coder, "the", "loudly")
    inner = coder.page.locator("mark mark")
    assert "".join(inner.all_text_contents()) == "the mayor"
    letters = coder.page.locator("mark[data-letter]")
    expect(letters).to_have_count(2)
    coder.press("3", "Enter")
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert marked(lab, opened.coder) == [
        ("staged", "cheered the mayor"),
        ("moving", "the mayor \N{FAMILY} loudly"),
    ]


def test_a_code_has_several_spans_and_delete_takes_one_away(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=TEXTS[:1])
    coder.press("1", "m", "Enter", "End", "Enter", "Home", "Delete", "ArrowRight", "2", "Escape")
    assert coder.chosen == {"frames=staged", "frames=moving"}
    coder.press("3", "Enter")
    expect(coder.page.get_by_role("heading", name="You are done")).to_be_visible()
    assert sorted(marked(lab, opened.coder)) == [("moving", "cheered"), ("staged", "loudly")]


def test_marks_come_back_with_the_answers(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=TEXTS[:2])
    coder.press("1", "m", "Enter", "Escape", "3")
    coder.save()
    coder.page.goto(opened.desk)
    coder.go_back()
    expect(coder.page.locator("mark")).to_have_text("Crowds")
    coder.press("m", "ArrowRight", "Enter", "Escape")
    coder.save()
    assert marked(lab, opened.coder) == [("staged", "Crowds cheered")]


def test_required_marks_are_asked_for(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=REQUIRED, texts=TEXTS[:2])
    coder.press("1", "3", "Enter")
    expect(coder.page.get_by_text("Mark the words that carry it")).to_be_visible()
    assert coder.reading == TEXTS[0]
    coder.press("m", "Enter", "Escape")
    coder.save()
    assert marked(lab, opened.coder) == [("staged", "Crowds")]


def test_marked_words_and_none_are_a_hint_and_no_block(lab: Lab, enter: Enter) -> None:
    coder, opened = seated(lab, enter, book=OPTIONAL, texts=TEXTS[:2])
    coder.press("1", "m", "Enter", "Escape", "n")
    expect(coder.page.get_by_text("the marks are left out")).to_be_visible()
    coder.press("3")
    coder.save()
    assert marked(lab, opened.coder) == []


def test_where_no_question_has_marks_nothing_speaks_of_them(lab: Lab, enter: Enter) -> None:
    coder, _ = seated(lab, enter, book="bias")
    expect(coder.page.get_by_role("button", name="Mark words")).to_be_hidden()
    assert coder.page.locator(".word").count() == 0
