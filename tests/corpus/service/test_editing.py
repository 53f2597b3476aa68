import pytest
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.corpus.models import Sentence
from annotator.corpus.service.editing import ACTS, EditRequest, correct, last_correction, undo
from annotator.database.base import now
from annotator.errors import Conflict, Refused
from annotator.studies.models import LogEntry
from tests import factories
from tests.sizes import scaled

LINES = ("The quay fell at noon.", "“Nobody was hurt,” she said.", "Тиша. 天气很好。")


@pytest.fixture
def article(session):
    return factories.article(session, factories.study(session), LINES)


@pytest.fixture
def edit(session, article):
    """Correct a sentence by its number, from 1."""

    def edited(act, number, offset=0, kind=""):
        request = EditRequest(act, article.sentences[number - 1].public_id, offset, kind)
        at = correct(session, article, request, "C07")
        session.flush()
        return at

    return edited


def texts(article):
    return [sentence.text for sentence in article.sentences]


def ids(article):
    return [sentence.public_id for sentence in article.sentences]


def test_a_sentence_is_split_in_two(article, edit):
    at = edit("split", 1, offset=9)
    assert texts(article) == ["The quay", "fell at noon.", *LINES[1:]]
    assert [s.position for s in article.sentences] == [1, 2, 3, 4]
    assert at == ids(article)[0]


def test_a_sentence_is_joined_with_the_next(article, edit):
    at = edit("join", 2)
    assert texts(article) == [LINES[0], f"{LINES[1]}\n{LINES[2]}"]
    assert [s.position for s in article.sentences] == [1, 2]
    assert at == ids(article)[1]


@pytest.mark.parametrize(("act", "included"), [("serve", True), ("leave-out", False)])
def test_a_sentence_is_served_or_left_out(article, edit, act, included):
    at = edit(act, 2)
    found = article.sentences[1]
    assert (found.public_id, found.included) == (at, included)
    assert found.reason == {True: "served by hand", False: "left out by hand"}[included]


def test_a_sentence_is_called_what_it_is(article, edit):
    edit("kind", 3, kind="caption")
    found = article.sentences[2]
    assert (found.kind, found.included, found.reason) == ("caption", True, "named by hand")


def test_untouched_sentences_keep_their_public_ids(article, edit):
    before = ids(article)
    edit("split", 2, offset=8)
    after = ids(article)
    assert (after[0], after[3]) == (before[0], before[2])
    assert before[1] not in after


def test_undo_restores_the_very_same_sentences(session, article, edit):
    before = state(article)
    edit("split", 2, offset=8)
    edit("join", 1)
    at = undo(session, article, "C07")
    assert at == ids(article)[0]
    undo(session, article, "C07")
    assert state(article) == before


def test_there_is_nothing_to_undo_at_first(session, article):
    assert last_correction(session, article) is None
    with pytest.raises(Conflict, match="no correction of this article to take back"):
        undo(session, article, "C07")


def test_corrections_of_another_article_are_not_undone(session, article, edit):
    other = factories.article(session, article.study, ["Another.", "One."])
    edit("join", 1)
    with pytest.raises(Conflict, match="no correction"):
        undo(session, other, "C07")


def test_the_log_says_who_did_what_and_names_what_was_undone(session, article, edit):
    edit("split", 1, offset=9)
    undo(session, article, "C12")
    session.flush()
    query = select(LogEntry).where(LogEntry.subject == f"article:{article.public_id}")
    split, back = session.scalars(query.order_by(LogEntry.id))
    assert (split.actor, split.act) == ("C07", "split sentence")
    (before,) = split.before["sentences"]
    assert (before["start"], before["end"]) == (0, 22)
    assert [row["end"] for row in split.after["sentences"]] == [8, 22]
    assert (back.actor, back.act, back.after["undoes"]) == (
        "C12",
        "undo correction",
        split.after["correction"],
    )
    assert back.after["sentences"] == split.before["sentences"]


def test_an_act_that_changes_nothing_is_not_logged(session, article, edit):
    edit("leave-out", 1)
    edit("leave-out", 1)
    assert session.query(LogEntry).filter_by(act="leave out sentence").count() == 1


def test_a_frozen_article_is_not_corrected(session, article, edit):
    edit("join", 1)
    article.frozen_at = now()
    session.flush()
    with pytest.raises(Conflict, match="how it was split is final"):
        edit("split", 1, offset=9)
    with pytest.raises(Conflict, match="how it was split is final"):
        undo(session, article, "C07")
    assert len(article.sentences) == 2


def test_a_sentence_that_is_gone_is_told_of(session, article, edit):
    gone = ids(article)[0]
    edit("split", 1, offset=9)
    with pytest.raises(Conflict, match="split or joined since the page was opened"):
        correct(session, article, EditRequest("join", gone), "C07")


@pytest.mark.parametrize(
    ("act", "number", "offset", "kind", "words"),
    [
        ("split", 1, 0, "", "both parts must hold text"),
        ("split", 1, 22, "", "both parts must hold text"),
        ("split", 1, -4, "", "both parts must hold text"),
        ("join", 3, 0, "", "has no next one"),
        ("kind", 1, 0, "poem", "is not a kind of sentence"),
        ("eat", 1, 0, "", "There is no act “eat”"),
    ],
)
def test_what_can_not_be_done_is_refused_in_words(article, edit, act, number, offset, kind, words):
    before = state(article)
    with pytest.raises(Refused, match=words):
        edit(act, number, offset, kind)
    assert state(article) == before


def state(article):
    return [
        (s.public_id, s.position, s.start_char, s.end_char, s.kind, s.included, s.reason)
        for s in article.sentences
    ]


def test_corrections_and_undos_in_any_order_keep_the_article_whole(session):
    class Corrections(RuleBasedStateMachine):
        """A lead who corrects and takes back at random."""

        @initialize()
        def begin(self):
            session.rollback()
            self.article = factories.article(session, factories.study(session), LINES)
            self.first = state(self.article)
            self.history = [self.first]

        @rule(
            act=st.sampled_from(sorted(ACTS)),
            number=st.integers(0, 5),
            offset=st.integers(-1, 40),
            kind=st.sampled_from(list(SentenceKind)),
        )
        def correct(self, act, number, offset, kind):
            known = ids(self.article)
            request = EditRequest(act, known[number % len(known)], offset, kind)
            try:
                at = correct(session, self.article, request, "C07")
            except Refused:
                return
            assert at in ids(self.article)
            if state(self.article) != self.history[-1]:
                self.history.append(state(self.article))

        @rule()
        def undo(self):
            if len(self.history) > 1:
                undo(session, self.article, "C07")
                self.history.pop()

        @invariant()
        def the_state_is_the_one_before(self):
            assert state(self.article) == self.history[-1]

        @invariant()
        def sentences_are_in_order_and_hold_all_the_text(self):
            found = self.article.sentences
            assert [s.position for s in found] == list(range(1, len(found) + 1))
            end = 0
            for sentence in found:
                assert not self.article.text[end : sentence.start_char].strip()
                assert sentence.text == sentence.text.strip() != ""
                end = sentence.end_char
            assert not self.article.text[end:].strip()

        def teardown(self):
            for _ in self.history[1:]:
                undo(session, self.article, "C07")
            assert state(self.article) == self.first
            assert last_correction(session, self.article) is None
            rows = select(Sentence).where(Sentence.article_id == self.article.id)
            assert len(session.scalars(rows).all()) == len(self.first)

    run_state_machine_as_test(
        Corrections,
        settings=hypothesis_settings(max_examples=scaled(10, full=200), stateful_step_count=20),
    )
