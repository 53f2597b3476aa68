"""Where a sentence stands in the text of its article, and where a person may cut it."""

from itertools import pairwise
from typing import NamedTuple

import regex

#: At a word; after closing punctuation that no space follows; in scripts without spaces,
#: between words.
_PLACE = regex.compile(
    r"(?<=\s)(?=\S)|(?<=[.!?…:;。！？][\"'”’»)\]]*)(?=[\p{Lu}\p{Lo}])|(?<=\w)\b(?=\w)", regex.WORD
)


class Span(NamedTuple):
    """A stretch ``text[start:end]``, counted in code points."""

    start: int
    end: int


def trimmed(text: str, start: int, end: int) -> Span | None:
    """The stretch without white space at its ends, or nothing if it is only white space."""
    piece = text[start:end]
    words = piece.strip()
    if not words:
        return None
    begin = start + len(piece) - len(piece.lstrip())
    return Span(begin, begin + len(words))


class Piece(NamedTuple):
    """A word as it stands, and at which character of the sentence it begins."""

    offset: int
    text: str


def pieces(sentence: str) -> list[Piece]:
    """A sentence in pieces; it may be cut before each but the first."""
    places = [0, *(found.start() for found in _PLACE.finditer(sentence)), len(sentence)]
    spans = (trimmed(sentence, *ends) for ends in pairwise(places))
    return [Piece(span.start, sentence[span.start : span.end]) for span in spans if span]
