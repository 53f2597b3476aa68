import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.rules.names import closest, key_from, key_problem, shortened
from tests.codebook.books import FRAMES, said_of
from tests.codebook.strategies import patient

CASES = [
    (
        "key: book\n",
        "",
        'line 1, column key: The codebook has no key. Add "key:" with lower-case letters, digits '
        "and underscores, starting with a letter.",
    ),
    (
        "key: book",
        "key: My book",
        'line 1, column key: The key "My book" is not lower-case letters, digits and underscores, '
        'starting with a letter. Write "my_book", for example.',
    ),
    (
        "key: book",
        "key: 2022",
        'line 1, column key: The key "2022" is not lower-case letters, digits and underscores, '
        'starting with a letter. Write "frame_1", for example.',
    ),
    (
        "key: book",
        f"key: {'b' * 61}",
        "line 1, column key: The key of 61 characters is longer than 60. Shorten it, and keep the "
        "label in full.",
    ),
    (
        "title: A book",
        "title:",
        'line 2, column title: The codebook has no title. Add "title:" with a text.',
    ),
    (
        "title: A book",
        "title: null",
        'line 2, column title: The codebook has no title. Add "title:" with a text.',
    ),
    (
        "title: A book",
        f"title: {'a' * 201}",
        "line 2, column title: This title is not one line of at most 200 characters. Shorten it; "
        "it has 201 now.",
    ),
    (
        "title: A book",
        "title: A book\nlanguage: English",
        'line 3, column language: "English" is not a language tag. Write "en", "de" or "pt-BR", '
        "for example.",
    ),
    (
        "Which frames?",
        '"Which \\0 frames?"',
        "line 6, column questions[1].label: A character that can not be shown was found (U+0000). "
        "Delete it, or write it as a visible one.",
    ),
    (
        "It is arranged.",
        '"\\ud800"',
        "line 10, column questions[1].codes[1].definition: A character that can not be shown was "
        "found (U+D800). Delete it, or write it as a visible one.",
    ),
    (
        "key: book",
        "key: Café-Frames",
        'line 1, column key: The key "Café-Frames" is not lower-case letters, digits and '
        'underscores, starting with a letter. Write "cafe_frames", for example.',
    ),
    (
        "title: A book",
        "title: A book\nlanguage: EN",
        'line 3, column language: "EN" is not a language tag. Write "en", "de" or "pt-BR", for '
        "example.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_name_is_refused_with_its_place_and_a_remedy(old, new, said):
    assert said_of(FRAMES, old, new) == said


@patient
@given(st.text())
def test_a_key_made_of_a_label_is_a_key_or_nothing(label):
    made = key_from(label)

    assert made == "" or key_problem(made, "key", "It") is None


@pytest.mark.parametrize(
    ("written", "name"), [("lable", "label"), ("KIND", "kind"), ("colour", ""), ("", "")]
)
def test_only_a_near_name_is_guessed(written, name):
    assert closest(written, ("key", "kind", "label")) == name


@patient
@given(st.text(max_size=100))
def test_what_is_shown_of_a_text_is_never_long(text):
    assert len(shortened(text)) <= 60
    assert len(text) > 60 or shortened(text) == text
