"""Messages of programs: read strictly, and refused with the place of the mistake."""

from typing import Any

import pytest

from annotator.coding.api_messages import (
    MOST_CODINGS,
    SentencesWanted,
    coding,
    codings_sent,
    sentences_wanted,
)
from annotator.coding.marking import Mark
from annotator.errors import Refused

CODING: dict[str, Any] = {
    "assignment": "a1",
    "token": "t" * 12,
    "answers": {"frames": ["staged"]},
    "marks": [{"question": "frames", "code": "staged", "start": 0, "end": 4}],
    "seconds": 4.5,
    "note": "n",
    "flagged": True,
    "looks": 1,
    "revises": "c1",
}


def test_a_coding_is_read_with_all_that_it_says() -> None:
    sent = coding(CODING)
    assert sent.assignment == "a1"
    assert sent.submission.raw == {"frames": ["staged"]}
    assert sent.submission.marks == (Mark("frames", "staged", 0, 4),)
    assert (sent.submission.seconds, sent.submission.flagged, sent.submission.looks) == (
        4.5,
        True,
        1,
    )
    assert not sent.submission.skipped


def test_a_reason_makes_it_a_skip() -> None:
    sent = coding({"assignment": "a1", "token": "t" * 12, "skip_reason": "not a sentence"})
    assert sent.submission.skipped
    assert sent.submission.skip_reason == "not a sentence"


def test_one_coding_may_come_by_itself() -> None:
    alone = codings_sent(CODING)
    assert (len(alone.codings), alone.wanted) == (1, SentencesWanted())
    assert codings_sent({"codings": [CODING, CODING], "want": 3}).wanted == SentencesWanted(3)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": None}, "token is None; a text is expected"),
        ({"answers": ["staged"]}, "an object is expected"),
        ({"seconds": True}, "seconds is True; a whole number or a number or null is expected"),
        ({"seconds": "4"}, "seconds is '4'"),
        ({"flagged": 1}, "true or false is expected"),
        ({"looks": 1.5}, "a whole number is expected"),
        ({"marks": [{"question": "frames", "code": "staged", "start": 0}]}, "end is missing"),
        ({"marks": ["0-4"]}, "must be a JSON object"),
        ({"member": "C07"}, "'member' is no key here"),
    ],
)
def test_a_mistake_is_refused_with_its_place(change: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        coding({**CODING, **change})


@pytest.mark.parametrize(
    "data", [None, [], "x", {"codings": {}}, {"codings": [CODING] * (MOST_CODINGS + 1)}]
)
def test_a_message_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(Refused):
        codings_sent(data)


@pytest.mark.parametrize(("data", "want"), [({}, 1), ({"want": 0}, 0), ({"want": 60}, 60)])
def test_how_many_are_wanted(data: object, want: int) -> None:
    assert sentences_wanted(data).want == want


@pytest.mark.parametrize("want", [-1, 61, True, "3", None, 2.0])
def test_a_number_that_can_not_be_wanted_is_refused(want: object) -> None:
    with pytest.raises(Refused, match="from 0 to 60"):
        sentences_wanted({"want": want})


def test_a_message_says_what_is_known_and_whose_it_is() -> None:
    assert sentences_wanted({"want": 3, "after": 7, "coder": "c1"}) == SentencesWanted(3, 7, "c1")


@pytest.mark.parametrize("odd", [{"after": "7"}, {"after": -1}, {"after": 2**31}, {"coder": 7}])
def test_an_odd_wish_is_refused(odd: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="is expected"):
        sentences_wanted(odd)
