"""Rounds for whoever comes: two browsers race for the last places, and one walks away."""

import json
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select, update

from annotator.database.base import now
from annotator.rounds.models import Assignment, AssignmentState
from tests.browser.conftest import Enter
from tests.browser.lab import Lab, Opened, open_round, round_of, sentences, stored
from tests.browser.people import Coder

pytestmark = pytest.mark.browser


def at_work(lab: Lab, enter: Enter, opened: Opened) -> list[Coder]:
    """Each coder of the round, with a sentence on the desk."""
    coders = [Coder(enter(name)) for name in opened.coders]
    for coder in coders:
        coder.start(opened.desk)
    return coders


def code(coder: Coder) -> None:
    """Answer the sentence on the desk, and wait for the next or the end."""
    coder.press("n", "o")
    coder.save()


def units(lab: Lab, opened: Opened) -> dict[int, list[AssignmentState]]:
    """The states of the live places of each unit."""
    with lab.session() as session:
        found = round_of(session, opened)
        query = select(Assignment).where(
            Assignment.round_id == found.id, Assignment.state != AssignmentState.WITHDRAWN
        )
        states: dict[int, list[AssignmentState]] = {}
        for assignment in session.scalars(query):
            states.setdefault(assignment.unit_id, []).append(assignment.state)
        return states


def test_little_is_held_ahead_and_more_if_the_round_says_so(lab: Lab, enter: Enter) -> None:
    for wishes, ahead in (({}, 3), ({"ahead": 5}, 5)):
        opened = open_round(lab, sentences(8), design="open", k=1, **wishes)
        (coder,) = at_work(lab, enter, opened)
        bar = coder.page.locator(".desk-bar")
        assert json.loads(bar.get_attribute("data-desk") or "")["ahead"] == ahead
        expect(bar).to_contain_text("0 done")
        held = [states for (states,) in units(lab, opened).values()]
        assert held.count(AssignmentState.RESERVED) == ahead


def test_two_race_to_the_end_and_no_sentence_is_coded_twice_too_often(
    lab: Lab, enter: Enter
) -> None:
    opened = open_round(lab, sentences(7), design="open", k=1, coders=2)
    coders = at_work(lab, enter, opened)
    while not all(coder.is_done for coder in coders):
        for coder in coders:
            if not coder.is_done:
                code(coder)
    for coder in coders:
        expect(coder.page.locator("h1")).to_have_text("You are done")
    assert sum(len(stored(lab, name)) for name in opened.coders) == 7
    assert set(map(tuple, units(lab, opened).values())) == {(AssignmentState.CODED,)}


def test_who_walks_away_loses_nothing_and_keeps_nobody_waiting(lab: Lab, enter: Enter) -> None:
    opened = open_round(lab, sentences(4), design="open", k=1, coders=2)
    away, other = at_work(lab, enter, opened)
    with lab.session() as session:
        ended = {"reserved_until": now() - timedelta(minutes=1)}
        mine = Assignment.member.has(pseudonym=_pseudonym(lab, opened, 0))
        session.execute(update(Assignment).where(mine, _is_held(session, opened)).values(ended))
    while not other.is_done:
        code(other)
    assert len(stored(lab, opened.coders[1])) == 4
    away.press("n", "o", "Enter")
    expect(away.page.locator(".saved")).to_have_text("kept; others had coded it meanwhile")
    (kept,) = stored(lab, opened.coders[0])
    assert kept.current
    assert set(map(tuple, units(lab, opened).values())) == {(AssignmentState.CODED,)}


def _is_held(session, opened):  # type: ignore[no-untyped-def]
    found = round_of(session, opened)
    return (Assignment.round_id == found.id) & (Assignment.state == AssignmentState.RESERVED)


def _pseudonym(lab: Lab, opened: Opened, at: int) -> str:
    with lab.session() as session:
        parts = round_of(session, opened).enrolments
        names = {part.member.account.name: part.member.pseudonym for part in parts}
        return names[opened.coders[at]]
