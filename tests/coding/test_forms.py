import pytest
from werkzeug.datastructures import MultiDict

from annotator.codebook.yaml_file.read import read_book
from annotator.coding.forms import new_token, read
from annotator.coding.submission import check_submission
from annotator.errors import Refused
from tests.factories import BOOK

SMALL = read_book(BOOK)


def form(*more, **fields):
    return MultiDict([("token", "token-of-a-page"), *fields.items(), *more])


def test_fields_are_read_as_they_were_sent():
    sent = form(
        ("answer-frames", "staged"), ("answer-frames", "moving"), ("answer-tone", "calm"),
        do="save", note="why", flagged="1", seconds="2.5", looks="3", revises="abc",
    )  # fmt: skip
    found = read(sent, SMALL)
    assert found.raw == {"frames": ["staged", "moving"], "tone": "calm"}
    assert (found.note, found.flagged, found.seconds, found.looks) == ("why", True, 2.5, 3)
    assert (found.revises, found.skipped, found.token) == ("abc", False, "token-of-a-page")


def test_empty_fields_are_no_answers():
    sent = form(("answer-names", ""), ("answer-remark", " \r\n "), ("answer-tone", "calm"))
    assert read(sent, SMALL).raw == {"tone": "calm"}


def test_an_empty_form_is_an_empty_submission():
    found = read(MultiDict(), SMALL)
    assert (found.raw, found.token, found.seconds, found.looks) == ({}, "", None, 0)


@pytest.mark.parametrize(
    ("chosen", "other", "reason"),
    [
        ("not a sentence", "", "not a sentence"),
        ("not a sentence", "ignored", "not a sentence"),
        ("other", "It is a poem.", "It is a poem."),
        ("", "It is a poem.", "It is a poem."),
        ("other", "", ""),
        ("", "", ""),
    ],
)
def test_a_skip_has_a_chosen_or_a_written_reason(chosen, other, reason):
    found = read(form(do="skip", skip_reason=chosen, skip_other=other), SMALL)
    assert (found.skipped, found.skip_reason) == (True, reason)


@pytest.mark.parametrize("seconds", ["", "soon", "1,5", "0x10"])
def test_a_time_that_is_no_number_is_not_known(seconds):
    assert read(form(seconds=seconds), SMALL).seconds is None


@pytest.mark.parametrize("field", [("seconds", "nan"), ("seconds", "-1"), ("seconds", "1e999")])
def test_a_time_that_can_not_be_is_refused(field):
    with pytest.raises(Refused, match="time on screen"):
        check_submission(
            read(form(field, ("answer-frames", "none"), ("answer-tone", "calm")), SMALL), SMALL
        )


@pytest.mark.parametrize("looks", ["-1", "many", "9" * 5000, "²", "1.5", ""])
def test_looks_that_can_not_be_are_refused(looks):
    with pytest.raises(Refused, match="looks"):
        check_submission(read(form(("looks", looks), ("answer-tone", "calm")), SMALL), SMALL)


def test_what_is_no_question_of_the_book_is_not_dropped_silently():
    with pytest.raises(Refused, match='no question "color"'):
        check_submission(read(form(("answer-color", "red")), SMALL), SMALL)


def test_a_code_that_is_sent_twice_is_one():
    sent = form(("answer-frames", "staged"), ("answer-frames", "staged"), ("answer-tone", "calm"))
    assert check_submission(read(sent, SMALL), SMALL).answers[0].codes == ("staged",)


def test_tokens_are_random_and_taken():
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    for token in tokens:
        check_submission(
            read(
                form(("answer-frames", "none"), ("answer-tone", "calm")) | {"token": token}, SMALL
            ),
            SMALL,
        )
