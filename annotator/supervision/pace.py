"""How fast a round goes, when it may end, and what keeps it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from annotator.wording import counted

#: Over how many days a pace is measured.
DAYS = 7
#: After how many days without a coding it is said that a coder is away.
AWAY = 3


@dataclass(frozen=True, slots=True)
class CoderProgress:
    """Where one coder of a round is.

    ``daily`` are sentences coded or skipped on each of the last ``DAYS`` days, today
    last; ``held`` were served and wait for an answer, ``ran_out`` of them longer than
    their reservation. ``to_do`` is None where all take from one pool.
    """

    pseudonym: str
    done: int
    skipped: int
    to_do: int | None
    held: int
    ran_out: int
    last_seen: datetime | None
    daily: tuple[int, ...]
    left_at: datetime | None = None


def per_day(daily: Sequence[int]) -> float:
    """Sentences a day, over the days since the first of these on which there was any."""
    first = next((at for at, number in enumerate(daily) if number), None)
    return sum(daily) / (len(daily) - first) if first is not None else 0.0


def days_left(to_do: int, pace: float) -> int | None:
    """How many more days it takes at this pace; None where nothing moves."""
    if to_do <= 0:
        return 0
    return ceil(to_do / pace) if pace else None


def ends_on(to_do: int, coders: Sequence[CoderProgress], today: date) -> date | None:
    """The day on which the round ends at the pace of those who are still there."""
    pace = sum(per_day(coder.daily) for coder in coders if coder.left_at is None)
    days = days_left(to_do, pace)
    # Nobody plans beyond what a calendar has.
    return None if days is None or days > 36_500 else today + timedelta(days=days)


def obstacles(
    coders: Sequence[CoderProgress], at: datetime, *, is_planned: bool, untaken: int
) -> list[str]:
    """What keeps the round from its end, and what can be done; a sentence for each."""
    present = [coder for coder in coders if coder.left_at is None]
    sentences = [_ran_out(coder, is_planned) for coder in present if coder.ran_out]
    sentences += [_away(coder, at) for coder in present if coder.to_do and _is_away(coder, at)]
    if untaken:
        slots = counted(untaken, "place is", "places are")
        sentences.append(
            f"{slots} open that nobody here can take: all have had the sentence. Add a coder."
        )
    return sentences


def _is_away(coder: CoderProgress, at: datetime) -> bool:
    return coder.last_seen is None or at - coder.last_seen > timedelta(days=AWAY)


def _away(coder: CoderProgress, at: datetime) -> str:
    wait = f"{coder.to_do:,} sentences wait for them"
    if coder.last_seen is None:
        return f"{coder.pseudonym} has not begun; {wait}."
    days = (at - coder.last_seen).days
    return f"{coder.pseudonym} has not coded for {days} days; {wait}."


def _ran_out(coder: CoderProgress, is_planned: bool) -> str:
    held = "a sentence" if coder.ran_out == 1 else f"{coder.ran_out:,} sentences"
    what = f"{coder.pseudonym} holds {held} for longer than the lease"
    if is_planned:
        return f"{what}. They stay theirs; you can let others have them."
    return f"{what}: whoever asks next gets them."
