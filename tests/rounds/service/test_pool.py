"""Rounds in which places are open to anyone, and places that come back."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.database.base import now
from annotator.errors import Refused
from annotator.rounds.models import Assignment, AssignmentState, Round
from annotator.rounds.service.claim import claim, is_more
from tests import factories

pytestmark = pytest.mark.every_database


@pytest.fixture
def round_(session, study, articles, coders):
    return factories.open_round(session, study, coders, design="open", k=2)


@pytest.fixture
def parts(session, round_, coders):
    """The coders' parts in the round, by pseudonym."""
    return [factories.enrolment(session, round_, each) for each in coders]


def units_of(assignments):
    return [assignment.unit_id for assignment in assignments]


def code_all_there_is(session, part):
    """Code until nothing comes; the units in the order in which they came."""
    units = []
    while found := claim(session, part):
        units.append(found[0].unit_id)
        factories.code(session, part, found[0])
    return units


def run_out(session, assignments):
    """Let the leases of these places end."""
    ids = [assignment.id for assignment in assignments]
    ended = {"reserved_until": now() - timedelta(minutes=1)}
    session.execute(update(Assignment).where(Assignment.id.in_(ids)).values(ended))
    session.expire_all()


def live(session, round_):
    """How many live places each unit has."""
    states = select(Assignment.unit_id).where(
        Assignment.round_id == round_.id, Assignment.state != AssignmentState.WITHDRAWN
    )
    return Counter(session.scalars(states))


def test_every_sentence_is_coded_by_exactly_k(session, round_, parts):
    first, second, third = (code_all_there_is(session, part) for part in parts)
    assert len(set(first)) == len(set(second)) == 6
    assert third == []
    assert set(live(session, round_).values()) == {2}


def test_coders_begin_at_different_places_and_go_the_same_way_round(session, round_, parts):
    for seed, part in enumerate(parts):
        part.seed = seed * 2
    ways = [claim(session, part, want=3) for part in parts]
    assert [[assignment.planned_order for assignment in way] for way in ways] == [
        [1, 2, 3],
        [3, 4, 5],
        [5, 6, 1],
    ]
    assert [assignment.served_order for assignment in ways[2]] == [1, 2, 3]


def test_a_coder_holds_three_ahead_unless_the_round_says_more(
    session, study, coders, round_, parts
):
    assert len(claim(session, parts[0], want=60)) == 3
    generous = factories.open_round(session, study, coders, design="open", k=1, ahead=5)
    assert len(claim(session, factories.enrolment(session, generous, coders[0]), want=60)) == 5


def test_a_quota_is_the_most_that_someone_codes(session, study, articles, coders):
    quotas = {each.pseudonym: 2 for each in coders}
    round_ = factories.open_round(session, study, coders, design="open", k=3, quotas=quotas)
    part = factories.enrolment(session, round_, coders[0])
    assert len(code_all_there_is(session, part)) == 2
    assert part.left == 0
    assert not is_more(session, part)


def test_what_is_held_too_long_goes_to_another_who_asks(session, round_, parts):
    walked_away = claim(session, parts[0], want=3)
    names = {assignment.public_id for assignment in walked_away}
    run_out(session, walked_away)
    for part in parts[1:]:
        assert len(code_all_there_is(session, part)) == 6
    assert {assignment.state for assignment in walked_away} == {AssignmentState.WITHDRAWN}
    assert set(live(session, round_).values()) == {2}
    others = session.scalars(
        select(Assignment.public_id).where(
            Assignment.member_id.in_([part.member_id for part in parts[1:]])
        )
    )
    assert names.isdisjoint(others), "nobody sees an id that was another's"


def test_who_is_at_work_keeps_what_they_hold(session, round_, parts):
    (assignment,) = claim(session, parts[0])
    run_out(session, [assignment])
    assert claim(session, parts[0]) == [assignment]
    assert assignment.reserved_until > now()


def test_who_comes_back_gets_what_they_lost_if_nobody_has_it(session, study, articles, coders):
    round_ = factories.open_round(session, study, coders[:2], design="open", k=2)
    away, other = (factories.enrolment(session, round_, each) for each in coders[:2])
    lost = claim(session, away, want=3)
    run_out(session, lost)
    # The other has had every sentence, so that what came back is for who lost it.
    assert len(code_all_there_is(session, other)) == 6
    assert is_more(session, away)
    assert sorted(code_all_there_is(session, away)) == sorted(set(code_units(session, other)))
    assert set(live(session, round_).values()) == {2}


def code_units(session, part):
    return session.scalars(
        select(Assignment.unit_id).where(Assignment.member_id == part.member_id)
    ).all()


def test_when_all_is_taken_there_is_nothing_more(session, round_, parts):
    for part in parts[:2]:
        code_all_there_is(session, part)
    assert not is_more(session, parts[2])
    assert claim(session, parts[2]) == []


def test_an_open_round_needs_no_coder_but_a_k(session, study, articles, coders):
    assert factories.open_round(session, study, (), design="open", k=3).state == "open"
    with pytest.raises(Refused, match="0 coders for each sentence"):
        factories.open_round(session, study, coders, design="open")


def test_in_article_order_the_way_round_is_that_of_the_articles(session, study, articles, coders):
    made = {
        order: factories.open_round(session, study, coders, design="open", k=1, order=order)
        for order in ("article", "random")
    }
    ways = {
        order: list(
            session.scalars(
                select(Assignment.planned_order)
                .where(Assignment.round_id == each.id)
                .order_by(Assignment.unit_id)
            )
        )
        for order, each in made.items()
    }
    assert ways["article"] == [1, 2, 3, 4, 5, 6]
    assert sorted(ways["random"]) == ways["article"] != ways["random"]


def test_who_runs_dry_takes_over_what_others_have_not_seen(session, study, articles, coders):
    round_ = factories.open_round(session, study, coders, design="balanced", k=1, shares=True)
    quick, slow, _ = (factories.enrolment(session, round_, each) for each in coders)
    (seen,) = claim(session, slow)
    units = code_all_there_is(session, quick)
    assert seen.unit_id not in units
    assert len(units) == quick.quota == 4
    assert sum(each.quota for each in round_.enrolments) == 6
    assert sorted(code_all_there_is(session, slow)) == [seen.unit_id]


def test_without_sharing_a_plan_is_a_plan(session, study, articles, coders):
    round_ = factories.open_round(session, study, coders, design="balanced", k=1)
    quick, slow, _ = (factories.enrolment(session, round_, each) for each in coders)
    held = claim(session, slow)
    run_out(session, held)
    assert len(code_all_there_is(session, quick)) == 2
    assert not is_more(session, quick)
    assert held[0].state == AssignmentState.RESERVED


def test_where_coders_share_an_abandoned_place_is_for_who_runs_dry(
    session, study, articles, coders
):
    round_ = factories.open_round(session, study, coders, design="balanced", k=1, shares=True)
    parts = [factories.enrolment(session, round_, each) for each in coders]
    run_out(session, claim(session, parts[0], want=2))
    assert (
        len(code_all_there_is(session, parts[1])) + len(code_all_there_is(session, parts[2])) == 6
    )
    assert [part.left for part in parts] == [0, 0, 0]
    assert set(live(session, round_).values()) == {1}


def test_a_place_that_comes_back_stands_after_all_units(session, round_, parts):
    run_out(session, claim(session, parts[0], want=3))
    code_all_there_is(session, parts[1])
    came_back = session.scalars(
        select(Assignment).where(Assignment.round_id == round_.id, Assignment.slot == 3)
    ).all()
    assert len(came_back) == 3
    assert all(
        assignment.planned_order > session.get(Round, round_.id).units for assignment in came_back
    )
