import datetime as dt

import pytest

from annotator.corpus import queries
from annotator.errors import NotFound
from tests import factories


@pytest.fixture
def study(session):
    return factories.study(session)


def test_articles_are_listed_by_event_outlet_date_and_title(session, study):
    for number, (event, outlet, day, title) in enumerate(
        [
            ("B", "Ledger", 1, "a"),
            ("A", "Quill", 1, "b"),
            ("A", "Ledger", 2, "c"),
            ("A", "Ledger", 1, "e"),
            ("A", "Ledger", 1, "d"),
        ]
    ):
        factories.article(
            session,
            study,
            [f"{number}."],
            event=event,
            outlet=outlet,
            title=title,
            date=dt.date(2025, 5, day),
        )
    found = queries.articles(session, study)
    assert "".join(each.article.title for each in found) == "decba"


def test_each_comes_with_its_counts(session, study):
    article = factories.article(session, study, ["One.", "Two.", "Three."])
    article.sentences[0].included = False
    session.flush()
    (found,) = queries.articles(session, study)
    assert (found.sentences, found.included, found.shared) == (3, 2, False)
    assert queries.counts(session, study) == queries.Counts(1, 3, 2)


def test_a_page_has_a_hundred_articles(session, study, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    for number in range(5):
        factories.article(session, study, [f"{number}."])
    assert [len(queries.articles(session, study, page)) for page in (1, 2, 3, 4)] == [2, 2, 1, 0]
    assert queries.counts(session, study).pages == 3


def test_a_study_without_articles_has_one_empty_page(session, study):
    assert queries.counts(session, study).pages == 1


def test_an_article_of_another_study_is_not_found(session, study):
    other = factories.article(session, factories.study(session, "Another"))
    with pytest.raises(NotFound, match="no article"):
        queries.article(session, study, other.public_id)
    assert queries.articles(session, study) == []
