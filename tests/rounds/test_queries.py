import pytest

from annotator.database.base import now
from annotator.errors import NotFound
from annotator.rounds import queries
from annotator.rounds.queries import CoderProgress, UnitProgress
from annotator.rounds.service import lifecycle
from tests import factories


@pytest.fixture
def round_(session, study, articles, coders):
    return factories.open_round(session, study, coders)


def enrolled(session, round_, coders):
    return [factories.enrolment(session, round_, coder) for coder in coders]


def test_rounds_that_were_opened_are_told_by_number_and_drafts_are_not(
    session, study, articles, coders
):
    factories.open_round(session, study, coders, "Pilot")
    factories.draft_round(session, study, coders, "Draft")
    later = factories.open_round(session, study, coders, "Main")
    lifecycle.close(session, later, "command line")
    elsewhere = factories.study(session, "Another study")
    assert [each.number for each in queries.opened(session, study)] == [1, 3]
    assert queries.opened(session, elsewhere) == []


def test_progress_tells_coder_by_coder_what_is_coded_skipped_and_to_do(session, round_, coders):
    first, second, _ = enrolled(session, round_, coders)
    one, two, three = factories.assignments(session, first, 3)
    factories.code(session, first, one)
    factories.code(session, first, two)
    factories.code(session, first, three, skip="not a sentence")
    factories.code(session, second, factories.assignments(session, second, 1)[0], skip="other")
    second.left_at = now()
    names = [coder.pseudonym for coder in coders]
    found = queries.progress(session, round_)
    assert found == [
        CoderProgress(names[0], 6, 2, 1, left=False),
        CoderProgress(names[1], 6, 0, 1, left=True),
        CoderProgress(names[2], 6, 0, 0, left=False),
    ]
    assert [each.to_do for each in found] == [3, 5, 6]


def test_progress_tells_how_many_units_have_how_many_coders(session, round_, coders):
    first, second, _ = enrolled(session, round_, coders)
    for assignment in factories.assignments(session, first, 2):
        factories.code(session, first, assignment)
    factories.code(session, second, factories.assignments(session, second, 1)[0], skip="other")
    assert queries.unit_progress(session, round_) == [
        UnitProgress(coded=0, skipped=0, slots=3, units=4),
        UnitProgress(coded=1, skipped=0, slots=3, units=1),
        UnitProgress(coded=1, skipped=1, slots=3, units=1),
    ]


def test_a_revision_counts_no_place_twice(session, round_, coders):
    first = factories.enrolment(session, round_, coders[0])
    (assignment,) = factories.assignments(session, first, 1)
    coding = factories.code(session, first, assignment).coding
    coding = factories.code(session, first, assignment, skip="other", revises=coding).coding
    factories.code(session, first, assignment, factories.LOUD, revises=coding)
    assert (first.done, first.skipped) == (1, 0)


@pytest.mark.parametrize("by", ["number", "public_id"])
def test_a_round_is_found_by_its_number_and_its_public_id(session, study, round_, by):
    assert queries.round_of(session, study, str(getattr(round_, by))) is round_


@pytest.mark.parametrize("name", ["2", "", "abc", "99999999999999999999", "²", "-1"])
def test_an_unknown_round_is_not_found_and_the_known_ones_are_named(session, study, round_, name):
    with pytest.raises(NotFound, match="Its rounds: 1"):
        queries.round_of(session, study, name)


def test_a_round_of_another_study_is_not_found(session, round_):
    other = factories.study(session, "Other")
    for name in ("1", round_.public_id):
        with pytest.raises(NotFound, match="none yet"):
            queries.round_of(session, other, name)


def test_one_codes_in_rounds_that_were_opened_and_left_by_neither_side(
    session, study, round_, coders
):
    factories.draft_round(session, study, coders)
    closed = factories.open_round(session, study, coders)
    lifecycle.close(session, closed, "command line")
    session.flush()
    account = coders[0].account_id
    assert [e.round for e in queries.enrolments_of(session, account)] == [round_, closed]
    factories.enrolment(session, round_, coders[0]).left_at = now()
    session.flush()
    assert [e.round for e in queries.enrolments_of(session, account)] == [closed]
    coders[0].left_at = now()
    session.flush()
    assert queries.enrolments_of(session, account) == []


def test_the_newest_round_comes_first(session, study, round_, coders):
    newer = factories.draft_round(session, study, coders)
    assert queries.rounds(session, study) == [newer, round_]


def test_as_many_sentences_are_counted_as_may_be_served(session, study, articles):
    listed = queries.candidates(session, study)
    assert queries.candidate_count(session, study) == len(listed) > 0
    article = factories.article(session, study)
    article.sentences[0].included = False
    assert queries.candidate_count(session, study) == len(listed) + len(article.sentences) - 1
    article.source.completed_at = None
    session.flush()
    assert queries.candidate_count(session, study) == len(queries.candidates(session, study))
