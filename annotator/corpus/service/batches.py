"""Rows of articles and sentences in batches, made before anything is locked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.cut import Cut
from annotator.corpus.service.duplicates import checksum
from annotator.corpus.service.in_parallel import cuts
from annotator.database.base import new_public_id
from annotator.languages import canonical

#: So many sentences are stored at once, in some five milliseconds.
MOST = 100

Row = dict[str, Any]


class NewArticle(NamedTuple):
    """The row of an article, and the names that its outlet and event are found by."""

    row: Row
    outlet: str
    event: str


class NewSentence(NamedTuple):
    """The row of a sentence, and the public id that its article is found by."""

    row: Row
    article: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What is stored at once. The last article may go on in the next batch."""

    articles: list[NewArticle] = field(default_factory=list)
    sentences: list[NewSentence] = field(default_factory=list)


def batches(drafts: Sequence[ArticleDraft], language: str) -> Iterator[Batch]:
    """Cut the articles, in their own language or in the given one, and make their rows."""
    batch = Batch()
    for draft, found in zip(drafts, cuts(drafts, language), strict=True):
        article, sentences = _rows(draft, found, language)
        batch.articles.append(article)
        for sentence in sentences:
            if len(batch.sentences) == MOST:
                yield batch
                batch = Batch()
            batch.sentences.append(sentence)
    yield batch


def _rows(draft: ArticleDraft, found: Cut, language: str) -> tuple[NewArticle, list[NewSentence]]:
    public_id = new_public_id()
    row = {
        "public_id": public_id,
        "title": draft.title,
        "author": draft.author,
        "url": draft.url,
        "date": draft.date,
        "language": draft.language or canonical(language),
        "text": draft.text,
        "text_sha256": checksum(draft.text),
        "extra": _extra(draft),
        "engine": found.engine,
        "engine_version": found.engine_version,
    }
    sentences = [
        NewSentence(
            {
                "public_id": new_public_id(),
                "position": position,
                "start_char": segment.start,
                "end_char": segment.end,
                "kind": segment.kind.value,
                "included": segment.included,
                "reason": segment.reason,
            },
            public_id,
        )
        for position, segment in enumerate(found.segments, start=1)
    ]
    return NewArticle(row, draft.outlet, draft.event), sentences


def _extra(draft: ArticleDraft) -> Row:
    """What the file said beyond our columns: of the article, and of its single sentences."""
    extra: Row = dict(draft.metadata)
    if draft.article:
        extra["article"] = draft.article
    if draft.sentences and any(draft.sentence_metadata):
        pairs = zip(draft.sentences, draft.sentence_metadata, strict=True)
        extra["of sentences"] = [{"start": span.start, **metadata} for span, metadata in pairs]
    return extra
