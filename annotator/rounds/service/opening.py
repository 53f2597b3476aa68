"""Plan a round from what it asks for, and write a row for each unit and assignment."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.database.base import new_public_id
from annotator.database.session import add_rows
from annotator.rounds.controls.slots import ordinary, slots
from annotator.rounds.designs.design import check
from annotator.rounds.designs.numbering import PlannedSlot, in_order, plan
from annotator.rounds.designs.retest import blocks_of
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Round, Unit, UnitPurpose
from annotator.rounds.sampling.sample import STRATA, Candidate
from annotator.rounds.service.checks_and_repeats import check_slots, expect_repeats
from annotator.rounds.service.selection import Asked, Balance, Drawn, drawn
from annotator.rounds.setup import design_of, sampling_of
from annotator.studies.models import Study

BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What opening a draft would do. ``balance`` says for outlets and events what is taken."""

    articles: int
    sentences: int
    coders: int
    slots: int
    balance: Balance
    checks: int = 0


def asked(round_: Round) -> Asked:
    """What a round asks for; quotas are in the order of its coders' pseudonyms."""
    enrolled = coders(round_)
    quotas = [each.quota for each in enrolled if each.quota is not None]
    # Those of an open round were written by its plan.
    wished = round_.state == "draft" and len(quotas) == len(enrolled)
    return Asked(
        sampling_of(round_.settings),
        design_of(round_.design, round_.settings, round_.seed, quotas if wished else ()),
        tuple(each.member.pseudonym for each in enrolled),
        tuple(sorted(round_.settings.get("known", ()))),
        round_.checks,
        round_.is_training,
    )


def preview(session: Session, study: Study, asked: Asked) -> Preview:
    """What opening a round that asks for this would do now.

    :raises Refused: if arithmetic forbids it, or known answers are missing.
    """
    found = drawn(session, study, asked)
    check(asked.design, len(found.sentences), len(asked.coders))
    return Preview(
        articles=len({each.article for each in found.sentences}),
        sentences=len(found.sentences),
        coders=len(asked.coders),
        slots=_slots(asked, found),
        balance=found.balance,
        checks=len(found.checks),
    )


def _slots(asked: Asked, found: Drawn) -> int:
    if found.again is not None:
        return sum(map(len, found.again.values()))
    return asked.design.slots(len(found.sentences), len(asked.coders))


def uneven(round_: Round, planned: Preview | None) -> Balance:
    """The balance of a round that does not take all there is, where there is more than one."""
    if sampling_of(round_.settings).how == "all":
        return {}
    kept = planned.balance if planned else round_.settings.get("balance", {})
    return {by: shares for by, shares in kept.items() if len(shares) > 1}


def coders(round_: Round) -> list[Enrolment]:
    """Those who are enrolled, by pseudonym."""
    return sorted(round_.enrolments, key=lambda each: each.member.pseudonym)


def strata(round_: Round, sentences: Sequence[Candidate]) -> list[str]:
    """What each sentence belongs to, as a reliability sample is stratified."""
    belongs_to = STRATA[round_.settings.get("stratum", "outlet")]
    return [str(belongs_to(each)) for each in sentences]


def add_units(
    session: Session,
    round_: Round,
    sentences: Sequence[Candidate],
    purpose: UnitPurpose,
    probabilities: Mapping[int, float],
) -> list[int]:
    """A row for each unit; their row ids in the order of the sentences.

    Checks stand behind the others.
    """
    first = 1 + (round_.units if purpose == UnitPurpose.CHECK else 0)
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
    return list(session.scalars(added.order_by(Unit.position)))


def add_assignments(
    session: Session,
    round_: Round,
    unit_ids: Sequence[int],
    found: Drawn,
    checks: Sequence[int] = (),
) -> None:
    """A row for each assignment, and for each coder how many they have.

    ``checks`` are the row ids of the check units: each coder has an assignment on each of them,
    at numbers that are drawn from the coder's seed.

    :raises Refused: if arithmetic forbids the design.
    """
    enrolled = coders(round_)
    slots = _planned(round_, found, [each.seed for each in enrolled])
    numbers = Counter(slot.coder for slot in slots)
    met = [_numbers(each, len(checks), numbers[at]) for at, each in enumerate(enrolled)]
    rows: Iterator[Mapping[str, Any]] = (
        {
            "unit_id": unit_ids[p.unit],
            "slot": p.slot,
            "member_id": None if p.coder is None else enrolled[p.coder].member_id,
            "planned_order": p.order if p.coder is None else met[p.coder][p.order - 1],
        }
        for p in slots
    )
    insert_assignments(session, round_, rows)
    for coder, enrolment in enumerate(enrolled):
        if round_.is_planned:
            enrolment.quota = numbers[coder] + len(checks)
        expect_repeats(enrolment, numbers[coder])
    insert_assignments(session, round_, check_slots(round_, enrolled, checks, numbers))


def _planned(round_: Round, found: Drawn, seeds: Sequence[int]) -> list[PlannedSlot]:
    design = asked(round_).design
    if found.again is None:
        return plan(design, round_.order, strata(round_, found.sentences), seeds)
    check(design, len(found.sentences), len(seeds))
    made = blocks_of(found.again, [each.sentence for each in found.sentences])
    return in_order(made, round_.order, seeds)


def _numbers(enrolment: Enrolment, checks: int, among: int) -> list[int]:
    """As the how-manieth each of a coder's ordinary sentences is served."""
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
