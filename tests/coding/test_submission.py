from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.yaml_file.read import read_book
from annotator.coding.submission import Submission, check_submission
from annotator.errors import Refused
from tests.factories import BOOK, CALM, LOUD

SMALL = read_book(BOOK)
GOOD = Submission("token-of-a-page", CALM)


def problems(submission):
    with pytest.raises(Refused) as refused:
        check_submission(submission, SMALL)
    return [problem.column for problem in refused.value.problems]


def digest(**other):
    return check_submission(replace(GOOD, **other), SMALL).digest


def test_every_question_gets_an_answer():
    found = {answer.question: answer for answer in check_submission(GOOD, SMALL).answers}
    assert list(found) == ["frames", "tone", "strength", "names", "remark"]
    assert found["strength"].state == "not_applicable"
    assert found["names"].state == "none"


@pytest.mark.parametrize(
    "token", ["", "short", "x" * 65, "with space", "naïve-token", "a\nbcdefgh"]
)
def test_a_submission_needs_its_name(token):
    assert problems(replace(GOOD, token=token)) == ["token"]


@pytest.mark.parametrize("seconds", [-1, -1e-9, float("nan"), float("inf"), float("-inf")])
def test_an_impossible_time_is_refused(seconds):
    assert problems(replace(GOOD, seconds=seconds)) == ["seconds"]


@pytest.mark.parametrize("looks", [-1, 10_001])
def test_an_impossible_number_of_looks_is_refused(looks):
    assert problems(replace(GOOD, looks=looks)) == ["looks"]


@pytest.mark.parametrize("name", ["note", "skip_reason"])
@pytest.mark.parametrize("text", ["x\x00y", "\x07", "x\ud800"])
def test_characters_that_no_database_keeps_are_refused(name, text):
    skip = replace(GOOD, raw={}, skipped=True, skip_reason="other")
    assert problems(replace(skip, **{name: text})) == [name]


@pytest.mark.parametrize(("name", "longest"), [("note", 5000), ("skip_reason", 500)])
def test_a_text_that_is_too_long_is_refused(name, longest):
    check_submission(replace(GOOD, **{name: "x" * longest}), SMALL)
    assert problems(replace(GOOD, **{name: "x" * (longest + 1)})) == [name]


def test_a_skip_needs_a_reason_and_takes_no_answers():
    skip = replace(GOOD, skipped=True, skip_reason="not a sentence")
    assert check_submission(skip, SMALL).answers == ()
    assert problems(replace(skip, skip_reason=" \n")) == ["skip_reason"]


def test_all_problems_are_named_at_once():
    bad = Submission("", {"tone": "shrill", "nonesuch": "1"}, seconds=-1, note="\x00")
    assert sorted(problems(bad)) == ["frames", "nonesuch", "note", "seconds", "token", "tone"]


def test_lines_of_a_note_end_in_one_way():
    sent = replace(GOOD, note=" one\r\ntwo\rthree\n ")
    assert check_submission(sent, SMALL).submission.note == "one\ntwo\nthree"
    assert check_submission(sent, SMALL).digest == digest(note="one\ntwo\nthree")


@pytest.mark.parametrize(
    "other",
    [
        {"raw": LOUD},
        {"raw": CALM | {"frames": ["staged", "moving"]}},
        {"raw": CALM | {"remark": "x"}},
        {"note": "x"},
        {"flagged": True},
        {"revises": "abc"},
        {"skipped": True, "skip_reason": "a"},
    ],
)
def test_whatever_is_said_changes_the_digest(other):
    assert digest(**other) != digest()


@given(st.floats(0, 1e6), st.integers(0, 10_000), st.booleans())
def test_how_it_was_sent_does_not_change_the_digest(seconds, looks, swapped):
    raw = dict(reversed(LOUD.items())) if swapped else LOUD
    assert digest(raw=raw, seconds=seconds, looks=looks) == digest(raw=LOUD)


def test_the_order_of_codes_does_not_change_the_digest():
    one, other = (
        {"frames": codes, "tone": "calm"} for codes in (["staged", "moving"], ["moving", "staged"])
    )
    assert digest(raw=one) == digest(raw=other)


SURE = replace(SMALL, confidence=True)


@pytest.mark.parametrize("sure", [None, 1, 2, 3])
def test_how_sure_one_is_is_taken_where_the_book_asks_and_may_be_left_open(sure):
    found = check_submission(replace(GOOD, confidence=sure), SURE)
    assert found.submission.confidence == sure


@pytest.mark.parametrize(("sure", "book"), [(0, SURE), (4, SURE), (-1, SURE), (2, SMALL)])
def test_how_sure_one_is_is_refused_where_it_is_no_answer(sure, book):
    with pytest.raises(Refused) as refused:
        check_submission(replace(GOOD, confidence=sure), book)
    assert [problem.column for problem in refused.value.problems] == ["confidence"]


def test_who_skips_is_sure_of_nothing():
    skip = replace(GOOD, raw={}, skipped=True, skip_reason="other", confidence=3)
    assert check_submission(skip, SMALL).submission.confidence is None


def test_how_sure_one_is_is_part_of_what_was_said():
    said = {check_submission(replace(GOOD, confidence=sure), SURE).digest for sure in (None, 1, 2)}
    assert len(said) == 3
    assert check_submission(GOOD, SURE).digest == check_submission(GOOD, SMALL).digest
