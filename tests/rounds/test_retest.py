"""Retest rounds: opened from what was coded in an earlier one."""

import pytest
from sqlalchemy import select

from annotator.errors import Refused
from annotator.rounds.models import Assignment, RoundPurpose, Unit
from annotator.rounds.service import departures as parting
from annotator.rounds.setup import Again, Hidden
from tests import factories
from tests.rounds import controlled as hiding

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


def again(session, study, coders, earlier, **wishes):
    asked = Again(earlier.number, 0.5, 14)
    return factories.open_round(session, study, coders, design="retest", again=asked, **wishes)


def test_each_coder_gets_a_share_of_their_own(session, study, coders, earlier):
    hiding.days_pass(session, earlier, 20)
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
    hiding.days_pass(session, earlier, 20)
    round_ = again(session, study, coders, earlier)
    effect = parting.leave(
        session, factories.enrolment(session, round_, coders[0]), factories.COMMAND_LINE
    )
    assert (effect.taken_out, effect.to_others) == (3, 0)
    assert len(factories.assignments(session, factories.enrolment(session, round_, coders[1]))) == 3


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"design": "retest", "again": Again(7, 0.5)}, "There is no opened round 7"),
        ({"design": "retest", "again": Again(1, 0.0)}, "A share of 0 is to be coded again"),
        ({"purpose": "retest"}, "A retest round has no other design"),
        ({"hidden": Hidden(repeats=60), "order": "random"}, "60 in a hundred"),
        ({"hidden": Hidden(repeats=5), "order": "article"}, "notice a sentence that is out of"),
        ({"hidden": Hidden(checks=1), "order": "article"}, "notice a sentence that is out of"),
        (
            {"design": "retest", "again": Again(1, 0.5), "hidden": Hidden(repeats=5)},
            "notice a sentence that is out of",
        ),
        ({"hidden": Hidden(checks=-1), "order": "random"}, "-1 check sentences"),
        ({"hidden": Hidden(repeats=5, repeat_days=-1), "order": "random"}, "after -1 days"),
        ({"pass_mark": 0.0}, "The pass mark is 0"),
    ],
)
def test_what_can_not_be_is_refused(session, study, coders, earlier, wishes, message):
    hiding.days_pass(session, earlier, 20)
    with pytest.raises(Refused, match=message):
        factories.open_round(session, study, coders, **wishes)
