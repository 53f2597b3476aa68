import pytest

from tests.codebook.books import FRAMES, said_of

CASES = [
    (
        "    kind: many",
        "	kind: many",
        "line 5: A tab stands where spaces were expected. Indent with spaces; most editors can "
        "turn tabs into spaces.",
    ),
    (
        "Which frames?",
        "Frames: which?",
        "line 6: A colon and a space stand inside a text, or a line is indented too far. Put "
        "quotes around a text that has a colon in it, and align the keys of one thing.",
    ),
    (
        "Which frames?",
        '"Which frames?',
        "line 6: A quote that is opened here is never closed. Close the quote, or put the text in "
        "the other kind of quotes if it has one in it.",
    ),
    (
        "It is arranged.",
        "[It is arranged.",
        "line 10: A bracket that is opened here is never closed. Close the bracket, or put quotes "
        "around a text that has one in it.",
    ),
    (
        "Which frames?",
        "@frames",
        "line 6: A text begins with a character that YAML keeps for itself. Put quotes around the "
        "text.",
    ),
    (
        "It is arranged.",
        "* arranged",
        "line 10: A text begins with * or &, which YAML keeps for itself. Put quotes around the "
        "text.",
    ),
    (
        "It is arranged.",
        "| arranged",
        "line 10: A text begins with | or >, which YAML keeps for itself. Put quotes around the "
        "text.",
    ),
    (
        "    kind: many",
        "   kind: many",
        "line 5: This line does not align with the lines above it, or text follows a closing "
        "quote. Give the keys of one thing the same indentation, and quote a whole text or none "
        "of it.",
    ),
    (
        "    kind: many",
        "    kind many",
        'line 5: A key without its colon was found. Write "key: value", and indent a text that '
        "runs over several lines.",
    ),
    (
        "label: Which frames?",
        "label: - Which",
        "line 6: A list begins on the line of its key, or a line is indented too far. Begin the "
        'first "- " on a line of its own, or put quotes around the text.',
    ),
    (
        "Which frames?",
        '"\\q"',
        "line 6: A backslash in a text with double quotes is followed by a character with no "
        "meaning. Put the text in single quotes, or double the backslash.",
    ),
    (
        "Which frames?",
        '"\\UFFFFFFFF"',
        "A \\U in a text with double quotes names a character that does not exist. Put the text in "
        "single quotes.",
    ),
    (
        "Which frames?",
        "Which\x00",
        "line 6: A character that can not be shown was found (U+0000). Delete it, and save the "
        "file as UTF-8 text.",
    ),
    (
        "It is arranged.",
        "|-\n\n               a\n            b",
        "line 13: This line does not align with the lines above it, or text follows a closing "
        "quote. Give the keys of one thing the same indentation, and quote a whole text or none "
        "of it.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_slip_of_the_pen_is_told_in_plain_words(old, new, said):
    assert said_of(FRAMES, old, new) == said


def test_what_is_not_in_the_list_is_told_in_the_words_of_the_parser():
    assert said_of(FRAMES, "key: book", "%YAML 3.0\n---\nkey: book") == (
        "line 1: This is not YAML that can be read: found incompatible YAML document (version 1.* "
        "is required). Check the indentation, the quotes and the colons on this line and the one "
        "before."
    )
