"""Retest rounds: opened from what was coded in an earlier one."""

import pytest
from sqlalchemy import select

from annotator.errors import Refused
from annotator.rounds.controls.controls import Controls
from annotator.rounds.models import Assignment, Unit
from annotator.rounds.service import departures
from annotator.rounds.setup import RoundPurpose
from tests import factories
from tests.rounds import controlled

pytestmark = pytest.mark.every_database


@pytest.fixture
def earlier(session, study, articles, coders):
    """A round of six sentences that two of three coders have coded."""
    made = factories.open_round(session, study, coders)
    for coder in coders[:2]:
        part = factories.enrolment(session, made, coder)
        for assignment in factories.assignments(session, part):
            factories.code(session, part, assignment)
    return made


def again(session, study, coders, earlier, **settings):
    retest = {"design": "retest", "of_round": earlier.number, "share": 0.5, "after": 14}
    return factories.open_round(session, study, coders, **retest, **settings)


def test_each_coder_gets_a_share_of_their_own(session, study, coders, earlier):
    controlled.days_pass(session, earlier, 20)
    round_ = again(session, study, coders, earlier)
    assert round_.purpose == RoundPurpose.RETEST
    numbers = [factories.enrolment(session, round_, coder).assigned for coder in coders]
    assert numbers == [3, 3, 0]
    for coder in coders[:2]:
        before, now = (
            set(
                session.scalars(
                    select(Unit.sentence_id)
                    .join(Assignment, Assignment.unit_id == Unit.id)
                    .where(Unit.round_id == each.id, Assignment.member_id == coder.id)
                )
            )
            for each in (earlier, round_)
        )
        assert now < before
        served = factories.assignments(session, factories.enrolment(session, round_, coder))
        assert len(served) == 3


def test_what_is_too_young_is_refused_with_the_day_to_wait_for(session, study, coders, earlier):
    with pytest.raises(Refused, match="is old enough") as refused:
        again(session, study, coders, earlier)
    assert refused.value.problems[0].remedy.startswith("Wait 14 days")


def test_nobody_else_can_code_what_one_leaves(session, study, coders, earlier):
    controlled.days_pass(session, earlier, 20)
    round_ = again(session, study, coders, earlier)
    effect = departures.leave(
        session, factories.enrolment(session, round_, coders[0]), factories.COMMAND_LINE
    )
    assert (effect.taken_out, effect.to_others) == (3, 0)
    assert len(factories.assignments(session, factories.enrolment(session, round_, coders[1]))) == 3


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ({"design": "retest", "of_round": 7, "share": 0.5}, "There is no opened round 7"),
        ({"design": "retest", "of_round": 1, "share": 0.0}, "A share of 0 is to be coded again"),
        ({"purpose": "retest"}, "A retest round has no other design"),
        ({"controls": Controls(repeats=60), "order": "random"}, "60 in a hundred"),
        ({"controls": Controls(repeats=5), "order": "article"}, "notice a sentence that is out of"),
        ({"controls": Controls(checks=1), "order": "article"}, "notice a sentence that is out of"),
        (
            {"design": "retest", "of_round": 1, "share": 0.5, "controls": Controls(repeats=5)},
            "notice a sentence that is out of",
        ),
        ({"controls": Controls(checks=-1), "order": "random"}, "-1 check sentences"),
        ({"controls": Controls(repeats=5, repeat_days=-1), "order": "random"}, "after -1 days"),
        ({"pass_mark": 0.0}, "The pass mark is 0"),
    ],
)
def test_what_can_not_be_is_refused(session, study, coders, earlier, wanted, message):
    controlled.days_pass(session, earlier, 20)
    with pytest.raises(Refused, match=message):
        factories.open_round(session, study, coders, **wanted)
