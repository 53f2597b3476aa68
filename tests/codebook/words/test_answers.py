import pytest

from annotator.codebook.answers import Answer
from annotator.codebook.words.answers import answers_in_words, choices
from annotator.codebook.yaml_file.read import read_book
from tests import factories

BOOK = read_book(factories.BOOK.replace("kind: many\n", "kind: many\n    primary: true\n", 1))


def given(question, *codes, **rest):
    return Answer(question, "given", codes, **rest)


def in_words(*answers):
    return list(answers_in_words(BOOK, {answer.question: answer for answer in answers}))


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ([given("frames", "staged", primary="staged")], ["Staged"]),
        (
            [given("frames", "staged", "moving", primary="moving"), given("tone", "loud")],
            ["Staged, Moving, most of all Moving", "Loud"],
        ),
        (
            [
                Answer("frames", "none"),
                given("strength", "middle", number=2.0),
                given("names", number=2.0),
            ],
            ["None of these", "2", "2"],
        ),
        ([given("remark", text="none")], ["none"]),
        ([Answer("names", "none"), Answer("remark", "not_applicable")], []),
        ([], []),
    ],
)
def test_answers_are_put_into_the_words_of_the_book(answers, words):
    assert [each for _, each in in_words(*answers)] == words


def test_each_answer_stands_with_the_label_of_its_question_in_the_order_of_the_book():
    assert in_words(given("remark", text="x"), given("tone", "calm")) == [
        ("Which tone has it?", "Calm"),
        ("What else is to be said?", "x"),
    ]


def test_only_codes_and_the_answer_that_none_applies_are_offered_where_there_are_some():
    assert [(label, [key for key, _ in codes]) for label, codes in choices(BOOK)] == [
        ("Which frames does it carry?", ["frames.staged", "frames.moving", "frames.none"]),
        ("Which tone has it?", ["tone.calm", "tone.loud"]),
        ("How loud is it?", ["strength.low", "strength.middle", "strength.high"]),
    ]
