import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.boilerplate.segments import Segment, SentenceKind
from annotator.corpus.review.history import (
    Correction,
    EditedSentence,
    Entry,
    as_records,
    correction,
    from_records,
    last_to_undo,
)

A, B, C = (
    EditedSentence(name, Segment(start, start + 9))
    for name, start in zip("abc", (0, 10, 20), strict=True)
)
NONE = Correction(0, (), ())


def segments(*known):
    return [each.segment for each in known]


def test_a_split_replaces_one_sentence_by_two_new_ones():
    halves = [Segment(10, 14), Segment(15, 19)]
    change = correction([A, B, C], [A.segment, *halves, C.segment], iter(["x", "y"]))
    assert change == Correction(
        1, (B,), (EditedSentence("x", halves[0]), EditedSentence("y", halves[1]))
    )


def test_a_join_replaces_two_sentences_by_a_new_one():
    joined = Segment(10, 29)
    change = correction([A, B, C], [A.segment, joined], iter(["x"]))
    assert change == Correction(1, (B, C), (EditedSentence("x", joined),))


def test_a_sentence_with_the_same_span_keeps_its_id():
    caption = Segment(10, 19, SentenceKind.CAPTION, included=False, reason="seen so")
    change = correction([A, B, C], [A.segment, caption, C.segment], iter(()))
    assert change == Correction(1, (B,), (EditedSentence("b", caption),))


def test_nothing_changed_is_an_empty_correction():
    assert correction([A, B], segments(A, B), iter(())).after == ()


@given(st.lists(st.sampled_from([A, B, C]), unique=True), st.integers(0, 99))
def test_the_log_gives_back_the_correction(known, first):
    change = Correction(first, tuple(known), (A,))
    sides = as_records(change.before, first), as_records(change.after, first)
    assert from_records(*sides) == change


@pytest.mark.parametrize(
    ("entries", "standing"),
    [
        ([], None),
        ([Entry(1, NONE), Entry(2, NONE)], 2),
        ([Entry(1, NONE), Entry(2, NONE), Entry(3, NONE, undoes=2)], 1),
        ([Entry(1, NONE), Entry(2, NONE, undoes=1)], None),
        ([Entry(1, NONE), Entry(2, NONE, undoes=1), Entry(3, NONE)], 3),
        (
            [Entry(1, NONE), Entry(2, NONE), Entry(3, NONE, undoes=2), Entry(4, NONE, undoes=1)],
            None,
        ),
    ],
)
def test_the_last_correction_that_was_not_taken_back_stands(entries, standing):
    found = last_to_undo(entries)
    assert (found.number if found else None) == standing
