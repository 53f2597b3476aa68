from dataclasses import replace

import pytest

from annotator.codebook.schema import Question, ShownIf
from annotator.codebook.words.instructions import instructions
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.small import SMALL

BOOK = read_book(SMALL)
TONE, STRENGTH = BOOK.questions
NUMBER = Question("people", "number", "How many people?", "ratio")


def test_the_instructions_say_what_may_be_answered():
    assert instructions(BOOK, TONE) == (
        "Choose every code that applies.",
        "If none applies, choose “None of these”.",
        "Of several codes, say which one weighs most.",
        "You may mark the words that carry a code.",
    )


def test_the_instructions_name_the_answers_after_which_a_question_is_asked():
    both = replace(STRENGTH, shown_if=ShownIf("tone", ("alarm", "praise")))
    assert instructions(BOOK, both) == (
        "Asked only if “Which tones does it carry?” was answered with “Alarm” or “Praise”.",
        "Choose one point of the scale.",
        "You may leave it empty.",
    )


def test_a_question_asked_after_any_code_says_so():
    any_code = replace(STRENGTH, shown_if=ShownIf("tone"))
    assert instructions(BOOK, any_code)[0] == (
        "Asked only if “Which tones does it carry?” was answered with a code or a value."
    )


@pytest.mark.parametrize(
    ("low", "high", "sentence"),
    [
        (None, None, "Write a number."),
        (0.0, None, "Write a number, 0 or more."),
        (None, 2.5, "Write a number, 2.5 or less."),
        (0.0, 10.0, "Write a number from 0 to 10."),
    ],
)
def test_a_number_is_asked_with_its_range(low, high, sentence):
    assert instructions(BOOK, replace(NUMBER, minimum=low, maximum=high)) == (sentence,)


def test_required_marks_are_asked_for():
    assert "Mark the words that carry each code." in instructions(
        BOOK, replace(TONE, marks="required")
    )
