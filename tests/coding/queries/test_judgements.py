"""Which codings count, said once for the agreement page and the exports."""

import pytest
from sqlalchemy import select

from annotator.coding.exclusions import ASKABLE, included
from annotator.coding.models import Coding, Origin
from annotator.database.base import now
from annotator.datasets.queries import round_data
from annotator.rounds.models import Assignment, AssignmentState, UnitPurpose
from annotator.rounds.service import lifecycle
from annotator.supervision.service import removal
from tests import factories
from tests.factories import CALM, LOUD, assignments, code


@pytest.fixture
def counted(session, round_):
    """The public ids of the codings that count."""

    def found(asked=()):
        session.flush()
        rows = round_data.codings(session, round_, included(asked))
        return {row.coding for row in rows if row.counted}

    return found


def coding(session, public_id):
    return session.scalars(select(Coding).where(Coding.public_id == public_id)).one()


@pytest.fixture
def assignment(session, cora):
    return assignments(session, cora, 1)[0]


def test_an_answer_counts_and_a_skip_does_not(session, cora, counted):
    one, two = assignments(session, cora, 2)
    first = code(session, cora, one).coding
    code(session, cora, two, skip="other")
    assert counted() == {first}


def test_of_revisions_the_current_one_counts(session, cora, assignment, counted):
    first = code(session, cora, assignment, CALM).coding
    second = code(session, cora, assignment, LOUD, revises=first).coding
    code(session, cora, assignment, CALM, revises=first)
    assert counted() == {second}


def test_a_late_coding_counts_if_the_lead_says_so(session, round_, cora, assignment, counted):
    lifecycle.close(session, round_, "command line")
    coding = code(session, cora, assignment).coding
    for decided, expected in ((None, set()), (False, set()), (True, {coding})):
        round_.late_counted = decided
        assert counted() == expected


def made_by_a_machine(coding):
    coding.origin, coding.assignment_id = Origin.MACHINE, None


WITHOUT = {
    "withdrawn": lambda coding: setattr(coding, "withdrawn_at", now()),
    "late": lambda coding: setattr(coding, "late", True),
    "surplus": lambda coding: setattr(coding, "assignment_id", None),
    "repeats": lambda coding: setattr(coding, "occasion", 2),
    "training": lambda coding: setattr(coding.unit, "purpose", UnitPurpose.TRAINING),
    "checks": lambda coding: setattr(coding.unit, "purpose", UnitPurpose.CHECK),
    "taken-out": lambda coding: setattr(coding.unit, "withdrawn_at", now()),
    "machines": made_by_a_machine,
}


@pytest.mark.parametrize("case", WITHOUT)
def test_what_does_not_count_counts_if_it_is_asked_for(session, cora, assignment, counted, case):
    name = code(session, cora, assignment).coding
    assert counted() == {name}
    WITHOUT[case](session.scalars(select(Coding)).one())
    assert counted() == set()
    assert counted({case}) == {name}
    assert counted(set(ASKABLE) - {case}) == set()


def test_what_has_two_reasons_counts_only_if_both_are_asked_for(session, cora, assignment, counted):
    name = code(session, cora, assignment).coding
    coding = session.scalars(select(Coding)).one()
    coding.assignment_id, coding.late = None, True
    assert counted({"surplus"}) == counted({"late"}) == set()
    assert counted({"surplus", "late"}) == {name}


def test_a_skip_can_not_be_asked_for(session, cora, assignment, counted):
    code(session, cora, assignment, skip="other")
    assert counted(set(ASKABLE)) == set()


def test_of_training_the_answer_before_the_known_one_was_shown_is_counted(
    session, cora, assignment, counted
):
    first = code(session, cora, assignment, CALM).coding
    code(session, cora, assignment, LOUD, revises=first)
    assignment.unit.purpose = UnitPurpose.TRAINING
    assert counted({"training"}) == {first}


def test_of_training_nothing_counts_of_who_was_taken_out(session, cora, assignment, counted):
    first = code(session, cora, assignment, CALM).coding
    code(session, cora, assignment, LOUD, revises=first)
    assignment.unit.purpose = UnitPurpose.TRAINING
    removal.remove_coder(session, cora, factories.COMMAND_LINE)
    assert counted({"training"}) == set()
    assert counted({"training", "withdrawn"}) == {first}


def test_of_training_the_first_answer_of_each_coder_and_unit_stands_by_itself(
    session, cora, carl, counted
):
    """Neither another coder's removal nor another unit's withdrawn coding takes it away."""
    firsts = []
    for part in (cora, cora, carl):
        assignment = assignments(session, part, 3)[0]
        assignment.unit.purpose = UnitPurpose.TRAINING
        first = code(session, part, assignment, CALM).coding
        firsts.append(first)
        code(session, part, assignment, LOUD, revises=first)
    removal.remove_coder(session, carl, factories.COMMAND_LINE)
    mine = set(firsts[:2])
    assert counted({"training"}) == mine
    revised = coding(session, firsts[1])
    standing = next(
        each
        for each in session.scalars(select(Coding).where(Coding.unit_id == revised.unit_id))
        if each.current and each.member_id == revised.member_id
    )
    standing.withdrawn_at = now()
    assert counted({"training"}) == {firsts[0]}
    # What gave way to another is not what stands.
    standing.current = False
    assert counted({"training"}) == mine


def test_a_repeat_of_one_unit_replaces_nothing_of_another(session, cora, counted):
    one, two = assignments(session, cora, 2)
    first = code(session, cora, one, CALM).coding
    other = code(session, cora, two, CALM).coding
    coding(session, other).occasion = 2
    assert counted({"repeats"}) == {first, other}


@pytest.fixture
def again(session, assignment):
    """A place of the same coder on the same unit, on a second occasion."""
    made = Assignment(
        round_id=assignment.round_id,
        unit_id=assignment.unit_id,
        slot=9,
        member_id=assignment.member_id,
        occasion=2,
        state=AssignmentState.RESERVED,
        served_order=99,
    )
    session.add(made)
    session.flush()
    return made


def test_a_repeat_counts_in_place_of_what_was_said_first(session, cora, assignment, again, counted):
    first = code(session, cora, assignment, CALM).coding
    second = code(session, cora, again, LOUD).coding
    assert counted() == {first}
    assert counted({"repeats"}) == {second}


def test_what_was_said_first_counts_where_the_repeat_was_skipped(
    session, cora, assignment, again, counted
):
    first = code(session, cora, assignment, CALM).coding
    code(session, cora, again, skip="other")
    assert counted({"repeats"}) == {first}


def test_what_was_said_first_counts_where_the_repeat_was_withdrawn(
    session, cora, assignment, again, counted
):
    first = code(session, cora, assignment, CALM).coding
    second = code(session, cora, again, LOUD).coding
    coding(session, second).withdrawn_at = now()
    assert counted({"repeats"}) == {first}
    assert counted({"repeats", "withdrawn"}) == {second}


def test_what_was_said_first_counts_where_the_repeat_does_not(
    session, cora, assignment, again, counted
):
    first = code(session, cora, assignment, CALM).coding
    second = code(session, cora, again, LOUD).coding
    coding(session, second).assignment_id = None
    assert counted({"repeats"}) == {first}
    assert counted({"repeats", "surplus"}) == {second}


def test_of_a_repeat_that_was_revised_into_a_skip_nothing_counts(
    session, cora, assignment, again, counted
):
    first = code(session, cora, assignment, CALM).coding
    second = code(session, cora, again, LOUD).coding
    code(session, cora, again, skip="other", revises=second)
    assert counted({"repeats"}) == {first}


def test_the_repeat_of_another_coder_replaces_nothing(
    session, cora, carl, assignment, again, counted
):
    first = code(session, cora, assignment, CALM).coding
    again.member_id = carl.member_id
    second = code(session, carl, again, LOUD).coding
    assert counted({"repeats"}) == {first, second}


def test_a_machine_has_no_place_and_is_asked_for_by_its_own_name(
    session, cora, assignment, counted
):
    name = code(session, cora, assignment).coding
    made_by_a_machine(coding(session, name))
    assert counted({"surplus"}) == set()
    assert counted({"machines"}) == {name}


def test_a_withdrawn_coding_is_in_no_table(session, round_, cora, assignment):
    code(session, cora, assignment)
    session.scalars(select(Coding)).one().withdrawn_at = now()
    session.flush()
    assert round_data.codings(session, round_) == []


def test_every_place_with_a_coder_is_listed_unless_it_was_taken_back(
    session, round_, cora, assignment
):
    assert len(round_data.unseen(session, round_)) == 6
    assignment.state = AssignmentState.WITHDRAWN
    session.flush()
    assert len(round_data.unseen(session, round_)) == 5
