"""The sentences of an article as the lead sees and corrects them."""

from dataclasses import dataclass

from annotator.corpus.boilerplate.sentence_kind import SentenceKind

Row = dict[str, int | str | bool]


@dataclass(frozen=True, slots=True)
class Segment:
    """One span of an article: what it is, whether coders get it, and why, in words."""

    start: int
    end: int
    kind: SentenceKind = SentenceKind.BODY
    included: bool = True
    reason: str = ""


def as_row(segment: Segment, text: str) -> Row:
    """The segment with its own text, for a table or JSON."""
    return {
        "start": segment.start,
        "end": segment.end,
        "kind": segment.kind.value,
        "served": segment.included,
        "reason": segment.reason,
        "text": text[segment.start : segment.end],
    }
