"""From an article as read to its sentences as suggested: what a lead is shown first."""

from dataclasses import dataclass

from annotator.corpus.boilerplate.segments import Segment
from annotator.corpus.boilerplate.suggest import suggest
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.segmentation.split import split

READY_MADE = "ready-made"

Row = dict[str, int | str | bool]


@dataclass(frozen=True, slots=True)
class Cut:
    """The sentences of an article, and the engine that found them with its version."""

    segments: tuple[Segment, ...]
    engine: str
    engine_version: str


def cut(article: ArticleDraft, language: str, *, wrapped: bool | None = None) -> Cut:
    """Cut an article in its own language, else in the given one; ready-made sentences stay.

    :raises Refused: if the language does not look like a code of a language.
    """
    if article.sentences is not None:
        ready = tuple(Segment(*span) for span in article.sentences)
        return Cut(ready, READY_MADE, "")
    found = split(article.text, article.language or language, wrapped=wrapped)
    segments = suggest(article.text, found.spans, title=article.title, outlet=article.outlet)
    return Cut(segments, found.engine, found.version)


def rows(article: ArticleDraft | str, language: str) -> list[Row]:
    """The sentences of an article or of a bare text, with their texts, for a table or JSON."""
    draft = ArticleDraft(article) if isinstance(article, str) else article
    return [as_row(segment, draft.text) for segment in cut(draft, language).segments]


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
