"""What the cells of an article's row may hold: dates, addresses, names."""

import datetime as dt
import re
from urllib.parse import urlsplit

from annotator.errors import Problem, Refused

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_ISO = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})\.? ([A-Za-z]{3,9})\.? (\d{4})")
_MONTH_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}), (\d{4})")
_TWO_WAYS = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")


def read_date(value: str) -> dt.date:
    """The day that a cell names, as written; a time of day is dropped.

    :raises Refused: if it is none of the few ways that can mean one day only.
    """
    try:
        return _date(value)
    except ValueError:
        pass
    if _TWO_WAYS.fullmatch(value):
        message = f"“{value}” does not tell whether the day or the month comes first."
    else:
        message = f"“{value[:40]}” is not a date that can be read for certain."
    remedy = "Write it as year-month-day, for example 2022-11-25, or leave the cell empty."
    raise Refused(Problem(message, remedy=remedy))


def _date(value: str) -> dt.date:
    """:raises ValueError: if it is in no known form, or there is no such day."""
    if found := _ISO.fullmatch(value):
        dt.datetime.fromisoformat(value)
        return dt.date.fromisoformat(found[1])
    if found := _DOTTED.fullmatch(value):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    # A name that is no month counts as month 0, which no year has.
    if found := _DAY_FIRST.fullmatch(value):
        return dt.date(int(found[3]), _MONTHS.get(found[2].lower(), 0), int(found[1]))
    if found := _MONTH_FIRST.fullmatch(value):
        return dt.date(int(found[3]), _MONTHS.get(found[1].lower(), 0), int(found[2]))
    raise ValueError(value)


def read_url(value: str) -> str:
    """An address of a web page; nothing else may become a link.

    :raises Refused: if it does not begin with http or https.
    """
    try:
        parts = urlsplit(value)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        good = False
    if not good or len(value.split()) > 1:
        raise Refused(
            Problem(
                f"“{value[:60]}” is not the address of a web page.",
                remedy="Write it with https:// in front, or leave the cell empty.",
            )
        )
    return value
