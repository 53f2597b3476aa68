"""What YAML's own errors mean, in the words of someone who writes a codebook."""

import re
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.error import YAMLError

from annotator.errors import Problem

#: What YAML 1.2 allows in a file (section 5.1), turned round. A lone surrogate is not text at all.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUOTE_IT = "Put quotes around the text."


@dataclass(frozen=True, slots=True)
class _Meaning:
    """A part of the parser's message and what it means; ``opened`` if it means an earlier line."""

    problem: str
    message: str
    remedy: str
    opened: bool = False


#: The first that fits is taken.
_MEANINGS = (
    _Meaning(
        "'\\t'",
        "A tab stands where spaces were expected.",
        "Indent with spaces; most editors can turn tabs into spaces.",
    ),
    _Meaning(
        "mapping values are not allowed",
        "A colon and a space stand inside a text, or a line is indented too far.",
        "Put quotes around a text that has a colon in it, and align the keys of one thing.",
    ),
    _Meaning(
        "unexpected end of stream",
        "A quote that is opened here is never closed.",
        "Close the quote, or put the text in the other kind of quotes if it has one in it.",
        opened=True,
    ),
    _Meaning(
        "expected ',' or",
        "A bracket that is opened here is never closed.",
        "Close the bracket, or put quotes around a text that has one in it.",
        opened=True,
    ),
    _Meaning(
        "could not find expected ':'",
        "A key without its colon was found.",
        'Write "key: value", and indent a text that runs over several lines.',
        opened=True,
    ),
    _Meaning(
        "expected <block end>",
        "This line does not align with the lines above it, or text follows a closing quote.",
        "Give the keys of one thing the same indentation, and quote a whole text or none of it.",
    ),
    _Meaning(
        "sequence entries are not allowed",
        "A list begins on the line of its key, or a line is indented too far.",
        'Begin the first "- " on a line of its own, or put quotes around the text.',
    ),
    _Meaning(
        "cannot start any token",
        "A text begins with a character that YAML keeps for itself.",
        _QUOTE_IT,
    ),
    _Meaning(
        "alphabetic or numeric character",
        "A text begins with * or &, which YAML keeps for itself.",
        _QUOTE_IT,
    ),
    _Meaning(
        "chomping or indentation",
        "A text begins with | or >, which YAML keeps for itself.",
        _QUOTE_IT,
    ),
    _Meaning(
        "expected a comment or a line break",
        "A text begins with | or >, which YAML keeps for itself.",
        _QUOTE_IT,
    ),
    _Meaning(
        "more indented follow up line",
        "The first line of a text is indented less or more than those after it.",
        "Give all lines of the text the same indentation.",
    ),
    _Meaning(
        "escape character",
        "A backslash in a text with double quotes is followed by a character with no meaning.",
        "Put the text in single quotes, or double the backslash.",
    ),
)


def unreadable(error: YAMLError) -> Problem:
    """The parser's error in plain words, with the line of what has to be mended."""
    # An error has a problem, or a context (where something began), or both.
    problem = str(getattr(error, "problem", None) or getattr(error, "context", None) or error)
    opened = getattr(error, "context_mark", None)
    mark = getattr(error, "problem_mark", None) or opened
    for meaning in _MEANINGS:
        if meaning.problem in problem:
            line = _line(opened if meaning.opened and opened else mark)
            return Problem(meaning.message, line=line, remedy=meaning.remedy)
    message = f"This is not YAML that can be read: {problem}."
    remedy = "Check the indentation, the quotes and the colons on this line and the one before."
    return Problem(message, line=_line(mark), remedy=remedy)


def unreadable_character(text: str) -> Problem | None:
    """The first character that a YAML file cannot have, if there is one."""
    found = _UNREADABLE.search(text)
    if found is None:
        return None
    message = f"A character that can not be shown was found (U+{ord(found[0]):04X})."
    line = text.count("\n", 0, found.start()) + 1
    return Problem(message, line=line, remedy="Delete it, and save the file as UTF-8 text.")


def _line(mark: Any) -> int | None:
    return None if mark is None else int(mark.line) + 1
