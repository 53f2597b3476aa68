"""Checks and repeats among a coder's own sentences."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.database.base import now
from annotator.errors import Refused
from annotator.rounds.controls.controls import Controls
from annotator.rounds.models import Assignment, AssignmentState, Unit, UnitPurpose
from annotator.rounds.service import coders_per_sentence, departures, joining, pool
from annotator.rounds.service.claim import claim
from tests import factories
from tests.rounds import controlled

pytestmark = pytest.mark.every_database


@pytest.fixture
def articles(session, study):
    """Four articles of ten sentences."""
    return [
        factories.article(session, study, [f"Sentence {n} of article {a}." for n in range(10)])
        for a in range(4)
    ]


@pytest.fixture
def known(session, study, articles):
    """The answers to the first three sentences are known."""
    return controlled.known_answers(session, study, controlled.sentences(session, articles)[:3])


def code_all(session, part, most=100):
    """Code one after the other; the units and occasions in the order in which they came."""
    met = []
    while len(met) < most and (found := claim(session, part)):
        met.append((found[0].unit_id, found[0].occasion))
        factories.code(session, part, found[0])
    return met


def checks_of(session, round_):
    return set(
        session.scalars(
            select(Unit.id).where(Unit.round_id == round_.id, Unit.purpose == UnitPurpose.CHECK)
        )
    )


def at(met, units):
    return [number for number, (unit, _) in enumerate(met, start=1) if unit in units]


@pytest.mark.parametrize(
    "wishes",
    [
        {"design": "full"},
        {"design": "balanced", "k": 2},
        {"design": "subsample", "k": 2, "n": 10},
    ],
)
def test_planned_checks_come_once_to_each_coder_at_numbers_of_their_own(
    session, study, coders, known, wishes
):
    round_ = controlled.opened(session, study, coders, known, controls=Controls(checks=3), **wishes)
    checks, numbers = checks_of(session, round_), []
    for coder in coders:
        part = factories.enrolment(session, round_, coder)
        assigned = part.assigned
        met = code_all(session, part)
        assert len(met) == len(set(met)) == assigned == part.done
        numbers.append(tuple(at(met, checks)))
    assert all(len(each) == 3 for each in numbers)
    assert len(set(numbers)) > 1, "one of the coders could know from another when one comes"
    assert all(each[0] > 1 for each in numbers)


def test_the_draw_of_checks_and_their_numbers_is_the_seeds(session, study, coders, known):
    def orders(seed):
        round_ = controlled.opened(
            session, study, coders, known, controls=Controls(checks=2), order="random", seed=seed
        )
        rows = session.execute(
            select(Unit.sentence_id, Assignment.member_id, Assignment.planned_order)
            .join(Assignment.unit)
            .where(Unit.round_id == round_.id)
        )
        return sorted(tuple(row) for row in rows)

    assert orders(3) == orders(3)
    assert orders(3) != orders(4)


def test_in_an_open_round_a_check_falls_due_after_so_many_served(session, study, coders, known):
    round_ = controlled.opened(
        session, study, coders, known, design="open", k=3, controls=Controls(checks=3)
    )
    checks = checks_of(session, round_)
    met = [code_all(session, factories.enrolment(session, round_, coder)) for coder in coders]
    assert [len(each) for each in met] == [40, 40, 40]
    assert len({tuple(at(each, checks)) for each in met}) == 3
    assert all(len(at(each, checks)) == 3 for each in met)


@pytest.mark.parametrize("wishes", [{"design": "full"}, {"design": "open", "k": 4}])
def test_who_comes_late_has_the_checks_too(session, study, coders, known, wishes):
    round_ = controlled.opened(session, study, coders, known, controls=Controls(checks=3), **wishes)
    late = factories.member(session, study, "Late", "coder")
    joining.join(session, round_, late, factories.COMMAND_LINE)
    met = code_all(session, factories.enrolment(session, round_, late))
    numbers = at(met, checks_of(session, round_))
    assert len(met) == 40
    assert len(numbers) == 3
    assert numbers != [38, 39, 40]


def test_who_comes_late_into_a_plan_meets_checks_only_as_they_go_on(session, study, coders, known):
    round_ = controlled.opened(
        session,
        study,
        coders,
        known,
        design="balanced",
        k=2,
        shares=True,
        controls=Controls(checks=3),
    )
    late = factories.member(session, study, "Late", "coder")
    joining.join(session, round_, late, factories.COMMAND_LINE)
    part = factories.enrolment(session, round_, late)
    assert part.assigned == 0
    met = code_all(session, part, most=2)
    assert not at(met, checks_of(session, round_)) or len(met) == 2
    assert part.assigned >= part.done


def test_who_leaves_takes_no_check_along_for_others(session, study, coders, known):
    round_ = controlled.opened(
        session, study, coders, known, design="balanced", k=2, controls=Controls(checks=3)
    )
    part = factories.enrolment(session, round_, coders[0])
    claim(session, part, 5)
    effect = departures.leave(session, part, factories.COMMAND_LINE)
    assert "go to others" in effect.in_words
    assignments = session.scalars(
        select(Assignment).where(Assignment.unit_id.in_(checks_of(session, round_)))
    ).all()
    assert len(assignments) == 9
    gone = [assignment for assignment in assignments if assignment.member_id == coders[0].id]
    assert {assignment.state for assignment in gone} == {AssignmentState.WITHDRAWN}
    assert part.assigned == 0


def test_a_part_that_is_given_away_keeps_its_checks(session, study, coders, known):
    round_ = controlled.opened(
        session, study, coders, known, design="balanced", k=2, controls=Controls(checks=3)
    )
    part = factories.enrolment(session, round_, coders[0])
    first = code_all(session, part, most=2)
    departures.give_away(session, part, factories.COMMAND_LINE)
    assert part.left == 0
    met = first + code_all(session, part)
    assert len(at(met, checks_of(session, round_))) == 3
    assert part.assigned == part.done == len(met)
    coders_per_sentence.recount_quotas(session, round_)
    session.expire_all()
    assert part.assigned == part.done


def test_a_check_that_is_skipped_is_given_to_nobody_else(session, study, coders, known):
    round_ = controlled.opened(
        session, study, coders[:1], known, skips="replace", controls=Controls(checks=3)
    )
    part = factories.enrolment(session, round_, coders[0])
    for assignment in claim(session, part, 60):
        if assignment.unit.purpose == UnitPurpose.CHECK:
            factories.code(session, part, assignment, skip="other")
    assignments = select(Assignment).where(Assignment.unit_id.in_(checks_of(session, round_)))
    assert len(session.scalars(assignments).all()) == 3


def test_more_checks_than_known_answers_are_refused(session, study, coders, known):
    with pytest.raises(Refused, match="the known answers are there for 3"):
        controlled.opened(session, study, coders, known, controls=Controls(checks=4))


# Repeats


@pytest.mark.parametrize(
    "wishes", [{"design": "full"}, {"design": "full", "order": "random", "seed": 4}]
)
def test_repeats_come_when_they_are_old_enough(session, study, articles, coders, wishes):
    round_ = controlled.opened(session, study, coders, {}, controls=Controls(repeats=10), **wishes)
    part = factories.enrolment(session, round_, coders[0])
    assert part.assigned == 44
    first = code_all(session, part, most=20)
    assert {occasion for _, occasion in first} == {1}
    controlled.days_pass(session, round_, 15)
    rest = code_all(session, part)
    again = [unit for unit, occasion in rest if occasion == 2]
    assert len(again) == 4
    assert set(again) <= {unit for unit, _ in first}
    assert part.assigned == part.done == 44


def test_repeats_that_can_not_come_are_waited_for_by_nobody(session, study, articles, coders):
    round_ = controlled.opened(session, study, coders, {}, controls=Controls(repeats=10))
    part = factories.enrolment(session, round_, coders[0])
    met = code_all(session, part)
    assert len(met) == 40
    assert (part.assigned, part.left) == (40, 0)


def test_a_shorter_gap_is_used_if_the_lead_asks(session, study, articles, coders):
    round_ = controlled.opened(
        session, study, coders, {}, controls=Controls(repeats=10, repeat_days=0)
    )
    met = code_all(session, factories.enrolment(session, round_, coders[0]))
    assert len(met) == 44
    assert sum(occasion == 2 for _, occasion in met) == 4


def test_in_an_open_round_repeats_come_at_their_rate(session, study, articles, coders):
    round_ = controlled.opened(
        session, study, coders, {}, design="open", k=3,
        controls=Controls(repeats=20, repeat_days=0),
    )  # fmt: skip
    met = code_all(session, factories.enrolment(session, round_, coders[0]))
    again = [unit for unit, occasion in met if occasion == 2]
    assert 3 <= len(again) <= 14
    assert len(set(again)) == len(again)
    live = select(Assignment).where(Assignment.round_id == round_.id, Assignment.occasion == 1)
    assert len(session.scalars(live).all()) == 120


def test_a_repeat_that_is_skipped_makes_no_place_for_others(session, study, articles, coders):
    round_ = controlled.opened(
        session, study, coders, {}, design="balanced", k=1, skips="replace",
        controls=Controls(repeats=20, repeat_days=0),
    )  # fmt: skip
    part = factories.enrolment(session, round_, coders[0])
    while found := claim(session, part):
        again = {"skip": "other"} if found[0].occasion == 2 else {}
        factories.code(session, part, found[0], **again)
    assert part.skipped >= 2
    first = select(Assignment).where(Assignment.round_id == round_.id, Assignment.occasion == 1)
    assert len(session.scalars(first).all()) == 40


def test_who_has_checks_too_keeps_all_that_was_planned_for_however_long_they_are_away(
    session, study, articles, coders, known
):
    """A plan that has checks goes on behind the number of its sentences."""
    round_ = controlled.opened(session, study, coders, known, controls=Controls(checks=2))
    held = claim(session, factories.enrolment(session, round_, coders[0]), want=60)
    assert max(assignment.planned_order for assignment in held) > round_.units
    ended = {"reserved_until": now() - timedelta(days=1)}
    session.execute(update(Assignment).where(Assignment.round_id == round_.id).values(ended))
    session.expire_all()
    assert pool.put_back_expired(session, round_) == 0
