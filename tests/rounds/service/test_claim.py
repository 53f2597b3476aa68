import pytest
from sqlalchemy import select

from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState
from annotator.rounds.service import lifecycle
from annotator.rounds.service.claim import claim, held
from tests import factories


@pytest.fixture
def round_(session, study, articles, coders):
    return factories.open_round(session, study, coders)


@pytest.fixture
def mine(session, round_, coders):
    return factories.enrolment(session, round_, coders[0])


def test_one_place_is_served_at_a_time_unless_more_are_wanted(session, mine):
    (first,) = claim(session, mine)
    assert claim(session, mine) == [first]
    three = claim(session, mine, want=3)
    assert three[0] is first
    assert [assignment.served_order for assignment in three] == [1, 2, 3]
    assert {assignment.state for assignment in three} == {AssignmentState.RESERVED}
    assert all(assignment.reserved_until > now() for assignment in three)
    assert mine.served == 3


def test_places_come_in_the_planned_order_and_end(session, mine):
    served = claim(session, mine, want=100)
    assert [assignment.planned_order for assignment in served] == [1, 2, 3, 4, 5, 6]
    assert claim(session, mine, want=100) == served


def test_answered_places_make_room_for_the_next(session, mine):
    (first,) = claim(session, mine)
    factories.code(session, mine, first)
    (second,) = claim(session, mine)
    assert second.served_order == 2
    assert held(session, mine) == [second]


def test_another_coder_gets_their_own_places_only(session, round_, coders, mine):
    claim(session, mine, want=6)
    theirs = claim(session, factories.enrolment(session, round_, coders[1]), want=6)
    assert {assignment.member_id for assignment in theirs} == {coders[1].id}
    assert [assignment.served_order for assignment in theirs] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize("act", [lifecycle.pause, lifecycle.close])
def test_nothing_new_is_served_when_a_round_is_not_open(session, round_, mine, act):
    (first,) = claim(session, mine)
    act(session, round_, "command line")
    assert claim(session, mine, want=3) == [first]
    factories.code(session, mine, first)
    assert claim(session, mine, want=3) == []


def test_after_a_pause_serving_goes_on_where_it_was(session, round_, mine):
    claim(session, mine)
    lifecycle.pause(session, round_, "command line")
    lifecycle.resume(session, round_, "command line")
    assert [assignment.served_order for assignment in claim(session, mine, want=2)] == [1, 2]


def test_a_place_that_was_taken_back_is_not_served(session, mine):
    first = session.scalars(
        select(Assignment).where(
            Assignment.member_id == mine.member_id, Assignment.planned_order == 1
        )
    ).one()
    first.state = AssignmentState.WITHDRAWN
    session.flush()
    assert claim(session, mine)[0].planned_order == 2
