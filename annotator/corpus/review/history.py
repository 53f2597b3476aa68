"""The corrections of an article's split, as they are kept, and how to take them back.

A correction replaces some sentences that follow each other by others. Both are written
down with their public ids, so that taking it back restores the very same sentences.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from annotator.corpus.boilerplate.segments import Segment, SentenceKind


@dataclass(frozen=True, slots=True)
class EditedSentence:
    """A sentence of an article with the public id that it is known by."""

    id: str
    segment: Segment

    def as_record(self) -> dict[str, Any]:
        """As it is kept."""
        return {"sentence": self.id, **asdict(self.segment)}


@dataclass(frozen=True, slots=True)
class Correction:
    """``before`` is replaced by ``after``; ``first`` is the index of the first of them, from 0."""

    first: int
    before: tuple[EditedSentence, ...]
    after: tuple[EditedSentence, ...]

    def reverse(self) -> "Correction":
        return Correction(self.first, self.after, self.before)


@dataclass(frozen=True, slots=True)
class Entry:
    """A correction that is kept, by its number; one that undoes names which it undoes."""

    number: int
    correction: Correction
    undoes: int | None = None


def correction(
    before: Sequence[EditedSentence], after: Sequence[Segment], new_ids: Iterable[str]
) -> Correction:
    """What changed between two splits of an article; a sentence with the same span keeps its id."""
    segments = [known.segment for known in before]
    first = _alike(segments, after)
    tail = _alike(segments[first:][::-1], after[first:][::-1])
    gone = before[first : len(before) - tail]
    ids = {(known.segment.start, known.segment.end): known.id for known in gone}
    fresh = iter(new_ids)
    come = tuple(
        EditedSentence(ids.get((segment.start, segment.end)) or next(fresh), segment)
        for segment in after[first : len(after) - tail]
    )
    return Correction(first, tuple(gone), come)


def _alike(some: Sequence[Segment], others: Sequence[Segment]) -> int:
    """How many of the first sentences are the same."""
    pairs = zip(some, others, strict=False)
    return next(
        (index for index, (one, other) in enumerate(pairs) if one != other),
        min(len(some), len(others)),
    )


def last_to_undo(entries: Sequence[Entry]) -> Entry | None:
    """The last correction that was not taken back; ``entries`` are in their order."""
    undone = {entry.undoes for entry in entries}
    kept = (e for e in reversed(entries) if e.undoes is None and e.number not in undone)
    return next(kept, None)


def as_records(sentences: Iterable[EditedSentence], first: int) -> dict[str, Any]:
    """One side of a correction, as JSON."""
    return {"first": first, "sentences": [each.as_record() for each in sentences]}


def from_records(before: dict[str, Any], after: dict[str, Any]) -> Correction:
    """The correction that two sides describe."""
    return Correction(before["first"], _known(before), _known(after))


def _known(side: dict[str, Any]) -> tuple[EditedSentence, ...]:
    return tuple(
        EditedSentence(
            row["sentence"],
            Segment(
                row["start"], row["end"], SentenceKind(row["kind"]), row["included"], row["reason"]
            ),
        )
        for row in side["sentences"]
    )
