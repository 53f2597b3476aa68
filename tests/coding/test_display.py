"""Codings in the words of their codebook, and what an address may ask for."""

import pytest

from annotator.codebook.yaml_file.read import read_book
from annotator.coding.display import Wanted, choices, in_words, wanted
from tests import factories

BOOK = read_book(factories.BOOK.replace("kind: many\n", "kind: many\n    primary: true\n", 1))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"frames": ["staged"], "frames.primary": ["staged"]}, ["Staged"]),
        (
            {"frames": ["staged", "moving"], "frames.primary": ["moving"], "tone": ["loud"]},
            ["Staged, Moving, most of all Moving", "Loud"],
        ),
        ({"frames": ["none"], "strength": "middle", "names": ["2"]}, ["None of these", "2", "2"]),
        ({"remark": ["none"]}, ["none"]),
        ({}, []),
    ],
)
def test_answers_are_said_in_the_words_of_the_book(answers, words):
    assert [said for _, said in in_words(BOOK, answers)] == words


def test_each_answer_stands_with_the_label_of_its_question_in_the_order_of_the_book():
    answers = {"remark": "x", "tone": "calm"}
    assert list(in_words(BOOK, answers)) == [
        ("Which tone has it?", "Calm"), ("What else is to be said?", "x"),
    ]  # fmt: skip


def test_only_codes_and_the_answer_that_none_applies_are_offered_where_there_are_some():
    assert [(label, [key for key, _ in codes]) for label, codes in choices(BOOK)] == [
        ("Which frames does it carry?", ["frames.staged", "frames.moving", "frames.none"]),
        ("Which tone has it?", ["tone.calm", "tone.loud"]),
        ("How loud is it?", ["strength.low", "strength.middle", "strength.high"]),
    ]


@pytest.mark.parametrize(
    ("asked", "meant"),
    [
        ({}, Wanted()),
        ({"show": "flagged", "code": "frames.none"}, Wanted("flagged", "frames", "none")),
        ({"show": "theirs", "code": "frames.unheard", "page": "-1"}, Wanted()),
        ({"page": "0"}, Wanted()),
        ({"page": "3"}, Wanted(page=3)),
        ({"page": "9" * 30}, Wanted()),
    ],
)
def test_what_an_address_can_not_mean_is_left_out(asked, meant):
    assert wanted(asked, BOOK) == meant
