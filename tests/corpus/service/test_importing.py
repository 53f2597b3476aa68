from importlib.metadata import version
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select

from annotator.corpus import queries
from annotator.corpus.models import Article, Import, Sentence
from annotator.corpus.service import batches, importing
from annotator.corpus.service.duplicates import checksum, copies
from annotator.corpus.service.stale_imports import BROKE_OFF
from annotator.errors import Conflict, Refused
from annotator.studies.models import LogEntry
from tests import factories
from tests.corpus.harbour import OTHER_TEXT, TEXT, articles, file, table


@pytest.fixture
def study(session):
    return factories.study(session)


@pytest.fixture
def store(session, study):
    """Store files as one import, in one transaction for each turn."""

    def stored(*files, in_study=study):
        for turn in importing.turns(session, in_study, files, "command line"):
            turn.write(session)
            session.commit()
        return turn

    return stored


@pytest.fixture
def broken_off(session, study):
    """Run an import up to a turn, and leave it there."""

    def left(read, turns):
        for number, turn in enumerate(importing.turns(session, study, [read], "command line"), 1):
            turn.write(session)
            session.commit()
            if number == turns:
                return

    return left


def count(session, table):
    return session.scalar(select(func.count()).select_from(table))


def test_every_sentence_is_its_stretch_of_the_article(session, study, store):
    store(file(TEXT.encode(), "harbour.txt"), file(articles(5)))
    for article in session.scalars(select(Article)):
        positions = [sentence.position for sentence in article.sentences]
        assert positions == list(range(1, len(positions) + 1))
        spans = [(s.start_char, s.end_char) for s in article.sentences]
        assert spans == sorted(spans)
        for sentence in article.sentences:
            assert sentence.text == sentence.text.strip() != ""
        assert article.text_sha256 == checksum(article.text)


def test_what_is_around_the_report_is_stored_but_not_served(session, store):
    store(file(TEXT.encode(), "harbour.txt"))
    article = session.scalars(select(Article)).one()
    included = {sentence.text: sentence.included for sentence in article.sentences}
    assert included["By Ines Marrow"] is False
    assert included["Divers found cracks in the quay."] is True
    byline = next(s for s in article.sentences if s.text == "By Ines Marrow")
    assert (byline.kind, byline.reason) == ("byline", "Names who wrote it.")


def test_ready_made_sentences_are_kept_as_they_are(session, store):
    rows = [
        {"article": "a1", "outlet": "Ledger", "sentence": "Mr. X. went. Home.", "leaning": "left"},
        {"article": "a1", "outlet": "Ledger", "sentence": "By Ines Marrow", "leaning": "right"},
    ]
    store(file(table(*rows)))
    article = session.scalars(select(Article)).one()
    assert [(s.text, s.included) for s in article.sentences] == [
        ("Mr. X. went. Home.", True),
        ("By Ines Marrow", True),
    ]
    assert article.engine == "ready-made"
    assert article.extra == {
        "article": "a1",
        "of sentences": [{"start": 0, "leaning": "left"}, {"start": 19, "leaning": "right"}],
    }


def test_columns_that_are_not_ours_are_kept(session, store):
    store(file(table({"text": OTHER_TEXT, "outlet": "Ledger", "leaning": "left", "id": "7"})))
    article = session.scalars(select(Article)).one()
    assert article.extra == {"article": "7", "leaning": "left"}


def test_articles_share_the_rows_of_their_outlets_and_events(session, store):
    store(
        file(
            table(
                *(
                    {"text": f"{n}. {OTHER_TEXT}", "outlet": "Ledger", "event": "The quay"}
                    for n in range(3)
                )
            )
        )
    )
    found = session.scalars(select(Article)).all()
    assert len({article.outlet_id for article in found}) == 1
    assert {article.event.name for article in found} == {"The quay"}


def test_large_imports_are_stored_in_turns_of_at_most_100_sentences(session, store, monkeypatch):
    monkeypatch.setattr(importing, "PAUSE", 0)
    turns = list(importing.turns(session, factories.study(session), [file(articles(3, 180))], "x"))
    assert [turn.sentences for turn in turns] == [0, 100, 200, 300, 400, 500, 540, 540]
    assert turns[-1].articles == 3


def test_the_pause_after_a_turn_that_took_long_is_as_long(session, monkeypatch):
    """Who waits for the write lock on a busy machine gets it before the next turn."""
    pauses = []
    clock = SimpleNamespace(now=0.0)
    monkeypatch.setattr(
        importing, "time", SimpleNamespace(sleep=pauses.append, monotonic=lambda: clock.now)
    )
    monkeypatch.setattr(batches, "MOST", 4)
    for turn in importing.turns(session, factories.study(session), [file(articles(1, 12))], "x"):
        clock.now += 2.5 if turn.sentences == 4 else 0.001
    assert pauses == [2.5, importing.PAUSE]


def test_an_article_may_go_on_in_the_next_turn(session, store, monkeypatch):
    monkeypatch.setattr(importing, "PAUSE", 0)
    monkeypatch.setattr(batches, "MOST", 4)
    done = store(file(articles(3, 10)))
    assert (done.articles, done.sentences, done.included) == (3, 30, 30)
    assert [len(article.sentences) for article in session.scalars(select(Article))] == [10, 10, 10]


def test_nothing_is_seen_before_the_last_turn(session, study, broken_off):
    broken_off(file(articles(3)), turns=2)
    assert count(session, Sentence) == 9
    assert queries.counts(session, study) == queries.Counts(0, 0, 0)
    assert queries.articles(session, study) == []
    public_id = session.scalar(select(Article.public_id))
    with pytest.raises(Exception, match="There is no article"):
        queries.article(session, study, public_id)


def test_an_import_that_broke_off_is_replaced_by_the_next_of_the_same_texts(
    session, study, store, broken_off
):
    broken_off(file(articles(3)), turns=2)
    store(file(articles(3)))
    assert (count(session, Import), count(session, Article), count(session, Sentence)) == (1, 3, 9)
    assert queries.counts(session, study) == queries.Counts(3, 9, 9)


def test_an_import_of_other_texts_leaves_one_that_may_still_run_alone(session, store, broken_off):
    broken_off(file(articles(3)), turns=2)
    store(file(OTHER_TEXT.encode(), "quay.txt"))
    assert count(session, Import) == 2


def test_an_import_that_broke_off_long_ago_is_removed_by_any(session, store, broken_off):
    broken_off(file(articles(3)), turns=2)
    session.scalars(select(Import)).one().started_at -= 2 * BROKE_OFF
    session.commit()
    store(file(OTHER_TEXT.encode(), "quay.txt"))
    assert (count(session, Import), count(session, Article)) == (1, 1)


def test_an_import_that_was_replaced_while_it_ran_gives_up(session, study, store):
    slow = importing.turns(session, study, [file(articles(3))], "command line")
    for _ in range(2):
        next(slow).write(session)
        session.commit()
    store(file(articles(3)))
    with pytest.raises(Conflict, match="this one was given up"):
        next(slow).write(session)


def test_two_imports_at_once_do_not_store_a_text_twice(session, study, store):
    slow = importing.turns(session, study, [file(articles(3))], "command line")
    next(slow).write(session)
    session.commit()
    store(file(articles(3)))
    with pytest.raises(Conflict, match="this one was given up"):
        next(slow).write(session)
    session.rollback()
    assert queries.counts(session, study).articles == 3


def test_the_same_text_of_the_same_outlet_is_refused_by_its_name(session, study, store):
    store(file(table({"title": "The quay", "outlet": "Ledger", "text": OTHER_TEXT})))
    again = table(
        {"title": "New", "outlet": "Ledger", "text": TEXT},
        {"title": "Old", "outlet": "Ledger", "text": f"\n{OTHER_TEXT}\n"},
    )
    with pytest.raises(Refused) as refused:
        store(file(again, "more.csv"))
    (problem,) = refused.value.problems
    assert problem.message == (
        "The same text, “The quay” of Ledger, is there already, from harbour.csv."
    )
    # The text before it has nine lines.
    assert (problem.file, problem.line) == ("more.csv", 10)
    assert queries.counts(session, study).articles == 1


def test_a_text_without_an_outlet_is_refused_the_second_time_too(session, store):
    store(file(OTHER_TEXT.encode(), "quay.txt"))
    with pytest.raises(Refused, match=r"of no outlet, is there already, from quay\.txt"):
        store(file(OTHER_TEXT.encode(), "quay again.txt"))


def test_a_file_that_was_imported_before_is_refused_in_one_sentence(session, store):
    store(file(articles(30)))
    with pytest.raises(Refused) as refused:
        store(file(articles(30)))
    assert str(refused.value) == (
        "harbour.csv: All 30 articles are in the study already. There is nothing to import."
    )


def test_a_text_that_comes_twice_in_one_import_is_refused(session, store):
    files = [file(OTHER_TEXT.encode(), name) for name in ("one.txt", "two.txt")]
    with pytest.raises(Refused, match=r"two.txt.*is there already, from one.txt"):
        store(*files)


def test_the_same_text_of_another_outlet_is_a_shared_copy(session, study, store):
    store(file(table({"title": "The quay", "outlet": "Ledger", "text": OTHER_TEXT})))
    other = file(table({"title": "Quay falls", "outlet": "Quill", "text": OTHER_TEXT}), "more.csv")
    (copy,) = copies(session, study, other.articles)
    assert (copy.draft.title, copy.stored.outlet, copy.stored.where) == (
        "Quay falls",
        "Ledger",
        "harbour.csv",
    )
    store(other)
    assert all(each.shared for each in queries.articles(session, study))
    first = session.scalars(select(Article).order_by(Article.id)).first()
    assert [each.title for each in queries.shared_copies(session, first)] == ["Quay falls"]


def test_another_study_may_have_the_same_texts(session, store):
    store(file(articles(3)))
    other = factories.study(session, "Another")
    store(file(articles(3)), in_study=other)
    assert queries.counts(session, other).articles == 3


def test_the_import_says_who_brought_which_bytes_and_how_they_were_read(session, store):
    read = file(table({"headline": "The quay", "text": OTHER_TEXT}))
    store(read)
    made = session.scalars(select(Import)).one()
    assert (made.file_name, made.encoding, made.imported_by) == (
        "harbour.csv",
        "utf-8",
        "command line",
    )
    assert made.mapping == {"text": "text", "title": "headline"}
    assert made.sha256 == read.sha256
    assert (made.parser, made.parser_version) == ("delimited", f"annotator {version('annotator')}")
    assert made.ledger == {"articles": 1}
    entry = session.scalars(select(LogEntry).where(LogEntry.act == "import articles")).one()
    assert entry.subject == f"import:{made.public_id}"
    assert entry.after["articles"] == 1


def test_an_article_that_does_not_say_its_language_has_that_of_the_study(session, store):
    study = factories.study(session, "Auf Deutsch")
    study.language = "de"
    store(
        file(
            table(
                {"text": "Es war am 3. Mai. Dann nicht.", "language": ""},
                {"text": "It was on 3 May. Then not.", "language": "en"},
            )
        ),
        in_study=study,
    )
    found = session.scalars(select(Article).order_by(Article.id)).all()
    assert [article.language for article in found] == ["de", "en"]
    assert [len(article.sentences) for article in found] == [2, 2]
