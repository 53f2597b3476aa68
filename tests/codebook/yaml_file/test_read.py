from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.ready_made import ready_made_text
from annotator.codebook.schema import NONE_LABEL, Code, Codebook, Question
from annotator.codebook.yaml_file.read import LARGEST, decoded, read_book
from annotator.errors import Refused
from tests.codebook.books import FRAMES, SCALE, said_of
from tests.codebook.strategies import patient


def test_a_book_says_what_its_file_says():
    assert read_book(FRAMES) == Codebook(
        key="book",
        title="A book",
        language="en",
        description="",
        questions=(
            Question(
                key="frames",
                kind="many",
                label="Which frames?",
                level="nominal",
                none=True,
                none_label=NONE_LABEL,
                codes=(
                    Code("staged", "Staged", "It is arranged."),
                    Code("moving", "Moving", "A feeling is shown."),
                ),
            ),
        ),
    )


def test_norwegian_is_a_language():
    assert read_book("language: no\n" + FRAMES).language == "no"


def test_a_point_between_the_ends_may_be_called_by_its_number():
    labels = [code.label for code in read_book(SCALE).questions[0].codes]

    assert labels == ["Not at all", "2", "Very"]


def test_all_problems_are_told_at_once_in_the_order_of_lines():
    wrong = (
        FRAMES.replace("key: book", "key: My book")
        .replace("kind: many", "kind: mony")
        .replace("label: Staged", "label:")
        .replace("definition: A", "defintion: A")
    )

    assert said_of(wrong).splitlines() == [
        'line 1, column key: The key "My book" is not lower-case letters, digits and underscores, '
        'starting with a letter. Write "my_book", for example.',
        'line 5, column questions[1].kind: "mony" is not a kind of question. Did you mean "many"?',
        'line 9, column questions[1].codes[1].label: The code "staged" has no label. '
        'Add "label:" with a text.',
        'line 13, column questions[1].codes[2].defintion: The key "defintion" is not known here. '
        'Did you mean "definition"?',
    ]


def test_problems_name_the_file():
    with pytest.raises(Refused) as caught:
        read_book("key: [", "frames.yaml")
    assert caught.value.problems[0].place == "frames.yaml, line 1"

    with pytest.raises(Refused) as caught:
        read_book(FRAMES.replace("key: book", ""), "frames.yaml")
    assert caught.value.problems[0].place == "frames.yaml, line 2, column key"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", "Nothing"),
        ("# Nothing yet.\n", "Nothing"),
        ("Hello", 'The text "Hello"'),
        ("- a", "A list"),
    ],
)
def test_what_is_no_book_at_all_is_refused(text, found):
    assert said_of(text) == (
        f"line 1: {found} was found where keys and values were expected. "
        'Write "key: value" on lines of their own; '
        "the keys are key, title, language, description, confidence, questions."
    )


def test_a_long_list_of_problems_is_cut():
    said = said_of(FRAMES, "codes:", "codes:" + "\n      - x" * 150).splitlines()

    assert len(said) == 101
    assert said[-1] == "There are 51 more problems. Mend these first."


def test_a_file_of_a_megabyte_is_read_and_a_larger_one_is_refused():
    filler = "#" * (LARGEST - len(FRAMES.encode())) + "\n"

    assert read_book(filler[1:] + FRAMES) == read_book(FRAMES)
    assert said_of(filler + FRAMES) == (
        "The file has 1,000,001 bytes; a codebook has at most 1,000,000. "
        "Check that it is the codebook and not the corpus."
    )
    with pytest.raises(Refused, match="1,000,001 bytes"):
        decoded((filler + FRAMES).encode())


def test_a_byte_order_mark_and_windows_line_ends_do_not_matter():
    content = ready_made_text("bias").replace("\n", "\r\n").encode("utf-8-sig")

    assert decoded(content).startswith("# A codebook")
    assert read_book(decoded(content)) == read_book(ready_made_text("bias"))


def test_a_file_in_another_encoding_is_refused():
    with pytest.raises(Refused) as caught:
        decoded("key: a\ntitle: Überschrift\n".encode("latin-1"), "old.yaml")

    assert str(caught.value) == (
        "old.yaml, line 2: The file is not UTF-8 text (byte DC). "
        "Save it in the encoding UTF-8; every editor offers it."
    )


@patient
@given(st.data())
def test_a_book_that_was_damaged_anywhere_is_read_or_refused(data):
    start = data.draw(st.integers(0, len(SCALE)))
    end = data.draw(st.integers(start, min(start + 20, len(SCALE))))
    insert = data.draw(st.text(":-?[]{}&*!|>'\"%@#,~\\ \n\tab1", max_size=5))

    with suppress(Refused):
        read_book(SCALE[:start] + insert + SCALE[end:])


def test_whether_it_asks_how_sure_one_is_is_true_or_false():
    assert read_book(FRAMES.replace("questions:", "confidence: yes\nquestions:")).confidence
    assert not read_book(FRAMES).confidence
    with pytest.raises(Refused) as refused:
        read_book(FRAMES.replace("questions:", "confidence: maybe\nquestions:"))
    assert [(each.line, each.column) for each in refused.value.problems] == [(3, "confidence")]
