"""Which codings count, said once for the agreement page and the exports."""

import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.coding.queries import judgements
from annotator.db import now
from annotator.rounds.models import PlaceState, UnitPurpose
from annotator.rounds.service import lifecycle
from annotator.studies.models import MemberKind
from tests.factories import CALM, LOUD, code, places


@pytest.fixture
def counted(session, round_):
    """The public ids of the codings that count."""

    def found():
        session.flush()
        return {row.coding for row in judgements.codings(session, round_) if row.counted}

    return found


@pytest.fixture
def place(session, cora):
    return places(session, cora, 1)[0]


def test_an_answer_counts_and_a_skip_does_not(session, cora, counted):
    one, two = places(session, cora, 2)
    first = code(session, cora, one).coding
    code(session, cora, two, skip="other")
    assert counted() == {first}


def test_of_revisions_the_current_one_counts(session, cora, place, counted):
    first = code(session, cora, place, CALM).coding
    second = code(session, cora, place, LOUD, revises=first).coding
    code(session, cora, place, CALM, revises=first)
    assert counted() == {second}


def test_a_late_coding_counts_if_the_lead_says_so(session, round_, cora, place, counted):
    lifecycle.close(session, round_, "command line")
    coding = code(session, cora, place).coding
    for decided, expected in ((None, set()), (False, set()), (True, {coding})):
        round_.late_counted = decided
        assert counted() == expected


WITHOUT = {
    "withdrawn": lambda coding: setattr(coding, "withdrawn_at", now()),
    "surplus": lambda coding: setattr(coding, "assignment_id", None),
    "a hidden repeat": lambda coding: setattr(coding, "occasion", 2),
    "on a training unit": lambda coding: setattr(coding.unit, "purpose", UnitPurpose.TRAINING),
    "on a check unit": lambda coding: setattr(coding.unit, "purpose", UnitPurpose.CHECK),
    "on a withdrawn unit": lambda coding: setattr(coding.unit, "withdrawn_at", now()),
    "by a machine": lambda coding: setattr(coding.member, "kind", MemberKind.MACHINE),
}


@pytest.mark.parametrize("case", WITHOUT)
def test_what_does_not_count(session, cora, place, counted, case):
    name = code(session, cora, place).coding
    assert counted() == {name}
    WITHOUT[case](session.scalars(select(Coding)).one())
    assert counted() == set()


def test_a_withdrawn_coding_is_in_no_table(session, round_, cora, place):
    code(session, cora, place)
    session.scalars(select(Coding)).one().withdrawn_at = now()
    session.flush()
    assert judgements.codings(session, round_) == []


def test_every_place_with_a_coder_is_listed_unless_it_was_taken_back(session, round_, cora, place):
    assert len(judgements.places(session, round_)) == 6
    place.state = PlaceState.WITHDRAWN
    session.flush()
    assert len(judgements.places(session, round_)) == 5
