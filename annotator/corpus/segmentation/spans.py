"""Where a sentence stands in the text of its article."""

from typing import NamedTuple


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
