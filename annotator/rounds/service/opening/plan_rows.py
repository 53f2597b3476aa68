"""A plan in the database: a row for each unit, for each assignment, and what coders have to do."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.database.base import new_public_id
from annotator.database.session import add_rows
from annotator.rounds.allocation import Allocation
from annotator.rounds.controls.slots import ordinary, slots
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.sampling.sample import Candidate
from annotator.rounds.service.checks_and_repeats import check_rows, expect_repeats
from annotator.rounds.service.known_answers import tie_to_units

#: So many rows are written by one statement.
BATCH = 5_000


def write(session: Session, round_: Round, allocation: Allocation) -> None:
    """Write the units and assignments of a round, and tie known answers to their units."""
    selection = allocation.selection
    round_.units, round_.balance = len(selection.sentences), dict(selection.balance)
    purpose = UnitPurpose.TRAINING if round_.is_training else UnitPurpose.MAIN
    units = _add_units(
        session, round_, selection.sentences, purpose, selection.probabilities, first=1
    )
    checks = _add_units(
        session, round_, selection.checks, UnitPurpose.CHECK, {}, first=1 + len(units)
    )
    _add_assignments(session, round_, allocation, units, checks)
    tie_to_units(session, round_)


def _add_units(
    session: Session,
    round_: Round,
    sentences: Sequence[Candidate],
    purpose: UnitPurpose,
    probabilities: Mapping[int, float],
    *,
    first: int,
) -> Sequence[int]:
    """A row for each unit; their row ids in the order of the sentences."""
    rows = (
        {
            "public_id": new_public_id(),
            "round_id": round_.id,
            "sentence_id": each.sentence,
            "position": position,
            "purpose": purpose,
            "probability": probabilities.get(each.sentence),
        }
        for position, each in enumerate(sentences, start=first)
    )
    for batch in batches(rows):
        add_rows(session, Unit, batch)
    added = select(Unit.id).where(Unit.round_id == round_.id, Unit.purpose == purpose)
    return session.scalars(added.order_by(Unit.position)).all()


def _add_assignments(
    session: Session,
    round_: Round,
    allocation: Allocation,
    units: Sequence[int],
    checks: Sequence[int],
) -> None:
    """A row for each assignment, and for each coder how many they have.

    Each coder has one on each of the checks, at numbers that are drawn from the coder's seed.
    """
    plan, enrolled = allocation.plan(), round_.sorted_enrolments
    numbers = Counter(slot.coder for slot in plan)
    met = [_numbers(each, len(checks), numbers[coder]) for coder, each in enumerate(enrolled)]
    rows: Iterator[Mapping[str, Any]] = (
        {
            "unit_id": units[each.unit],
            "slot": each.slot,
            "member_id": None if each.coder is None else enrolled[each.coder].member_id,
            "planned_order": (
                each.order if each.coder is None else met[each.coder][each.order - 1]
            ),
        }
        for each in plan
    )
    insert_assignments(session, round_, rows)
    for coder, enrolment in enumerate(enrolled):
        if round_.is_planned:
            enrolment.quota = numbers[coder] + len(checks)
        expect_repeats(enrolment, numbers[coder])
    insert_assignments(session, round_, check_rows(round_, enrolled, checks, numbers))


def _numbers(enrolment: Enrolment, checks: int, among: int) -> list[int]:
    """The ranks at which a coder's ordinary sentences are served, with checks among them."""
    return ordinary(slots(checks, among, enrolment.seed) if checks else (), among)


def insert_assignments(session: Session, round_: Round, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a row for each assignment, as those that wait for their coder; how many that were."""
    added = 0
    fixed = {"round_id": round_.id, "occasion": 1, "state": AssignmentState.OPEN}
    for batch in batches({**fixed, **row, "public_id": new_public_id()} for row in rows):
        add_rows(session, Assignment, batch)
        added += len(batch)
    return added


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """The rows in lists of at most 5,000, so that one statement stays small."""
    while batch := list(islice(rows, BATCH)):
        yield batch
