"""Acts of a lead on a round that is open: who may not do what, and what each says of itself."""

import pytest
from sqlalchemy import func, select

from annotator.errors import Conflict, Refused
from annotator.rounds.impact import Impact
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from annotator.rounds.service import coders_per_sentence, departures, joining, lifecycle, sentences
from annotator.rounds.service.claim import claim
from tests import factories

pytestmark = pytest.mark.every_database

LEAD = factories.COMMAND_LINE


def opened(session, study, coders, **wishes):
    return factories.open_round(session, study, coders, **wishes)


def standing(session, round_):
    query = select(func.count()).where(
        Assignment.round_id == round_.id, Assignment.state != AssignmentState.WITHDRAWN
    )
    return session.scalar(query.select_from(Assignment))


def test_in_a_full_round_who_comes_late_gets_a_place_on_each_sentence(
    session, study, articles, coders
):
    round_ = opened(session, study, coders[:2], order="random")
    assert joining.join(session, round_, coders[2], LEAD) == Impact(added=6)
    late = factories.enrolment(session, round_, coders[2])
    assert (late.quota, late.left) == (6, 6)
    orders = [assignment.planned_order for assignment in claim(session, late, want=60)]
    assert orders == [1, 2, 3, 4, 5, 6]


def test_who_left_a_full_round_finds_what_was_left_when_they_come_back(
    session, study, articles, coders
):
    round_ = opened(session, study, coders)
    part = factories.enrolment(session, round_, coders[0])
    first, *_ = claim(session, part, want=3)
    factories.code(session, part, first)
    assert departures.leave(session, part, LEAD) == Impact(taken_out=5)
    assert (part.quota, part.left) == (1, 0)
    assert standing(session, round_) == 13
    assert joining.join(session, round_, coders[0], LEAD) == Impact(added=5)
    assert (part.quota, part.left) == (6, 5)
    assert standing(session, round_) == 18


def test_who_comes_late_to_a_plan_takes_what_others_release(session, study, articles, coders):
    round_ = opened(session, study, coders[:2], design="balanced", k=1)
    slow = factories.enrolment(session, round_, coders[0])
    claim(session, slow)
    joining.join(session, round_, coders[2], LEAD)
    late = factories.enrolment(session, round_, coders[2])
    assert claim(session, late, want=3) == []
    assert departures.give_away(session, slow, LEAD) == Impact(to_others=2)
    assert len(claim(session, late, want=3)) == 2
    assert (slow.quota, late.quota) == (1, 2)


def test_what_a_leaver_held_and_had_not_seen_goes_to_others(session, study, articles, coders):
    round_ = opened(session, study, coders, design="balanced", k=2)
    leaver = factories.enrolment(session, round_, coders[0])
    claim(session, leaver, want=2)
    assert departures.leave(session, leaver, LEAD) == Impact(to_others=4)
    assert standing(session, round_) == 12
    assert claim(session, leaver, want=3) == []


@pytest.mark.parametrize(("k", "impact"), [(3, Impact(added=6)), (1, Impact(taken_out=6))])
def test_another_k_adds_places_or_takes_such_as_nobody_has(
    session, study, articles, coders, k, impact
):
    round_ = opened(session, study, coders, design="open", k=2)
    assert coders_per_sentence.impact_of_k(session, round_, k) == impact
    assert coders_per_sentence.change_k(session, round_, k, LEAD) == impact
    assert standing(session, round_) == 6 * k


def test_a_lower_k_leaves_alone_what_is_coded_or_held(session, study, articles, coders):
    round_ = opened(session, study, coders, design="balanced", k=2)
    for coder in coders[:2]:
        part = factories.enrolment(session, round_, coder)
        for assignment in claim(session, part, want=60)[:2]:
            factories.code(session, part, assignment)
    coders_per_sentence.change_k(session, round_, 1, LEAD)
    parts = session.scalars(select(Enrolment)).all()
    assert sum(part.quota for part in parts) == standing(session, round_)
    states = session.scalars(select(Assignment.state))
    kept = [each for each in states if each in (AssignmentState.CODED, AssignmentState.RESERVED)]
    assert len(kept) == 8


def test_a_k_that_arithmetic_forbids_is_refused(session, study, articles, coders):
    round_ = opened(session, study, coders, design="balanced", k=2)
    with pytest.raises(Refused, match="4 coders for each sentence are asked for"):
        coders_per_sentence.change_k(session, round_, 4, LEAD)
    with pytest.raises(Conflict, match="has no number of coders"):
        coders_per_sentence.change_k(session, opened(session, study, coders), 2, LEAD)


def test_a_sentence_that_is_put_in_again_is_as_it_was(session, study, articles, coders):
    round_ = opened(session, study, coders, design="balanced", k=2)
    part = factories.enrolment(session, round_, coders[0])
    (held,) = claim(session, part)
    unit = held.unit
    (row,) = [each for each in sentences.listed_units(session, round_, 1) if each.unit is unit]
    assert (row.coded, row.slots, row.impact) == (0, 2, Impact(taken_out=2))
    assert sentences.exclude_units(session, round_, [unit], LEAD) == Impact(taken_out=2)
    assert held.id not in {assignment.id for assignment in claim(session, part, want=60)}
    assert sentences.restore_units(session, round_, [unit], LEAD) == Impact(added=2)
    assert held.id in {assignment.id for assignment in claim(session, part, want=60)}
    assert standing(session, round_) == 12


def test_nothing_of_this_is_done_to_a_draft_or_a_closed_round(session, study, articles, coders):
    draft = factories.draft_round(session, study, coders, design="open", k=1)
    closed = opened(session, study, coders, design="open", k=1)
    lifecycle.close(session, closed, LEAD)
    for round_ in (draft, closed):
        for act in (
            lambda round_=round_: coders_per_sentence.change_k(session, round_, 2, LEAD),
            lambda round_=round_: sentences.exclude_units(session, round_, [], LEAD),
            lambda round_=round_: joining.join(session, round_, coders[0], LEAD),
        ):
            with pytest.raises(Conflict, match="this is for open rounds"):
                act()


def test_a_coder_joins_once_and_leaves_once(session, study, articles, coders):
    round_ = opened(session, study, coders, design="open", k=1)
    part = factories.enrolment(session, round_, coders[0])
    with pytest.raises(Conflict, match="codes in this round already"):
        joining.join(session, round_, coders[0], LEAD)
    departures.leave(session, part, LEAD)
    with pytest.raises(Conflict, match="has left this round already"):
        departures.leave(session, part, LEAD)


def test_who_leaves_the_study_leaves_its_open_rounds(session, study, articles, coders):
    rounds = [opened(session, study, coders, design="open", k=1) for _ in range(2)]
    for round_ in rounds:
        claim(session, factories.enrolment(session, round_, coders[0]), want=3)
    assert departures.impact_of_leaving_the_study(session, coders[0]) == Impact(to_others=6)
    assert departures.leave_study(session, coders[0], LEAD) == Impact(to_others=6)
    assert coders[0].left_at is not None
    with pytest.raises(Conflict, match="has left this study already"):
        departures.leave_study(session, coders[0], LEAD)


def test_a_study_keeps_its_last_lead(session, study):
    lea = factories.member(session, study, "Lea", "lead", "coder")
    with pytest.raises(Conflict, match="keeps at least one lead"):
        departures.leave_study(session, lea, LEAD)


def test_what_a_leaver_had_not_seen_comes_in_the_planned_order(session, study, articles, coders):
    round_ = opened(session, study, coders[:2], design="balanced", k=1)
    leaver, other = (factories.enrolment(session, round_, each) for each in coders[:2])
    mine = select(Assignment.unit_id).where(Assignment.member_id == leaver.member_id)
    planned = session.scalars(mine.order_by(Assignment.planned_order.desc())).all()
    # Row ids tell nothing: the plan is what counts.
    for order, unit in enumerate(planned, start=1):
        assignment = session.scalars(select(Assignment).where(Assignment.unit_id == unit)).one()
        assignment.planned_order = order
    departures.leave(session, leaver, LEAD)
    own = claim(session, other, want=3)
    for assignment in own:
        factories.code(session, other, assignment)
    assert [assignment.unit_id for assignment in claim(session, other, want=3)] == planned


def test_a_skip_that_is_replaced_is_none_of_the_k(session, study, articles, coders):
    round_ = opened(session, study, coders, design="open", k=1, skips="replace")
    part = factories.enrolment(session, round_, coders[0])
    (assignment,) = claim(session, part)
    factories.code(session, part, assignment, skip="not a sentence")
    assert coders_per_sentence.impact_of_k(session, round_, 1) == Impact()
    assert coders_per_sentence.change_k(session, round_, 2, LEAD) == Impact(added=6)


def test_a_lower_k_takes_first_what_is_nobodys(session, study, articles, coders):
    round_ = opened(session, study, coders[:2], design="balanced", k=1)
    coders_per_sentence.change_k(session, round_, 2, LEAD)
    # A place that is somebody's has the higher number.
    for assignment in session.scalars(select(Assignment).where(Assignment.slot == 1)):
        assignment.slot = 9
    session.flush()
    assert coders_per_sentence.change_k(session, round_, 1, LEAD) == Impact(taken_out=6)
    left = select(Assignment.member_id).where(Assignment.state == AssignmentState.OPEN)
    assert None not in set(session.scalars(left))


def test_what_is_put_in_again_fits_what_changed_meanwhile(session, study, articles, coders):
    round_ = opened(session, study, coders, design="balanced", k=2)
    held = claim(session, factories.enrolment(session, round_, coders[0]), want=60)
    units = [assignment.unit for assignment in held]
    sentences.exclude_units(session, round_, units, LEAD)
    departures.leave(session, factories.enrolment(session, round_, coders[0]), LEAD)
    coders_per_sentence.change_k(session, round_, 1, LEAD)
    sentences.restore_units(session, round_, units, LEAD)
    gone = select(Assignment).where(
        Assignment.member_id == coders[0].id, Assignment.state != AssignmentState.WITHDRAWN
    )
    assert session.scalars(gone).all() == []
    assert standing(session, round_) == 6


def test_who_comes_late_gets_no_place_on_what_is_taken_out(session, study, articles, coders):
    round_ = opened(session, study, coders[:2])
    (held,) = claim(session, factories.enrolment(session, round_, coders[0]))
    sentences.exclude_units(session, round_, [held.unit], LEAD)
    assert joining.join(session, round_, coders[2], LEAD) == Impact(added=5)
