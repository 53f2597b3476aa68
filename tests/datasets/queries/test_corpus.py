import datetime as dt
import json

import pytest

from annotator.datasets.queries.corpus import (
    ArticleRow,
    SentenceRow,
    articles_frame,
    sentences_frame,
)
from annotator.datasets.queries.corpus_columns import ARTICLES, SENTENCES

TEXT = "Ida Ruhl saw it. The Fenwick Post said so. 😀 Ende."


def article(name="a1", **other):
    said = {
        "outlet": "The Fenwick Post",
        "event": "",
        "title": "",
        "date": None,
        "author": "Ida Ruhl",
        "url": "",
        "language": "en",
        "sha256": "f" * 64,
        "engine": "ready-made",
        "engine_version": "",
        "import_file": "articles.csv",
        "extra": {},
        "text": TEXT,
    }
    return ArticleRow(article=name, **(said | other))


def sentence(name, start, end, *, included=True, of="a1"):
    return SentenceRow(name, of, 1, start, end, "body", included, "")


SENTENCES_OF = [
    sentence("s1", 0, 16),
    sentence("s2", 17, 42),
    sentence("s3", 43, 50, included=False),
]


def test_a_sentence_is_exported_as_it_stands_in_the_text_of_its_article():
    table = sentences_frame(SENTENCES_OF, [article()], masked=False)
    assert tuple(table.columns) == SENTENCES.names
    assert list(table.text) == ["Ida Ruhl saw it.", "The Fenwick Post said so.", "😀 Ende."]
    assert list(table.served) == [1, 1, 0]
    assert list(table.masks) == ["", "", ""]


def test_a_round_that_masks_names_says_what_it_hides_in_code_points():
    table = sentences_frame(SENTENCES_OF, [article()], masked=True)
    assert list(table.masks) == ["0-8", "0-16", ""]
    nameless = article(outlet="", author="")
    assert set(sentences_frame(SENTENCES_OF, [nameless], masked=True).masks) == {""}


def test_an_article_counts_its_sentences():
    table = articles_frame([article("a1"), article("a2")], SENTENCES_OF)
    assert tuple(table.columns) == ARTICLES.names
    assert list(table.sentences) == [3, 0]
    assert list(table.served_sentences) == [2, 0]


@pytest.mark.parametrize(
    ("other", "copies"),
    [
        ({"outlet": "The Other"}, [1, 1]),
        ({"outlet": ""}, [1, 1]),
        ({}, [0, 0]),
        ({"outlet": "The Other", "sha256": "0" * 64}, [0, 0]),
    ],
    ids=["another outlet", "no outlet", "the same outlet", "another text"],
)
def test_the_same_text_under_another_outlet_is_a_shared_copy(other, copies):
    table = articles_frame([article("a1"), article("a2", **other)], [])
    assert list(table.shared_copy) == copies


def test_what_else_the_file_said_is_json_and_a_missing_date_is_empty():
    extra = {"ressort": "Küche", "a": "1"}
    table = articles_frame([article(extra=extra, date=dt.date(2022, 11, 25)), article("a2")], [])
    assert list(table.date) == ["2022-11-25", ""]
    assert list(table.extra) == ['{"a": "1", "ressort": "Küche"}', ""]
    assert json.loads(table.extra[0]) == extra


def test_a_study_without_articles_gives_tables_without_rows():
    assert list(articles_frame([], []).columns) == list(ARTICLES.names)
    assert list(sentences_frame([], [], masked=True).columns) == list(SENTENCES.names)
