"""Marks: spans of a sentence for a code, in code points, checked and joined."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.answers import Answer
from annotator.codebook.yaml_file.read import read_book
from annotator.coding.marking import MOST_MARKS, Mark, checked_marks, words
from annotator.errors import Refused

BOOK = read_book("""
key: small
title: Small
questions:
  - key: frames
    kind: many
    label: Which frames?
    marks: optional
    codes:
      - {key: staged, label: Staged, definition: Arranged.}
      - {key: loud, label: Loud, definition: Loud.}
  - key: tone
    kind: one
    label: Which tone?
    codes:
      - {key: calm, label: Calm, definition: Calm.}
      - {key: harsh, label: Harsh, definition: Harsh.}
""")
NEEDED = read_book("""
key: small
title: Small
questions:
  - key: frames
    kind: many
    label: Which frames?
    marks: required
    codes:
      - {key: staged, label: Staged, definition: Arranged.}
      - {key: loud, label: Loud, definition: Loud.}
""")
GIVEN = (Answer("frames", "given", ("staged", "loud")), Answer("tone", "given", ("calm",)))
LENGTH = 40


def mark(start: int, end: int, code: str = "staged", question: str = "frames") -> Mark:
    return Mark(question, code, start, end)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The mayor’s gate.", ["The", "mayor’s", "gate"]),
        ("She didn't pay $96m, 😀 no.", ["She", "didn't", "pay", "96m", "no"]),
        ("قال العمدة", ["قال", "العمدة"]),
        ("cafe\u0301 noir", ["cafe\u0301", "noir"]),
        ("", []),
    ],
)
def test_words_end_where_unicode_says(sentence: str, expected: list[str]) -> None:
    assert [sentence[start:end] for start, end in words(sentence)] == expected


@given(st.text(max_size=80))
def test_words_are_in_order_and_never_overlap(sentence: str) -> None:
    spans = words(sentence)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


def test_spans_of_one_code_that_touch_or_overlap_become_one() -> None:
    sent = [mark(10, 14), mark(0, 4), mark(4, 6), mark(12, 20), mark(0, 4)]
    assert checked_marks(sent, BOOK, GIVEN, LENGTH) == (mark(0, 6), mark(10, 20))


def test_spans_of_different_codes_may_overlap() -> None:
    sent = [mark(0, 10, "staged"), mark(5, 15, "loud")]
    assert set(checked_marks(sent, BOOK, GIVEN, LENGTH)) == set(sent)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([mark(0, LENGTH + 1)], "outside the sentence"),
        ([mark(-1, 3)], "outside the sentence"),
        ([mark(5, 5)], "outside the sentence"),
        ([mark(7, 5)], "outside the sentence"),
        ([mark(0, 3, "calm", "tone")], "takes no marks"),
        ([mark(0, 3, "staged", "color")], "takes no marks"),
        ([mark(0, 3, "quiet")], "which is not chosen"),
        ([mark(0, 3)] * (MOST_MARKS + 1), "201 marks"),
    ],
)
def test_a_mark_that_can_not_be_is_refused(sent: list[Mark], said: str) -> None:
    with pytest.raises(Refused, match=said):
        checked_marks(sent, BOOK, GIVEN, LENGTH)


def test_marks_for_a_code_that_was_not_given_are_refused() -> None:
    with pytest.raises(Refused, match="which is not chosen"):
        checked_marks([mark(0, 3)], BOOK, (Answer("frames", "none"),), LENGTH)


def test_where_marks_are_required_each_given_code_needs_one() -> None:
    with pytest.raises(Refused, match='No words are marked for "loud"'):
        checked_marks([mark(0, 3)], NEEDED, GIVEN[:1], LENGTH)
    assert checked_marks([], NEEDED, (Answer("frames", "none"),), LENGTH) == ()
