"""The weeks in which judgements were made."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

from annotator.errors import Problem
from annotator.reliability.data.long_form import Judgements

#: What the group of a unit's last week is called.
WEEK = "week"


def week_of(day: date) -> str:
    """The week of the ISO calendar: ``2026-W07``."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def last_weeks(rows: Judgements, times: Sequence[str], column: str) -> list[str]:
    """For each judgement the week in which its unit was last judged; empty without a time.

    A time that names its zone is read as UTC; any other stands as it is.

    :raises Refused: naming the lines whose time is none.
    """
    read = {text: _time(text) for text in set(times)}
    rows.refuse(
        Problem(f'"{text}" is no time.', rows.file, rows.line(at), column, _REMEDY)
        for at, text in enumerate(times)
        if text and read[text] is None
    )
    last: dict[str, datetime] = {}
    for unit, text in zip(rows.unit, times, strict=True):
        judged_at = read[text]
        if judged_at is not None:
            last[unit] = max(judged_at, last.get(unit, judged_at))
    return [week_of(last[unit]) if unit in last else "" for unit in rows.unit]


_REMEDY = "Write it as 2026-03-01 or 2026-03-01T14:05:00Z, or leave it empty."


def _time(text: str) -> datetime | None:
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        return None
    return time.astimezone(UTC).replace(tzinfo=None) if time.tzinfo else time
