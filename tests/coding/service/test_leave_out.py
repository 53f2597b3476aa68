"""Leaving out, unread, the rest of what distresses: what is skipped, and how it comes back."""

import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.coding.queries.left_out import left_out_by_coder, never_seen
from annotator.coding.service.leave_out import give_back
from annotator.coding.service.record import Kept
from annotator.coding.submission import DISTRESSING, LEFT_OUT
from annotator.errors import Conflict, Refused
from annotator.rounds.models import AssignmentState
from annotator.rounds.service import lifecycle
from annotator.studies.models import LogEntry
from tests import factories
from tests.factories import CALM, LOUD, assignments, code

pytestmark = pytest.mark.every_database

ARTICLES = {"fire": "a fire", "flood": "a flood", "ashes": "a fire", "notice": ""}


@pytest.fixture
def study(session):
    """Four articles of two sentences each; two of them report on the same event."""
    made = factories.study(session)
    factories.codebook(session, made)
    for word, event in ARTICLES.items():
        factories.article(session, made, [f"The {word}, one.", f"The {word}, two."], event=event)
    return made


def word(assignment):
    return assignment.unit.sentence.text.split()[1].strip(",")


def first_of(session, enrolment, *about):
    """The coder's first sentence about this, when it is the newest that they were served."""
    want = 1
    while True:
        held = assignments(session, enrolment, want)
        if word(held[-1]) in about:
            return held
        code(session, enrolment, held[-1])


def standing(session, enrolment):
    """The articles of the coder's standing skips that were left out unread."""
    session.expire_all()
    found = session.scalars(
        select(Coding).where(Coding.member_id == enrolment.member_id, Coding.current, Coding.unread)
    ).all()
    assert {(each.skip_reason, str(each.outcome)) for each in found} <= {(LEFT_OUT, "skipped")}
    return sorted(each.unit.sentence.text.split()[1].strip(",") for each in found)


def leave(session, enrolment, assignment, rest, **more):
    return code(session, enrolment, assignment, skip=DISTRESSING, rest=rest, **more)


def test_the_rest_of_the_article_is_left_out_and_nothing_else(session, cora, carl):
    held = first_of(session, cora, "flood")
    done = cora.done
    leave(session, cora, held[-1], "article")
    assert standing(session, cora) == ["flood"]
    assert (cora.done, cora.skipped, cora.left) == (done, 2, 8 - done - 2)
    assert standing(session, carl) == []
    assert (carl.skipped, carl.left) == (0, 8)


def test_the_rest_of_an_event_is_left_out_in_all_its_articles(session, cora):
    held = first_of(session, cora, "fire", "ashes")
    this = word(held[-1])
    (other,) = {"fire", "ashes"} - {this}
    leave(session, cora, held[-1], "event")
    assert standing(session, cora) == sorted([this, other, other])
    assert {word(each) for each in assignments(session, cora, 8)} <= {"flood", "notice"}


def test_an_article_without_an_event_stands_alone(session, cora):
    held = first_of(session, cora, "notice")
    leave(session, cora, held[-1], "event")
    assert standing(session, cora) == ["notice"]


def test_what_was_coded_already_stays_coded(session, cora):
    first, second = assignments(session, cora, 2)
    kept = code(session, cora, first, LOUD).coding
    leave(session, cora, second, "article")
    coding = session.scalars(select(Coding).where(Coding.public_id == kept)).one()
    assert coding.current
    assert standing(session, cora) == []
    assert (cora.done, cora.skipped) == (1, 1)


def test_those_that_were_held_are_named_also_when_it_is_sent_again(session, cora):
    first, second = assignments(session, cora, 2)
    sent = {"token": "the-same-token", "note": "no more of this"}
    receipt = leave(session, cora, first, "article", **sent)
    assert receipt.left_out == (second.public_id,)
    assert leave(session, cora, first, "article", **sent) == receipt
    assert cora.skipped == 2
    assert second.state == AssignmentState.SKIPPED


def test_an_answer_that_waited_to_be_sent_holds_after_all(session, cora):
    first, second = assignments(session, cora, 2)
    leave(session, cora, first, "article")
    assert code(session, cora, second, CALM).kept == Kept.SAVED
    assert (cora.done, cora.skipped, second.state) == (1, 1, AssignmentState.CODED)
    assert standing(session, cora) == []


def test_what_was_never_served_can_not_be_answered(session, cora):
    (first,) = assignments(session, cora, 1)
    leave(session, cora, first, "article")
    waiting = session.scalars(
        select(type(first)).where(
            type(first).member_id == cora.member_id, type(first).served_order.is_(None),
            type(first).state == AssignmentState.SKIPPED,
        )
    ).one()  # fmt: skip
    with pytest.raises(Conflict):
        code(session, cora, waiting)


@pytest.mark.parametrize(
    "sent",
    [
        {"skip": "not a sentence", "rest": "article"},
        {"skip": DISTRESSING, "rest": "everything"},
        {"rest": "article"},
    ],
)
def test_more_is_left_out_only_where_it_is_too_distressing(session, cora, sent):
    (first,) = assignments(session, cora, 1)
    with pytest.raises(Refused) as refused:
        code(session, cora, first, **sent)
    assert {problem.column for problem in refused.value.problems} == {"rest"}
    assert standing(session, cora) == []


def test_a_skip_that_was_overtaken_leaves_out_nothing(session, cora):
    (first,) = assignments(session, cora, 1)
    code(session, cora, first)
    assert leave(session, cora, first, "article").kept == Kept.STALE
    assert standing(session, cora) == []


def test_nothing_is_left_out_of_a_closed_round(session, cora, round_):
    first, second = assignments(session, cora, 2)
    code(session, cora, first)
    lifecycle.close(session, round_, "command line")
    for assignment in (first, second):
        assert leave(session, cora, assignment, "event").kept == Kept.LATE
    assert standing(session, cora) == []
    assert (cora.done, cora.skipped) == (1, 1)


def test_what_was_left_out_is_given_back_once_and_can_be_coded(session, study, cora, carl):
    lead = factories.member(session, study, "Lea", "lead")
    first, _second, third = assignments(session, cora, 3)
    code(session, cora, first)
    leave(session, cora, third, "event")
    before = cora.left
    number = len(standing(session, cora))
    assert [tuple(row) for row in left_out_by_coder(session, cora.round)] == [
        (cora.member.pseudonym, number)
    ]
    assert give_back(session, cora, lead) == number
    assert give_back(session, cora, lead) == 0
    assert cora.left == before + number
    assert left_out_by_coder(session, cora.round) == []
    assert never_seen(session, cora) == 0
    entry = session.scalars(select(LogEntry).where(LogEntry.act == "give back")).first()
    assert entry.after == {"coder": cora.member.pseudonym, "sentences": number}
    for assignment in assignments(session, cora, 8):
        assert code(session, cora, assignment).kept == Kept.SAVED
    assert (cora.done, cora.skipped, cora.left) == (7, 1, 0)
    # All that was ever stored is there still.
    stored = session.scalars(select(Coding).where(Coding.member_id == cora.member_id)).all()
    assert len(stored) == 8 + number


def test_in_a_closed_round_nothing_is_given_back(session, study, cora, round_):
    lead = factories.member(session, study, "Lea", "lead")
    (first,) = assignments(session, cora, 1)
    leave(session, cora, first, "article")
    lifecycle.close(session, round_, "command line")
    with pytest.raises(Conflict):
        give_back(session, cora, lead)
    assert standing(session, cora)
