import pytest
from sqlalchemy import func, select, update

from annotator.corpus.models import Sentence
from annotator.database.base import now
from annotator.errors import Conflict, Refused
from annotator.rounds import queries
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit
from annotator.rounds.sampling.sample import Sampling
from annotator.rounds.service import lifecycle
from annotator.rounds.service.opening import open_round as opening
from annotator.rounds.service.opening import plan_rows
from annotator.rounds.service.opening.selection import request_for
from annotator.studies.models import LogEntry
from tests import factories

ACTS = {
    "open": opening.open_round,
    "pause": lifecycle.pause,
    "resume": lifecycle.resume,
    "close": lifecycle.close,
    "delete": lifecycle.delete_draft,
}
BEFORE = {
    "draft": [],
    "open": ["open"],
    "paused": ["open", "pause"],
    "closed": ["open", "close"],
    "closed after a pause": ["open", "pause", "close"],
}
ALLOWED = {
    ("draft", "open"): "open",
    ("draft", "delete"): None,
    ("open", "pause"): "paused",
    ("open", "close"): "closed",
    ("paused", "resume"): "open",
    ("paused", "close"): "closed",
}


@pytest.fixture
def draft(session, study, articles, coders):
    return lambda **wishes: factories.draft_round(session, study, coders, **wishes)


def do(session, round_, *acts):
    for act in acts:
        ACTS[act](session, round_, "command line")
        session.flush()


def all_of(session, model):
    return session.scalars(select(model).order_by(model.id)).all()


@pytest.mark.parametrize("state", BEFORE)
@pytest.mark.parametrize("act", ACTS)
def test_every_act_in_every_state_is_done_or_refused_in_words(session, draft, state, act):
    round_ = draft()
    do(session, round_, *BEFORE[state])
    word = state.split()[0]
    if (word, act) not in ALLOWED:
        with pytest.raises(Conflict):
            do(session, round_, act)
        assert round_.state == word
        return
    do(session, round_, act)
    after = ALLOWED[word, act]
    assert (round_.state if after else session.get(Round, round_.id)) == after


def test_a_draft_serves_nothing_and_freezes_nothing(session, draft, articles):
    round_ = draft()
    assert all_of(session, Unit) == all_of(session, Assignment) == []
    assert [article.frozen_at for article in articles] == [None, None]
    assert round_.version.frozen_at is None
    found = preview(session, round_)
    assert (found.articles, found.sentences, found.coders, found.assignments) == (2, 6, 3, 18)


def preview(session, round_):
    return opening.preview(session, round_.study, request_for(session, round_))


def test_opening_makes_a_place_for_every_coder_on_every_served_sentence(session, draft, coders):
    left_out = session.scalars(select(Sentence).limit(1)).one()
    left_out.included = False
    round_ = draft()
    do(session, round_, "open")
    assert [unit.position for unit in all_of(session, Unit)] == [1, 2, 3, 4, 5]
    assert left_out.id not in {unit.sentence_id for unit in all_of(session, Unit)}
    assignments = all_of(session, Assignment)
    assert len(assignments) == 15
    assert {(p.unit_id, p.member_id) for p in assignments} == {
        (unit.id, coder.id) for unit in all_of(session, Unit) for coder in coders
    }
    assert {(p.state, p.occasion, p.served_order) for p in assignments} == {
        (AssignmentState.OPEN, 1, None)
    }
    assert [e.quota for e in round_.enrolments] == [5, 5, 5]


def test_opening_freezes_the_articles_and_the_version_it_uses_and_no_other(
    session, study, draft, articles
):
    used, other = articles
    round_ = draft(sampling=Sampling(articles=(used.public_id,)))
    do(session, round_, "open")
    newer = factories.codebook(session, study, "bias")
    session.expire_all()
    assert used.frozen_at is not None
    assert other.frozen_at is None
    assert round_.version.frozen_at is not None
    assert newer.frozen_at is None
    assert queries.units(session, round_) == 3


def test_a_second_round_does_not_move_the_moment_of_freezing(session, draft, articles):
    do(session, draft(), "open")
    session.expire_all()
    first = [article.frozen_at for article in articles]
    do(session, draft(), "open")
    session.expire_all()
    assert [article.frozen_at for article in articles] == first


def test_units_come_article_by_article(session, draft, articles):
    do(session, draft(), "open")
    found = [(unit.sentence.article_id, unit.sentence.position) for unit in all_of(session, Unit)]
    assert found == [(article.id, at) for article in articles for at in (1, 2, 3)]


def test_in_random_order_every_coder_has_an_order_of_their_own(session, study, draft, coders):
    factories.article(session, study, [f"Sentence {n}." for n in range(20)])
    do(session, draft(order="random", seed=3), "open")
    orders = {
        tuple(
            session.scalars(
                select(Assignment.unit_id)
                .where(Assignment.member_id == coder.id)
                .order_by(Assignment.planned_order)
            )
        )
        for coder in coders
    }
    assert len(orders) == 3


def test_sentences_of_an_import_that_broke_off_are_not_served(session, study, draft, articles):
    articles[0].source.completed_at = None
    session.flush()
    assert preview(session, draft()).sentences == 3


def test_without_a_title_a_coder_or_a_sentence_there_is_no_draft(session, study, coders):
    for members, title, column in (
        (coders, "Pilot", "articles"),
        ([], "Pilot", "articles"),
        (coders, "  ", "title"),
        (coders, "x" * 201, "title"),
    ):
        with pytest.raises(Refused) as refused:
            factories.draft_round(session, study, members, title)
        assert refused.value.problems[0].column == column
    factories.article(session, study)
    with pytest.raises(Refused, match="no coder"):
        factories.draft_round(session, study, [])
    assert all_of(session, Round) == all_of(session, Enrolment) == []


def test_only_coders_of_the_study_are_enrolled(session, study, articles, coders):
    viewer = factories.member(session, study, "Vera", "viewer")
    coders[2].left_at = now()
    for stranger in (viewer, coders[2]):
        with pytest.raises(Refused, match=f"{stranger.pseudonym} is no coder."):
            factories.draft_round(session, study, [coders[0], stranger])
    assert all_of(session, Round) == []


def test_an_unknown_article_is_refused_also_beside_a_known_one(session, study, draft, articles):
    other = factories.study(session, "Other")
    theirs = factories.article(session, other)
    for strange in ("typo", theirs.public_id):
        with pytest.raises(Refused, match=f"no article '{strange}'"):
            draft(sampling=Sampling(articles=(articles[0].public_id, strange)))
    assert all_of(session, Round) == []


def test_a_round_can_not_be_opened_when_no_sentence_is_served_any_more(session, draft):
    round_ = draft()
    session.execute(update(Sentence).values(included=False))
    with pytest.raises(Refused, match="No sentence is served"):
        do(session, round_, "open")


def test_rounds_are_numbered_in_their_study(session, study, draft):
    assert [draft().number for _ in range(3)] == [1, 2, 3]
    other = factories.study(session, "Other")
    factories.codebook(session, other)
    factories.article(session, other)
    coder = factories.member(session, other, "Dan", "coder")
    assert factories.draft_round(session, other, [coder]).number == 1


def test_a_deleted_draft_leaves_nothing_but_its_log(session, draft):
    do(session, draft(), "delete")
    assert all_of(session, Round) == all_of(session, Enrolment) == []
    acts = session.scalars(select(LogEntry.act).where(LogEntry.subject == "round:1")).all()
    assert acts == ["draft round", "delete draft"]


def test_every_act_is_logged_with_its_actor(session, study, draft):
    lea = factories.member(session, study, "Lea", "lead")
    round_ = draft(seed=7, masked=False)
    for act in ("open", "pause", "resume", "close"):
        ACTS[act](session, round_, lea)
    entries = session.scalars(select(LogEntry).where(LogEntry.subject == "round:1")).all()
    assert [entry.act for entry in entries] == [
        "draft round", "open round", "pause round", "resume round", "close round",
    ]  # fmt: skip
    assert {entry.actor for entry in entries[1:]} == {lea.pseudonym}
    assert (entries[0].after["seed"], entries[0].after["masked"]) == (7, False)
    assert entries[1].after["units"] == 6


def test_what_is_hidden_is_kept_with_the_round(draft):
    shown = draft(blinded=("outlet", "author", "url"))
    assert [field for field, hidden in shown.blinding.items() if not hidden] == [
        "date", "title", "event",
    ]  # fmt: skip


def test_a_round_of_many_sentences_is_written_in_batches(session, draft, monkeypatch):
    monkeypatch.setattr(plan_rows, "BATCH", 4)
    do(session, draft(), "open")
    assert session.scalar(select(func.count(Assignment.id))) == 18


def test_a_unit_keeps_the_probability_with_which_it_was_drawn(session, draft):
    round_ = draft(sampling=Sampling("random", 2))
    opening.open_round(session, round_, "command line")
    assert [unit.probability for unit in all_of(session, Unit)] == pytest.approx([1 / 3] * 2)


def test_of_whole_articles_a_unit_keeps_no_probability(session, draft):
    round_ = draft(sampling=Sampling("articles", 3))
    opening.open_round(session, round_, "command line")
    assert {unit.probability for unit in all_of(session, Unit)} == {None}


def test_only_acts_that_change_what_counts_increase_the_revision_of_a_round(session, draft):
    round_ = draft()
    assert round_.revision == 0
    do(session, round_, "open")
    assert round_.revision == 1
    do(session, round_, "pause", "resume", "close")
    assert round_.revision == 1
    lifecycle.count_late(session, round_, "command line", counts=True)
    assert round_.revision == 2
