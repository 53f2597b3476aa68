from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.words.changes import changes
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import FRAMES, SCALE
from tests.codebook.strategies import codebooks, patient

MOVING = FRAMES[FRAMES.index("      - key: moving") :]
STAGED = FRAMES[FRAMES.index("      - key: staged") : FRAMES.index("      - key: moving")]

CASES = [
    (
        "title: A book",
        "title: Another book",
        ['The title of the codebook was changed from "A book" to "Another book".'],
    ),
    (
        "title: A book",
        "title: A book\ndescription: For everyone.",
        ['The description of the codebook was changed from nothing to "For everyone.".'],
    ),
    (
        "title: A book",
        "title: A book\nconfidence: true",
        ["The question how sure one is of the codebook was changed from false to true."],
    ),
    (
        "key: moving",
        "key: touching",
        [
            'The code "moving" of "frames" was removed.',
            'The code "touching" of "frames" was added.',
        ],
    ),
    (MOVING, "", ['The code "moving" of "frames" was removed.']),
    (
        STAGED + MOVING,
        MOVING + STAGED,
        ['The codes of "frames" were put in another order.'],
    ),
    (
        "label: Moving",
        "label: Touching",
        ['The label of the code "moving" of "frames" was changed from "Moving" to "Touching".'],
    ),
    (
        "It is arranged.",
        "It is arranged for an audience by the one who holds it, or for him.",
        ['The definition of the code "staged" of "frames" was changed.'],
    ),
    (
        "label: Moving",
        "label: Moving\n        hotkey: 5",
        ['The hotkey of the code "moving" of "frames" was changed from nothing to "5".'],
    ),
    (
        "label: Moving",
        "label: Moving\n        not_when: [Never.]",
        ['The list of when not to use it of the code "moving" of "frames" was changed.'],
    ),
    (
        "kind: many",
        "kind: many\n    required: false",
        ['The duty to answer of the question "frames" was changed from true to false.'],
    ),
    (
        "  - key: frames",
        "  - {key: why, kind: text, label: Why?}\n  - key: frames",
        ['The question "why" was added.'],
    ),
    (
        "key: frames",
        "key: framing",
        [
            'The question "frames" was removed.',
            'The question "framing" was added.',
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "sentences"), CASES)
def test_each_change_is_one_sentence(old, new, sentences):
    before, after = read_book(FRAMES), read_book(FRAMES.replace(old, new, 1))

    assert list(changes(before, after)) == sentences


def test_numbers_and_conditions_are_compared_too():
    after = SCALE.replace("value: 3", "value: 3.5").replace("minimum: 0", "minimum: 1")
    after = after.replace("kind: text", "kind: text\n    shown_if: {question: bias}")

    assert changes(read_book(SCALE), read_book(after)) == (
        'The value of the code "high" of "bias" was changed from 3 to 3.5.',
        'The minimum of the question "share" was changed from 0 to 1.',
        'The condition of the question "why" was changed.',
    )


def test_the_order_of_questions_is_compared():
    book = read_book(SCALE)

    assert changes(book, replace(book, questions=book.questions[::-1])) == (
        "The questions were put in another order.",
    )


@patient
@given(codebooks(), st.data())
def test_there_is_a_sentence_if_and_only_if_something_changed(book, data):
    number = data.draw(st.integers(0, len(book.questions) - 1))
    other = data.draw(codebooks()).questions[0]
    questions = (*book.questions[:number], other, *book.questions[number + 1 :])
    after = replace(book, questions=questions)

    assert changes(book, book) == ()
    assert bool(changes(book, after)) == (after != book)
