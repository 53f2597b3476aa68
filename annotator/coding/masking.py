"""Mask the names of an article's outlet and author in a sentence, length for length. Pure."""

from functools import lru_cache

import regex

#: As long as what it hides, so that offsets into the sentence stay true.
BLOCK = "█"

#: Counts up when the same names would be masked otherwise than before.
MASK_VERSION = 1

# A name is not found inside a longer word. Scripts that write no spaces between words
# have no such inside: there, whatever stands beside a name belongs to another word.
_LETTER = r"[\w--[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
_FLAGS = regex.IGNORECASE | regex.VERSION1


def masks(sentence: str, names: list[str]) -> list[tuple[int, int]]:
    """Where names stand in the sentence, as spans in code points, ordered and disjoint.

    A name is found whole, whatever its case and however its spaces are broken.
    """
    found = [m.span() for name in names if name.strip() for m in _pattern(name).finditer(sentence)]
    return _merged(sorted(found))


@lru_cache(maxsize=1024)
def _pattern(name: str) -> "regex.Pattern[str]":
    words = r"\s+".join(regex.escape(word) for word in name.split())
    return regex.compile(rf"(?<!{_LETTER}){words}(?!{_LETTER})", _FLAGS)


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def parts(sentence: str, names: list[str]) -> list[tuple[str, bool]]:
    """The sentence in pieces, each with whether it is masked; a masked piece is blocks."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for start, stop in masks(sentence, names):
        if start > end:
            pieces.append((sentence[end:start], False))
        pieces.append((BLOCK * (stop - start), True))
        end = stop
    if end < len(sentence):
        pieces.append((sentence[end:], False))
    return pieces
