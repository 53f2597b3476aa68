"""Codings whose place was given to another meanwhile, and skips that another replaces."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from annotator.coding.models import Coding
from annotator.coding.service.leave_out import give_back
from annotator.coding.service.record import Kept
from annotator.coding.submission import DISTRESSING
from annotator.database.base import now
from annotator.datasets.queries import round_data
from annotator.rounds.models import Assignment, AssignmentState
from annotator.rounds.service.claim import claim
from annotator.supervision.service import removal
from tests import factories

pytestmark = pytest.mark.every_database


@pytest.fixture
def coders(session, study):
    return [factories.member(session, study, name, "coder") for name in ("Ann", "Ben", "Cem")]


def parts_in(session, study, coders, **wishes):
    round_ = factories.open_round(session, study, coders, **({"design": "open", "k": 1} | wishes))
    return [factories.enrolment(session, round_, each) for each in coders]


def run_out(session, assignments):
    ids = [assignment.id for assignment in assignments]
    ended = {"reserved_until": now() - timedelta(minutes=1)}
    session.execute(update(Assignment).where(Assignment.id.in_(ids)).values(ended))
    session.expire_all()


def code_all_there_is(session, part, **how):
    units = []
    while found := claim(session, part):
        units.append(found[0].unit_id)
        factories.code(session, part, found[0], **how)
    return units


def live(session, part):
    """How many live places each unit of the round has: coded or held, or still open."""
    gone = [
        AssignmentState.WITHDRAWN,
        *([AssignmentState.SKIPPED] if part.round.replaces_skips else []),
    ]
    return Counter(
        session.scalars(
            select(Assignment.unit_id).where(
                Assignment.round_id == part.round_id, Assignment.state.not_in(gone)
            )
        )
    )


def test_what_comes_after_another_has_the_place_is_kept_and_does_not_count(session, study, coders):
    away, other, _ = parts_in(session, study, coders)
    (lost,) = claim(session, away)
    run_out(session, [lost])
    assert len(code_all_there_is(session, other)) == 3
    receipt = factories.code(session, away, lost)
    assert receipt.kept == Kept.SURPLUS
    assert set(live(session, away).values()) == {1}
    assert (away.done, other.done) == (0, 3)
    counted = [row for row in round_data.codings(session, away.round) if row.counted]
    assert len(counted) == 3
    stored = session.scalars(select(Coding).where(Coding.public_id == receipt.coding)).one()
    assert stored.current
    assert stored.assignment_id is None


def test_a_surplus_that_is_sent_twice_is_one_coding_with_the_same_receipt(session, study, coders):
    away, other, _ = parts_in(session, study, coders)
    (lost,) = claim(session, away)
    run_out(session, [lost])
    code_all_there_is(session, other)
    first = factories.code(session, away, lost, token="the-same-one")
    assert factories.code(session, away, lost, token="the-same-one") == first


def test_what_comes_while_the_place_is_still_free_fills_it(session, study, coders):
    away, other, _ = parts_in(session, study, coders, k=2)
    lost = claim(session, away, want=3)
    run_out(session, lost)
    assert len(code_all_there_is(session, other)) == 3
    receipts = [factories.code(session, away, assignment).kept for assignment in lost]
    assert receipts == [Kept.SAVED] * 3
    assert set(live(session, away).values()) == {2}
    assert away.done == 3
    assert claim(session, away) == []


def test_a_surplus_is_not_asked_for_again(session, study, coders):
    away, other, third = parts_in(session, study, coders)
    (lost,) = claim(session, away)
    run_out(session, [lost])
    taken = next(
        assignment
        for _ in range(3)
        for assignment in claim(session, other)
        if assignment.unit_id == lost.unit_id or not factories.code(session, other, assignment)
    )
    assert factories.code(session, away, lost).kept == Kept.SURPLUS
    run_out(session, [taken])
    assert lost.unit_id not in code_all_there_is(session, away)
    assert code_all_there_is(session, third) == [lost.unit_id]


def test_a_skip_that_is_replaced_is_coded_by_another(session, study, coders):
    picky, other, third = parts_in(session, study, coders, skips="replace")
    skipped = code_all_there_is(session, picky, skip="not a sentence")
    assert picky.skipped == len(skipped) == 3
    assert sorted(code_all_there_is(session, other)) == sorted(skipped)
    assert code_all_there_is(session, third) == []
    assert set(live(session, picky).values()) == {1}


def test_where_skips_count_nobody_replaces_them(session, study, coders):
    picky, other, _ = parts_in(session, study, coders)
    code_all_there_is(session, picky, skip="not a sentence")
    assert code_all_there_is(session, other) == []


def test_a_skip_that_becomes_an_answer_takes_its_place_back_while_it_is_free(
    session, study, coders
):
    picky, other, _ = parts_in(session, study, coders, skips="replace")
    (assignment,) = claim(session, picky)
    skip = factories.code(session, picky, assignment, skip="not a sentence")
    answer = factories.code(session, picky, assignment, revises=skip.coding)
    assert answer.kept == Kept.SAVED
    assert (picky.done, picky.skipped) == (1, 0)
    assert assignment.unit_id not in code_all_there_is(session, other)
    again = factories.code(session, picky, assignment, skip="other", revises=answer.coding)
    assert again.kept == Kept.SAVED
    assert code_all_there_is(session, other) == [assignment.unit_id]
    assert set(live(session, picky).values()) == {1}


def test_a_skip_that_becomes_an_answer_too_late_is_surplus(session, study, coders):
    picky, other, _ = parts_in(session, study, coders, skips="replace")
    (assignment,) = claim(session, picky)
    skip = factories.code(session, picky, assignment, skip="not a sentence")
    code_all_there_is(session, other)
    answer = factories.code(session, picky, assignment, revises=skip.coding)
    assert answer.kept == Kept.SURPLUS
    assert (picky.done, picky.skipped) == (0, 1)
    assert set(live(session, picky).values()) == {1}


def test_a_skip_in_a_planned_round_goes_to_one_who_has_done_their_part(session, study, coders):
    first, second, third = parts_in(session, study, coders, design="balanced", skips="replace")
    (assignment,) = claim(session, first)
    factories.code(session, first, assignment, skip="not a sentence")
    assert assignment.unit_id in code_all_there_is(session, second)
    assert (second.quota, second.left) == (2, 0)
    assert len(code_all_there_is(session, third)) == 1


def test_who_left_out_an_article_is_served_no_more_of_it(session, study, coders):
    factories.article(session, study, ["One more.", "And another.", "The last."])
    tired, _, third = parts_in(session, study, coders, order="article", skips="replace")
    (assignment,) = claim(session, tired)
    distressed = {"skip": DISTRESSING, "rest": "article"}
    factories.code(session, tired, assignment, **distressed)
    article = assignment.unit.sentence.article_id
    served = code_all_there_is(session, tired)
    assert len(served) == 3
    assert article not in {
        each.unit.sentence.article_id
        for each in session.scalars(select(Assignment).where(Assignment.unit_id.in_(served)))
    }
    give_back(session, tired, tired.member)
    assert tired.avoids == {}
    assert len(code_all_there_is(session, third)) + tired.done == 6


def test_who_is_removed_has_nothing_done_until_it_is_put_in_again(session, study, coders):
    part, other, _ = parts_in(session, study, coders, skips="replace")
    first, second, _ = claim(session, part, want=3)
    factories.code(session, part, first)
    factories.code(session, part, second, skip="not a sentence")
    effect = removal.remove_coder(session, part, "command line")
    assert (effect.to_others, effect.taken_out, effect.codings) == (2, 1, 2)
    assert (part.done, part.skipped) == (0, 0)
    assert set(live(session, part).values()) == {1}
    assert not [row for row in round_data.codings(session, part.round) if row.counted]
    assert removal.restore_coder(session, part, "command line").codings == 2
    assert (part.done, part.skipped) == (1, 1)
    assert set(live(session, part).values()) == {1}
    assert first.unit_id not in code_all_there_is(session, other)


def test_what_another_took_meanwhile_stays_with_them(session, study, coders):
    part, other, _ = parts_in(session, study, coders)
    (assignment,) = claim(session, part)
    factories.code(session, part, assignment)
    removal.remove_coder(session, part, "command line")
    assert len(code_all_there_is(session, other)) == 3
    removal.restore_coder(session, part, "command line")
    assert (part.done, other.done) == (0, 3)
    counted = [row for row in round_data.codings(session, part.round) if row.counted]
    assert {row.coder for row in counted} == {other.member.pseudonym}
