"""Plan a round from what it asks for, and write a row for each unit and place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from annotator.db import new_public_id
from annotator.rounds import queries
from annotator.rounds.designs import plan
from annotator.rounds.models import Assignment, Enrolment, PlaceState, Round, Unit, UnitPurpose
from annotator.rounds.rules import Design, check
from annotator.rounds.sampling import STRATA, Candidate, Share, sample, shares
from annotator.rounds.wishes import Sampling, design_of, sampling_of
from annotator.studies.models import Study

BATCH = 5_000

#: For outlets and events: each by name, with how much there is and how much is taken.
Balance = Mapping[str, Sequence[Share]]


@dataclass(frozen=True, slots=True)
class Preview:
    """What opening a draft would do. ``balance`` says for outlets and events what is taken."""

    articles: int
    sentences: int
    coders: int
    places: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class Asked:
    """What is planned by: which sentences, by which design, for how many coders."""

    sampling: Sampling
    design: Design
    coders: int


def asked(round_: Round) -> Asked:
    """What a round asks for; quotas are in the order of its coders' pseudonyms."""
    given = [each.quota for each in coders(round_)]
    quotas = [each for each in given if each is not None]
    # Those of an open round were written by its plan.
    wished = round_.state == "draft" and len(quotas) == len(given)
    design = design_of(round_.design, round_.settings, round_.seed, quotas if wished else ())
    return Asked(sampling_of(round_.settings), design, len(given))


def preview(session: Session, study: Study, asked: Asked) -> Preview:
    """What opening a round that asks for this would do now.

    :raises Refused: if arithmetic forbids it.
    """
    sentences, balance = drawn(session, study, asked)
    check(asked.design, len(sentences), asked.coders)
    return Preview(
        articles=len({each.article for each in sentences}),
        sentences=len(sentences),
        coders=asked.coders,
        places=asked.design.places(len(sentences), asked.coders),
        balance=balance,
    )


def drawn(session: Session, study: Study, asked: Asked) -> tuple[list[Candidate], Balance]:
    """The sentences that come into the round, and how much that is of what could be drawn.

    :raises Refused: if the sample can not be drawn.
    """
    wanted = asked.sampling
    there = queries.servable(session, study, wanted.articles, uncoded=wanted.uncoded)
    taken = sample(there, wanted.how, wanted.n, wanted.by, asked.design.seed)
    return taken, {by: shares(there, taken, by) for by in ("outlet", "event")}


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


def add_units(session: Session, round_: Round, sentences: Sequence[Candidate]) -> list[int]:
    """A row for each unit; their row ids in the order of the sentences."""
    rows = (
        {
            "public_id": new_public_id(),
            "round_id": round_.id,
            "sentence_id": each.sentence,
            "position": position,
            "purpose": UnitPurpose.MAIN,
        }
        for position, each in enumerate(sentences, start=1)
    )
    for batch in batches(rows):
        session.execute(insert(Unit), batch)
    return list(
        session.scalars(select(Unit.id).where(Unit.round_id == round_.id).order_by(Unit.position))
    )


def add_places(
    session: Session, round_: Round, unit_ids: Sequence[int], belongs_to: Sequence[str]
) -> None:
    """A row for each place, and for each coder how many they have.

    :raises Refused: if arithmetic forbids the design.
    """
    enrolled = coders(round_)
    places = plan(asked(round_).design, round_.order, belongs_to, [each.seed for each in enrolled])
    insert_places(
        session,
        round_,
        (
            {
                "unit_id": unit_ids[p.unit],
                "place": p.place,
                "member_id": None if p.coder is None else enrolled[p.coder].member_id,
                "planned_order": p.order,
            }
            for p in places
        ),
    )
    if not round_.is_planned:
        return
    numbers = Counter(place.coder for place in places)
    for coder, enrolment in enumerate(enrolled):
        enrolment.quota = numbers[coder]


def insert_places(session: Session, round_: Round, rows: Iterable[Mapping[str, Any]]) -> int:
    """Write a row for each place, as those that wait for their coder; how many that were."""
    added = 0
    fixed = {"round_id": round_.id, "occasion": 1, "state": PlaceState.OPEN}
    for batch in batches({**fixed, **row, "public_id": new_public_id()} for row in rows):
        session.execute(insert(Assignment), batch)
        added += len(batch)
    return added


def batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    """The rows in lists of at most 5,000, so that one statement stays small."""
    while batch := list(islice(rows, BATCH)):
        yield batch
