"""How fast a round goes, when it may end, and what keeps it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

#: Over how many days a pace is measured.
DAYS = 7
#: After how many days without a coding it is said that a coder is away.
AWAY = 3


@dataclass(frozen=True, slots=True)
class Seat:
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


def ends_on(to_do: int, seats: Sequence[Seat], today: date) -> date | None:
    """The day on which the round ends at the pace of those who are still there."""
    pace = sum(per_day(seat.daily) for seat in seats if seat.left_at is None)
    days = days_left(to_do, pace)
    # Nobody plans beyond what a calendar has.
    return None if days is None or days > 36_500 else today + timedelta(days=days)


def stuck(seats: Sequence[Seat], moment: datetime, *, is_planned: bool, untaken: int) -> list[str]:
    """What keeps the round from its end, and what can be done; a sentence for each."""
    here = [seat for seat in seats if seat.left_at is None]
    said = [_ran_out(seat, is_planned) for seat in here if seat.ran_out]
    said += [_away(seat, moment) for seat in here if seat.to_do and _is_away(seat, moment)]
    if untaken:
        slots = "1 place is" if untaken == 1 else f"{untaken:,} places are"
        said.append(
            f"{slots} open that nobody here can take: all have had the sentence. Add a coder."
        )
    return said


def _is_away(seat: Seat, moment: datetime) -> bool:
    return seat.last_seen is None or moment - seat.last_seen > timedelta(days=AWAY)


def _away(seat: Seat, moment: datetime) -> str:
    wait = f"{seat.to_do:,} sentences wait for them"
    if seat.last_seen is None:
        return f"{seat.pseudonym} has not begun; {wait}."
    days = (moment - seat.last_seen).days
    return f"{seat.pseudonym} has not coded for {days} days; {wait}."


def _ran_out(seat: Seat, is_planned: bool) -> str:
    held = "a sentence" if seat.ran_out == 1 else f"{seat.ran_out:,} sentences"
    what = f"{seat.pseudonym} holds {held} for longer than the lease"
    if is_planned:
        return f"{what}. They stay theirs; you can let others have them."
    return f"{what}: whoever asks next gets them."
