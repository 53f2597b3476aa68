"""The judgements of a round as they are now, kept in the process and brought up to date.

A round of a million codings takes seconds to read and does not change much between two
pages. What is kept is used only after the database said what is new: codings are ever only
added, and every act that changes what counts increases the round's revision.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.live.freshness import Moment, is_complete, whose
from annotator.agreement.live.measured_round import Standing, followed
from annotator.agreement.live.packing import Packed, joined
from annotator.agreement.live.snapshot import Snapshot, empty, knows, with_codings
from annotator.agreement.queries import excluded as leftout
from annotator.agreement.queries import packed_codings as counted
from annotator.agreement.queries.freshness import moment
from annotator.agreement.service.cache import Cache
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Also, LeftOut, in_order
from annotator.database.process import InMemory, in_memory
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling
from annotator.rounds.models import Round
from annotator.studies.models import Member

#: So many rounds are kept at most, and so many codings in all: some 200 MB.
MOST_ROUNDS, MOST_CODINGS = 16, 3_000_000

#: How often a round is read again at once, if a lead changes it while it is read.
AGAIN = 3


@dataclass(slots=True)
class Known:
    """How a round stood at a moment, and how it is read.

    ``left_out`` is how many codings do not count, by reason; None until somebody asks.
    """

    by: counted.Reading
    moment: Moment
    standing: Standing
    left_out: Mapping[LeftOut, int] | None = None


ROUNDS = InMemory("the judgements of rounds", lambda: Cache[Known](MOST_ROUNDS, MOST_CODINGS))

#: The questions of a round have the same articles, and so the same draws.
DRAWS = InMemory("the draws of articles", KeptDraws)


@contextmanager
def standing(session: Session, round_: Round, also: Also = NOTHING) -> Iterator[Standing]:
    """The round as it stands; others who ask wait meanwhile, and find what was measured."""
    with _known(session, round_, also) as known:
        yield known.standing


def left_out(session: Session, round_: Round, also: Also = NOTHING) -> Mapping[LeftOut, int]:
    """How many codings of a round do not count, by reason; asked only if it may change."""
    with _known(session, round_, also) as known:
        if known.left_out is None:
            known.left_out = leftout.left_out(session, round_, also)
        return known.left_out


class Reason(NamedTuple):
    """How many codings are left out by it first of all, or count because it was asked for."""

    why: LeftOut
    many: int
    counts: bool


def reasons(session: Session, round_: Round, also: Also = NOTHING) -> list[Reason]:
    """What is left out of a round, and what counts only because it was asked for."""
    out = left_out(session, round_, also)
    come = leftout.let_in(session, round_, also) if also else {}
    there = [each for each in LeftOut if each in also or each in out]
    return [
        Reason(each, (come if each in also else out).get(each, 0), each in also) for each in there
    ]


@contextmanager
def _known(session: Session, round_: Round, also: Also) -> Iterator[Known]:
    key = "+".join([round_.public_id, *in_order(also)])
    with in_memory(session, ROUNDS).slot(key) as slot:
        known = slot.value and _brought_up_to_date(session, round_, slot.value)
        slot.value = known or read(session, round_, also)
        slot.size = slot.value.standing.snapshot.unit.size
        yield slot.value


def read(session: Session, round_: Round, also: Also = NOTHING) -> Known:
    """Read the round anew.

    It is read piece by piece, so that coders can save meanwhile; what they saved is added
    behind it, and if a lead changed something, all is read again.
    """
    known = _read_once(session, round_, also)
    for _ in range(AGAIN):
        if also and known.moment.is_followed_by(moment(session, round_)):
            # Codings that came meanwhile are not followed here: they let the next look read anew.
            return known
        now = _brought_up_to_date(session, round_, known)
        if now is not None:
            return now
        known = _read_once(session, round_, also)
    return known


def _read_once(session: Session, round_: Round, also: Also) -> Known:
    by, begun = counted.reading(session, round_.version, also), moment(session, round_)
    units = counted.units(session, round_.id, also)
    parts = list(counted.coded(session, by, round_.id, units))
    found = empty(variables(book(round_.version)), units)
    if parts:
        given = joined(parts)
        found, _ = with_codings(found, by.how, _names(session, found, given), given)
    resampling = Resampling(kept=in_memory(session, DRAWS))
    return Known(by, begun, Standing(round_.number, found, tuple(in_order(also)), resampling))


def _brought_up_to_date(session: Session, round_: Round, known: Known) -> Known | None:
    """What is known with the codings that are new; None if it has to be read anew."""
    before, now = known.moment, moment(session, round_)
    if not before.is_followed_by(now):
        return None
    members = whose(before, now)
    if not members:
        return Known(known.by, now, known.standing, known.left_out)
    if known.by.also:
        # What counts then may depend on other codings of the coder; it is seldom asked for.
        return None
    after = min(before.newest_of(member) for member in members)
    given = counted.newer(session, known.by, round_.id, list(members), after)
    if not (is_complete(before, now, given) and knows(known.standing.snapshot.units, given)):
        return None
    names = _names(session, known.standing.snapshot, given)
    snapshot, units = with_codings(known.standing.snapshot, known.by.how, names, given)
    left_out = None if given.unsure.any() else known.left_out
    return Known(known.by, now, followed(known.standing, snapshot, units), left_out)


def _names(session: Session, before: Snapshot, given: Packed) -> dict[int, str]:
    """The pseudonyms of coders who are new, by their rows."""
    new = {*given.member.tolist()} - {*before.members}
    query = select(Member.id, Member.pseudonym).where(Member.id.in_(new))
    return dict(session.execute(query).all()) if new else {}
