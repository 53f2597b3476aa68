"""Articles and sentences as they are exported."""

import datetime as dt
import json

import pytest
from sqlalchemy import select

from annotator.corpus.models import Article, Import, Sentence
from annotator.datasets.queries.corpus import ARTICLES, SENTENCES, corpus
from tests import factories
from tests.datasets.rows import rows_of

pytestmark = pytest.mark.every_database

LINES = ["Ida Ruhl saw it.", "The Fenwick Post said so.", "😀 Ende."]


@pytest.fixture
def study(session):
    return factories.study(session)


@pytest.fixture
def article(session, study):
    return factories.article(session, study, LINES, outlet="The Fenwick Post", author="Ida Ruhl")


def exported(session, study, *, masked=False):
    """The rows of both tables, by the names of their columns."""
    session.flush()
    articles, sentences = corpus(session, study, masked=masked)
    return rows_of(ARTICLES, articles), rows_of(SENTENCES, sentences)


def of_article(article, sentences):
    """The exported sentences of an article in their order."""
    mine = [row for row in sentences if row["article"] == article.public_id]
    return sorted(mine, key=lambda row: row["position"])


def test_a_sentence_is_exported_as_it_stands_in_the_text_of_its_article(session, study, article):
    last = session.scalars(select(Sentence).where(Sentence.position == 3)).one()
    last.included, last.reason = False, "a label"
    _, sentences = exported(session, study)
    rows = of_article(article, sentences)
    assert [row["text"] for row in rows] == LINES
    assert [row["served"] for row in rows] == [True, True, False]
    assert [row["reason"] for row in rows] == ["", "", "a label"]
    assert [row["masks"] for row in rows] == ["", "", ""]
    assert [row["kind"] for row in rows] == ["body"] * 3
    assert (rows[1]["start"], rows[1]["end"]) == (17, 42)


def test_a_round_that_masks_names_says_what_it_hides_in_code_points(session, study, article):
    nameless = factories.article(session, study, ["The Fenwick Post and Ida Ruhl."])
    _, sentences = exported(session, study, masked=True)
    assert [row["masks"] for row in of_article(article, sentences)] == ["0-8", "0-16", ""]
    assert [row["masks"] for row in of_article(nameless, sentences)] == [""]


def test_an_article_counts_its_sentences(session, study, article):
    session.scalars(select(Sentence)).first().included = False
    other = factories.article(session, study, ["One."])
    articles, _ = exported(session, study)
    counts = {row["article"]: (row["sentences"], row["served_sentences"]) for row in articles}
    assert counts == {article.public_id: (3, 2), other.public_id: (1, 1)}


@pytest.mark.parametrize(
    ("outlet", "lines", "copies"),
    [
        ("The Other", LINES, [True, True]),
        ("", LINES, [True, True]),
        ("The Other", ["Another text."], [False, False]),
    ],
    ids=["another outlet", "no outlet", "another text"],
)
def test_the_same_text_under_another_outlet_is_a_shared_copy(
    session, study, article, outlet, lines, copies
):
    factories.article(session, study, lines, outlet=outlet)
    articles, _ = exported(session, study)
    assert [row["shared_copy"] for row in articles] == copies


def test_an_article_may_lack_outlet_event_and_all_else(session, study):
    factories.article(session, study, ["Nobody signed this."])
    ((row,), _) = exported(session, study)
    assert [row[name] for name in ("outlet", "event", "title", "date", "author", "url")] == [
        "", "", "", None, "", "",
    ]  # fmt: skip
    assert row["extra"] == ""


def test_what_else_the_file_said_is_json(session, study, article):
    article.extra, article.date = {"ressort": "Küche", "a": "1"}, dt.date(2022, 11, 25)
    ((row,), _) = exported(session, study)
    assert row["date"] == dt.date(2022, 11, 25)
    assert row["extra"] == '{"a": "1", "ressort": "Küche"}'
    assert json.loads(row["extra"]) == article.extra


def test_an_article_is_exported_once_its_import_is_complete(session, study, article):
    articles, sentences = exported(session, study)
    assert [row["author"] for row in articles] == ["Ida Ruhl"]
    assert len(sentences) == 3
    session.scalars(select(Import)).one().completed_at = None
    assert exported(session, study) == ([], [])


def test_articles_and_sentences_are_sorted_by_their_public_ids(session, study):
    for number in range(5):
        factories.article(session, study, [f"Article {number}.", "The end."])
    for rows in exported(session, study):
        ids = [next(iter(row.values())) for row in rows]
        assert ids == sorted(ids)
    assert session.query(Article).count() == 5
