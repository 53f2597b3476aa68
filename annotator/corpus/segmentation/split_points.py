"""Where a person may cut a sentence."""

from itertools import pairwise
from typing import NamedTuple

import regex

#: At a word; after closing punctuation that no space follows; in scripts without spaces,
#: between words.
_PLACE = regex.compile(
    r"(?<=\s)(?=\S)|(?<=[.!?…:;。！？][\"'”’»)\]]*)(?=[\p{Lu}\p{Lo}])|(?<=\w)\b(?=\w)", regex.WORD
)


class Piece(NamedTuple):
    """A word as it stands, and at which character of the sentence it begins."""

    offset: int
    text: str


def pieces(sentence: str) -> list[Piece]:
    """A sentence in pieces; it may be cut before each but the first."""
    places = [0, *(found.start() for found in _PLACE.finditer(sentence)), len(sentence)]
    return [Piece(start, sentence[start:end].strip()) for start, end in pairwise(places)]
