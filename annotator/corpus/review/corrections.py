"""What a lead can do to the sentences of an article, by hand.

Each act takes the sentences and gives back new ones that are still in order, apart from
each other, not empty, and without white space at their ends. ``index`` counts from 0.
"""

from collections.abc import Sequence
from dataclasses import replace

from annotator.corpus.boilerplate.segments import Segment, SentenceKind
from annotator.corpus.segmentation.spans import trimmed
from annotator.errors import Refused

Segments = tuple[Segment, ...]


def split_at(segments: Sequence[Segment], text: str, index: int, offset: int) -> Segments:
    """Cut a sentence in two; ``offset`` counts characters from the start of the sentence.

    Both halves keep what it was and whether it is served.

    :raises Refused: if one of the halves would be empty.
    """
    whole = _the(segments, index)
    cut = whole.start + offset
    if not whole.start < cut < whole.end:
        raise Refused(
            f"Sentence {index + 1} can not be split at character {offset}: "
            "both parts must hold text. Choose a place inside the sentence."
        )
    halves = trimmed(text, whole.start, cut), trimmed(text, cut, whole.end)
    parts = [replace(whole, start=half.start, end=half.end) for half in halves if half]
    return (*segments[:index], *parts, *segments[index + 1 :])


def join_with_next(segments: Sequence[Segment], index: int) -> Segments:
    """Make one sentence of this and the next, with all that stands between them.

    It stays what the first was, and served if the first was.

    :raises Refused: if there is no next sentence.
    """
    first = _the(segments, index)
    if index + 1 == len(segments):
        raise Refused(
            f"Sentence {index + 1} is the last of its article and has no next one to be "
            "joined with. Join the sentence before it instead."
        )
    joined = replace(first, end=segments[index + 1].end)
    return (*segments[:index], joined, *segments[index + 2 :])


def set_included(
    segments: Sequence[Segment], index: int, included: bool, reason: str = ""
) -> Segments:
    """Say whether coders get a sentence, and why."""
    changed = replace(_the(segments, index), included=included, reason=reason.strip())
    return (*segments[:index], changed, *segments[index + 1 :])


def set_kind(segments: Sequence[Segment], index: int, kind: str, reason: str = "") -> Segments:
    """Say what a sentence is, and why; whether it is served does not change.

    :raises Refused: if there is no such kind.
    """
    if kind not in list(SentenceKind):
        raise Refused(
            f"“{kind}” is not a kind of sentence. Choose one of: {', '.join(SentenceKind)}."
        )
    changed = replace(_the(segments, index), kind=SentenceKind(kind), reason=reason.strip())
    return (*segments[:index], changed, *segments[index + 1 :])


def _the(segments: Sequence[Segment], index: int) -> Segment:
    if not 0 <= index < len(segments):
        raise Refused(
            f"There is no sentence {index + 1}: the article has {len(segments)}. "
            "Load the page again to see its sentences."
        )
    return segments[index]
