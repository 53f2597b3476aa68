"""The rows of ``articles.csv`` and ``sentences.csv``. Pure."""

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from annotator.coding.masking import masks
from annotator.datasets.queries.corpus_columns import ARTICLES, SENTENCES
from annotator.datasets.service.frames import frame

if TYPE_CHECKING:
    import pandas as pd


class ArticleRow(NamedTuple):
    """An article as it is kept."""

    article: str
    outlet: str
    event: str
    title: str
    date: date | None
    author: str
    url: str
    language: str
    sha256: str
    engine: str
    engine_version: str
    import_file: str
    extra: Mapping[str, Any]
    text: str


class SentenceRow(NamedTuple):
    """A sentence as it is kept; its text is the article's from ``start`` to ``end``."""

    sentence: str
    article: str
    position: int
    start: int
    end: int
    kind: str
    included: bool
    reason: str


def articles_frame(
    articles: Sequence[ArticleRow], sentences: Sequence[SentenceRow]
) -> "pd.DataFrame":
    """The articles with their texts, and how many sentences each of them has."""
    every = Counter(row.article for row in sentences)
    included = Counter(row.article for row in sentences if row.included)
    outlets = defaultdict(set)
    for row in articles:
        outlets[row.sha256].add(row.outlet)
    rows = [
        row._asdict()
        | {
            "date": row.date.isoformat() if row.date else "",
            "sentences": every[row.article],
            "served_sentences": included[row.article],
            "shared_copy": int(len(outlets[row.sha256]) > 1),
            "extra": _json(row.extra),
        }
        for row in articles
    ]
    return frame(rows, ARTICLES.names)


def _json(extra: Mapping[str, Any]) -> str:
    return json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else ""


def sentences_frame(
    sentences: Sequence[SentenceRow], articles: Sequence[ArticleRow], *, masked: bool
) -> "pd.DataFrame":
    """The sentences with their texts; with what a round that masks names hides in each."""
    of = {row.article: row for row in articles}
    rows = []
    for row in sentences:
        article = of[row.article]
        text = article.text[row.start : row.end]
        hidden = _masks(text, article) if masked else ""
        rows.append((*row[:6], int(row.included), row.reason, hidden, text))
    return frame(rows, SENTENCES.names)


def _masks(text: str, article: ArticleRow) -> str:
    names = [name for name in (article.outlet, article.author) if name]
    return ";".join(f"{start}-{end}" for start, end in masks(text, names))
