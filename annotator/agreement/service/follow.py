"""The judgements of a round as they are now, kept in the process and brought up to date.

A round of a million codings takes seconds to read and does not change much between two
pages. What is kept is used only after the database said what is new: codings are ever only
added, and every act that changes what counts increases the round's revision.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.agreement.live.freshness import Freshness, is_complete, new_codings
from annotator.agreement.live.measured_round import MeasuredRound, updated_round
from annotator.agreement.live.packing import Packed, joined
from annotator.agreement.live.snapshot import Snapshot, empty, knows, with_codings
from annotator.agreement.queries import packed_codings
from annotator.agreement.queries.freshness import freshness
from annotator.agreement.report.question_report import QuestionReport
from annotator.agreement.service.cache import Cache
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Exclusion, Included, in_order
from annotator.database.process import InMemory, in_memory
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling
from annotator.rounds.models import Round
from annotator.studies.models import Member

#: At most this many rounds are kept, and this many codings in all: some 200 MB.
MOST_ROUNDS, MOST_CODINGS = 16, 3_000_000

#: How often a round is read again at once, if a lead changes it while it is read.
ATTEMPTS = 3


@dataclass(slots=True)
class FollowedRound:
    """A round as it was at one time, how it is read, and what was made of it since.

    ``question_reports`` has what was reported of questions. ``left_out`` is how many codings do
    not count, by reason; None until somebody asks.
    """

    reading: packed_codings.Reading
    freshness: Freshness
    measured: MeasuredRound
    question_reports: dict[str, QuestionReport] = field(default_factory=dict)
    left_out: Mapping[Exclusion, int] | None = None


ROUNDS = InMemory(
    "the judgements of rounds", lambda: Cache[FollowedRound](MOST_ROUNDS, MOST_CODINGS)
)

#: The questions of a round have the same articles, and so the same draws.
DRAWS = InMemory("the draws of articles", KeptDraws)


@contextmanager
def followed(session: Session, round_: Round, also: Included = NOTHING) -> Iterator[FollowedRound]:
    """The round as it is now; others who ask wait meanwhile, and find what was made of it."""
    key = "+".join([round_.public_id, *in_order(also)])
    with in_memory(session, ROUNDS).slot(key) as slot:
        current = slot.value and _brought_up_to_date(session, round_, slot.value)
        slot.value = current or read(session, round_, also)
        slot.size = slot.value.measured.snapshot.unit.size
        yield slot.value


def read(session: Session, round_: Round, also: Included = NOTHING) -> FollowedRound:
    """Read the round anew.

    It is read piece by piece, so that coders can save meanwhile; what they saved is added
    behind it, and if a lead changed something, all is read again.
    """
    found = _read_once(session, round_, also)
    for _ in range(ATTEMPTS):
        if also and found.freshness.is_followed_by(freshness(session, round_)):
            # Codings that came meanwhile are not followed here: they let the next look read anew.
            return found
        current = _brought_up_to_date(session, round_, found)
        if current is not None:
            return current
        found = _read_once(session, round_, also)
    return found


def _read_once(session: Session, round_: Round, also: Included) -> FollowedRound:
    reading = packed_codings.reading(session, round_.version, also)
    begun = freshness(session, round_)
    units = packed_codings.units(session, round_.id, also)
    parts = list(packed_codings.coded(session, reading, round_.id, units))
    snapshot = empty(variables(book(round_.version)), units)
    if parts:
        packed = joined(parts)
        names = _names(session, snapshot, packed)
        snapshot, _ = with_codings(snapshot, reading.packing, names, packed)
    resampling = Resampling(kept=in_memory(session, DRAWS))
    return FollowedRound(reading, begun, MeasuredRound(snapshot, resampling))


def _brought_up_to_date(
    session: Session, round_: Round, kept: FollowedRound
) -> FollowedRound | None:
    """What is kept with the codings that are new; None if it has to be read anew."""
    before, now = kept.freshness, freshness(session, round_)
    if not before.is_followed_by(now):
        return None
    members = new_codings(before, now)
    if not members:
        return replace(kept, freshness=now)
    if kept.reading.also:
        # What counts then may depend on other codings of the coder; it is seldom asked for.
        return None
    after = min(before.newest_of(member) for member in members)
    packed = packed_codings.newer(session, kept.reading, round_.id, list(members), after)
    snapshot = kept.measured.snapshot
    if not (is_complete(before, now, packed) and knows(snapshot.units, packed)):
        return None
    names = _names(session, snapshot, packed)
    snapshot, units = with_codings(snapshot, kept.reading.packing, names, packed)
    measured = updated_round(kept.measured, snapshot, units)
    left_out = None if packed.unsure.any() else kept.left_out
    return FollowedRound(kept.reading, now, measured, left_out=left_out)


def _names(session: Session, before: Snapshot, packed: Packed) -> dict[int, str]:
    """The pseudonyms of coders who are new, by their rows."""
    new = {*packed.member.tolist()} - {*before.members}
    query = select(Member.id, Member.pseudonym).where(Member.id.in_(new))
    return dict(session.execute(query).all()) if new else {}
