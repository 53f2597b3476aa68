"""Cut the text of an article into sentences.

Lines come first: a line of a news text ends a paragraph, so no sentence crosses it. Only
in hard-wrapped text is it the blank line that ends a paragraph. A quotation of several
sentences is cut, because joining afterwards is easy and cutting is not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from annotator.corpus.segmentation.engines import Finder, engine_for
from annotator.corpus.segmentation.spans import Span, trimmed

#: The longest stretch an engine is shown at once, in characters: what bounds the time
#: that one paragraph can take, and the longest sentence there can be.
LONGEST = 20_000

#: Mails and agency wires wrap at 60 to 80 characters; no newspaper wraps beyond this.
WIDEST = 120
_FEWEST_PAIRS = 3
_CLOSING = ".!?…:;\"'”’»)。！？"

_LINE_END = re.compile("[\n\v\f\x85\u2028\u2029]+")
_BLANK_LINE = re.compile(r"\n(?:[^\S\n]*\n)+")
_WORD = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Split:
    """The sentences of a text, in order, and what found them."""

    spans: tuple[Span, ...]
    engine: str
    version: str


def split(text: str, language: str, *, wrapped: bool | None = None) -> Split:
    """Cut a text into sentences; each character but white space falls into exactly one.

    ``wrapped`` says whether the text is hard-wrapped; by default that is found out.

    :raises Refused: if the language does not look like a code of a language.
    """
    engine = engine_for(language)
    by_blank_lines = is_hard_wrapped(text) if wrapped is None else wrapped
    spans = tuple(
        span
        for start, end in _paragraphs(text, _BLANK_LINE if by_blank_lines else _LINE_END)
        for span in _sentences(text, start, end, engine.breaks)
    )
    mode = "two" if by_blank_lines else "one"
    return Split(spans, engine.name, f"{engine.version}_{mode}")


def _paragraphs(text: str, separator: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    start = 0
    for gap in separator.finditer(text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _sentences(text: str, start: int, end: int, find: Finder) -> Iterator[Span]:
    """The sentences of one paragraph. Marks without a word go with the sentence beside them."""
    positions = [start, *(start + position for position in _breaks(text[start:end], find)), end]
    waiting: Span | None = None
    for piece in (trimmed(text, *ends) for ends in pairwise(positions)):
        if piece is None:
            continue
        if waiting is None:
            waiting = piece
        elif _belong_together(text, waiting, piece):
            waiting = Span(waiting.start, piece.end)
        else:
            yield waiting
            waiting = piece
    if waiting is not None:
        yield waiting


def _belong_together(text: str, before: Span, after: Span) -> bool:
    if after.end - before.start > LONGEST:
        return False
    return not (
        _WORD.search(text, after.start, after.end) and _WORD.search(text, before.start, before.end)
    )


def _breaks(paragraph: str, find: Finder) -> Iterator[int]:
    """Where sentences end inside a paragraph, found without showing too much at once.

    What follows the last break of a stretch is shown again with what comes after it,
    so the stretches leave no trace, unless a single sentence is longer than one.
    """
    start = 0
    while len(paragraph) - start > LONGEST:
        stretch = paragraph[start : start + LONGEST]
        found = [position for position in find(stretch) if position < len(stretch)]
        found = found or [_last_space(stretch)]
        yield from (start + position for position in found)
        start += found[-1]
    rest = len(paragraph) - start
    yield from (start + position for position in find(paragraph[start:]) if position < rest)


def _last_space(stretch: str) -> int:
    """Where to cut a stretch in which no sentence ends."""
    space = stretch.rfind(" ")
    return space if space > 0 else len(stretch)


def is_hard_wrapped(text: str) -> bool:
    """Whether nearly every line ends only because the next word did not fit.

    Looks at pairs of lines with no blank line between them. In a wrapped text the first
    word of the second would have made the first longer than the longest line, and most
    first lines end in the middle of a sentence.
    """
    lines = [line.rstrip() for line in text.split("\n")]
    width = max(map(len, lines))
    pairs = [(above, below) for above, below in pairwise(lines) if above and below]
    if width > WIDEST or len(pairs) < _FEWEST_PAIRS:
        return False
    full = sum(len(above) + 1 + len(below.split()[0]) > width for above, below in pairs)
    open_ended = sum(above[-1] not in _CLOSING for above, _ in pairs)
    return full >= 0.8 * len(pairs) and open_ended >= 0.5 * len(pairs)
