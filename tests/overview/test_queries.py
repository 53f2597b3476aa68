from sqlalchemy import select

from annotator.corpus.models import Import
from annotator.database.base import now
from annotator.overview import queries
from annotator.overview.next_step import StudyCounts
from annotator.rounds.service import lifecycle
from tests import factories


def test_a_new_study_has_nothing(session):
    assert queries.study_counts(session, factories.study(session)) == StudyCounts(*[0] * 11)


def test_a_study_is_counted_over_all_its_rounds_and_without_others(session):
    study = factories.study(session)
    version = factories.codebook(session, study)
    factories.codebook(session, study, factories.BOOK.replace("A small book", "A second book"))
    article = factories.article(session, study)
    factories.article(session, study, ["Another report, of one sentence."])
    article.sentences[0].included = False
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    factories.member(session, study, "Cleo", "coder").left_at = now()
    factories.member(session, study, "Lea", "lead")
    first = factories.open_round(session, study, [cora, carl])
    factories.code_all(session, first, cora, [factories.CALM, "not a sentence", None])
    second = factories.open_round(session, study, [carl])
    lifecycle.pause(session, second, "command line")
    third = factories.open_round(session, study, [carl])
    factories.code_all(session, third, carl, [factories.CALM] * 3)
    lifecycle.close(session, third, "command line")
    factories.draft_round(session, study, [cora])
    elsewhere = factories.study(session, "Another study")
    factories.article(session, elsewhere)
    session.flush()
    assert version.number == 1
    assert queries.study_counts(session, study) == StudyCounts(
        articles=2, sentences=4, included=3, codebook=2, coders=2, rounds=4, drafts=1,
        open_rounds=2, slots=12, coded=4, skipped=1,
    )  # fmt: skip


def test_what_is_still_being_imported_is_not_counted(session):
    study = factories.study(session)
    factories.article(session, study)
    session.scalars(select(Import)).one().completed_at = None
    session.flush()
    has = queries.study_counts(session, study)
    assert (has.articles, has.sentences, has.included) == (0, 0, 0)
