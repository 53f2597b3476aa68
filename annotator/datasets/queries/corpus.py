"""``articles.csv`` and ``sentences.csv``: what was read, and how it was split."""

import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, String, func, select, type_coerce
from sqlalchemy.orm import Session

from annotator.coding.masking import masks
from annotator.columns import Column, Table
from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.database.session import rows
from annotator.database.stored import expressions, row_type, stored
from annotator.studies.models import Study


def _json(extra: Mapping[str, Any]) -> str:
    return json.dumps(extra, ensure_ascii=False, sort_keys=True) if extra else ""


def _text(sentence: Any) -> str:
    text: str = sentence.home.text[sentence.start : sentence.end]
    return text


def _masks(text: str, names: list[str]) -> str:
    return ";".join(f"{start}-{end}" for start, end in masks(text, names))


ARTICLES: Table[Any] = Table(
    "articles",
    "one article of the study",
    ("article",),
    (
        stored(
            "article",
            "text",
            "The public id of the article, the same in all tables.",
            Article.public_id,
        ),
        stored(
            "outlet",
            "text",
            "Who published the article; empty if not known.",
            func.coalesce(Outlet.name, ""),
        ),
        stored(
            "event",
            "text",
            "What the article reports on; articles of one event are compared.",
            func.coalesce(Event.name, ""),
        ),
        stored("title", "text", "The title of the article, as imported.", Article.title),
        stored("date", "date", "The day of publication; empty if not known.", Article.date),
        stored("author", "text", "Who wrote the article, as imported.", Article.author),
        stored("url", "text", "The address of the article on the web, as imported.", Article.url),
        stored(
            "language",
            "text",
            "The language of the text as a BCP 47 code, such as en.",
            Article.language,
        ),
        stored(
            "sha256",
            "text",
            "The SHA-256 checksum, in hexadecimal digits, of the text in "
            "UTF-8 without white space at its ends.",
            Article.text_sha256,
        ),
        stored(
            "engine",
            "text",
            "The program that split the text into sentences; ready-made "
            "if the imported file held them split.",
            Article.engine,
        ),
        stored(
            "engine_version",
            "text",
            "The version of that program and of its rules; hand "
            "corrections are in the log of the study.",
            Article.engine_version,
        ),
        Column(
            "sentences",
            "integer",
            "How many sentences the article has, served or not.",
            lambda row: len(row.included),
        ),
        Column(
            "served_sentences",
            "integer",
            "How many of them are served to coders.",
            lambda row: sum(row.included),
        ),
        stored(
            "import_file",
            "text",
            "The name of the file that the article was imported from.",
            Import.file_name,
        ),
        Column(
            "shared_copy",
            "flag",
            "Whether the same text is in the study under another outlet as well.",
            lambda row: row.is_shared,
        ),
        stored(
            "extra",
            "text",
            "What the imported file said beyond the columns above, as a "
            "JSON object by the names of its columns.",
            Article.extra,
            cell=_json,
        ),
        stored(
            "text",
            "text",
            "The whole text, to whose characters start and end of the sentences refer.",
            Article.text,
        ),
    ),
)

SENTENCES: Table[Any] = Table(
    "sentences",
    "one sentence of an article: the unit of coding",
    ("sentence",),
    (
        stored(
            "sentence",
            "text",
            "The public id of the sentence, the same in all tables.",
            Sentence.public_id,
        ),
        stored(
            "article",
            "text",
            "The public id of the article that it is part of.",
            Article.public_id,
        ),
        stored(
            "position",
            "integer",
            "Which sentence of its article it is, counted from 1.",
            Sentence.position,
        ),
        stored(
            "start",
            "integer",
            "Where it begins in the text of its article, in Unicode code points from 0.",
            Sentence.start_char,
        ),
        stored(
            "end",
            "integer",
            "Where it ends there: the position after its last code point.",
            Sentence.end_char,
        ),
        stored(
            "kind",
            "text",
            "What the sentence is in its article.",
            type_coerce(Sentence.kind, String),
            tuple(SentenceKind),
        ),
        stored("served", "flag", "Whether coders are asked to code it.", Sentence.included),
        stored(
            "reason",
            "text",
            "Why it is not served, or why it is after all, in words.",
            Sentence.reason,
        ),
        Column(
            "masks",
            "text",
            "Which code points of the sentence, counted from 0, are hidden "
            "on the desk in a round that masks names: start-end pairs such as 3-9;20-24, "
            "without the end itself; empty if none.",
            lambda row: _masks(_text(row), row.home.masked_names),
        ),
        Column("text", "text", "The sentence as it stands in the text of its article.", _text),
    ),
)

#: An article, with whether each of its sentences is included, whether another outlet has
#: the same text, and the names that the exported rounds mask in it.
ArticleRow = row_type(ARTICLES.columns, "included", "is_shared", "masked_names")
#: A sentence, with its article.
SentenceRow = row_type(SENTENCES.columns, "home")
_ARTICLE = SentenceRow._fields.index("article")


def corpus(session: Session, study: Study, *, masked: bool) -> tuple[list[Any], list[Any]]:
    """The study's articles and their sentences, each by public id.

    ``masked`` is whether names are masked in the sentences of an exported round.
    """
    articles = _articles(session, study, masked=masked)
    homes = {row.article: row for row in articles}
    sentences = []
    for row in rows(session, _sentences_query(session, study)):
        # An article that was imported since is not among those that were read.
        if home := homes.get(row[_ARTICLE]):
            sentences.append(SentenceRow(*row, home))
            home.included.append(sentences[-1].served)
    return articles, sentences


def _articles(session: Session, study: Study, *, masked: bool) -> list[Any]:
    query = (
        select(*expressions(session, ARTICLES.columns))
        .join(Import, Article.import_id == Import.id)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Article.public_id)
    )
    found = [ArticleRow(*row, [], False, []) for row in rows(session, query)]
    outlets = defaultdict(set)
    for row in found:
        outlets[row.sha256].add(row.outlet)
    return [
        row._replace(
            is_shared=len(outlets[row.sha256]) > 1,
            masked_names=[name for name in (row.outlet, row.author) if name] if masked else [],
        )
        for row in found
    ]


def _sentences_query(session: Session, study: Study) -> Select[Any]:
    return (
        select(*expressions(session, SENTENCES.columns))
        .join(Article, Sentence.article_id == Article.id)
        .join(Import, Article.import_id == Import.id)
        .where(Article.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Sentence.public_id)
    )
