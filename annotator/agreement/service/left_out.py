"""What a round leaves out, and what counts only because it was asked for."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy.orm import Session

from annotator.agreement.queries import excluded
from annotator.agreement.service.follow import followed
from annotator.coding.exclusions import NOTHING, Exclusion, Included
from annotator.rounds.models import Round


class ReasonCount(NamedTuple):
    """How many codings are left out for a reason, or count because it was asked for."""

    reason: Exclusion
    codings: int
    counts: bool


def left_out(session: Session, round_: Round, also: Included = NOTHING) -> Mapping[Exclusion, int]:
    """How many codings of a round do not count, by reason; asked only if it may change."""
    with followed(session, round_, also) as kept:
        if kept.left_out is None:
            kept.left_out = excluded.left_out(session, round_, also)
        return kept.left_out


def reasons(session: Session, round_: Round, also: Included = NOTHING) -> list[ReasonCount]:
    """What is left out of a round, and what counts only because it was asked for."""
    out = left_out(session, round_, also)
    added = excluded.let_in(session, round_, also) if also else {}
    present = [each for each in Exclusion if each in also or each in out]
    return [
        ReasonCount(each, (added if each in also else out).get(each, 0), each in also)
        for each in present
    ]
