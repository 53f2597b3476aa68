"""What a lead can do about a coder of a round; each act says what it would do before it is done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from annotator.errors import NotFound
from annotator.rounds.impact import Impact
from annotator.rounds.models import Enrolment
from annotator.rounds.service import departures
from annotator.studies.models import Member
from annotator.supervision.service import removal


@dataclass(frozen=True, slots=True)
class CoderAct:
    """An act: its button, why one would do it, what it would do, and how it is done."""

    label: str
    why: str
    foretell: Callable[[Session, Enrolment], Impact]
    do: Callable[[Session, Enrolment, Member | str], Impact]
    kind: str = "plain"


CODER_ACTS = {
    "release": CoderAct(
        "Let others have what they have not seen",
        "For one who lags. They go on with what they hold, and then take what is left.",
        departures.impact_of_giving_away,
        departures.give_away,
    ),
    "leave": CoderAct(
        "End their part in this round",
        "For one who walks away. What they coded stays and counts.",
        departures.impact_of_leaving,
        departures.leave,
    ),
    "remove": CoderAct(
        "Take out their codings too",
        "For one whose work can not be used. Nothing is deleted, and it can be put in again.",
        removal.what_removing_does,
        removal.remove_coder,
        "danger",
    ),
    "restore": CoderAct(
        "Put their codings in again",
        "Those whose places others have taken meanwhile are kept as surplus and do not count.",
        removal.what_restoring_does,
        removal.restore_coder,
    ),
}


def coder_act(name: str) -> CoderAct:
    """The act with this name.

    :raises NotFound: if there is none.
    """
    if name not in CODER_ACTS:
        raise NotFound("There is no such act on a coder.")
    return CODER_ACTS[name]


class PossibleAct(NamedTuple):
    """An act that can be done now, with what it would do."""

    name: str
    act: CoderAct
    impact: Impact


def possible_acts(session: Session, part: Enrolment) -> list[PossibleAct]:
    """What can be done about a coder now."""
    is_open = part.round.state in ("open", "paused")
    is_present = part.left_at is None
    possible = {
        "release": is_present
        and is_open
        and part.round.is_planned
        and not part.round.design.is_own,
        "leave": is_present and is_open,
        "remove": bool(is_present or part.done or part.skipped),
        "restore": not is_present,
    }
    acts = [
        PossibleAct(name, CODER_ACTS[name], CODER_ACTS[name].foretell(session, part))
        for name, is_possible in possible.items()
        if is_possible
    ]
    # There is something to put in again only where codings were taken out.
    return [each for each in acts if each.name != "restore" or each.impact.codings]
