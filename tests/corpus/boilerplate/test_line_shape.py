import pytest

from annotator.corpus.boilerplate.line_shape import (
    has_words,
    is_list_item,
    is_names,
    is_short,
    is_unclosed,
)


@pytest.mark.parametrize(
    ("line", "unclosed"),
    [
        ("Bridge shut for a month", True),
        ("Mayor says 'sorry'", True),
        ("Cost: 3.5m (2019)", True),
        ("It is shut.", False),
        ("Is it shut?", False),
        ("“It is shut.”", False),
        ("“It is shut”", False),
        ('"We will swim"', False),
        ("Image caption,", False),
        ("She said:", False),
        ("大桥关闭。", False),
        ("”", False),
    ],
)
def test_a_heading_ends_without_punctuation_and_a_sentence_with_it(
    line: str, unclosed: bool
) -> None:
    assert is_unclosed(line) is unclosed


@pytest.mark.parametrize(
    "line",
    [
        "Jane Doe",
        "JANE DOE",
        "Ana de la Cruz and Bo Li",
        "Jan van der Berg, Health Editor",
        "Max Muster, Berlin",
        "Erika Muster und Max Muster",
        "Seán O’Hara in Harrowgate",
        "Jane Doe | The Kestrel",
    ],
)
def test_names_are_names(line: str) -> None:
    assert is_names(line)


@pytest.mark.parametrize(
    "line",
    [
        "Friday",
        "Friday Night",
        "Berlin nach Paris",
        "Bürgern für Bürger",
        "the river",
        "Jane",
        "Jane Doe was asked",
        "Hoffnung und Angst",
        "Mai Und Juni",
    ],
)
def test_other_capitals_are_no_names(line: str) -> None:
    assert not is_names(line)


def test_lists_words_and_lengths() -> None:
    assert is_list_item("• Three hurt")
    assert is_list_item("2. Two hurt")
    assert not is_list_item("2.5 hurt")
    assert has_words("7")
    assert not has_words("* * *")
    assert is_short("one two", words=2, characters=7)
    assert not is_short("one two three", words=2, characters=70)
    assert not is_short("one two", words=2, characters=6)
