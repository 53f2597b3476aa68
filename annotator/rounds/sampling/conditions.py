"""Conditions that a sentence must meet to come into a round, such as ``language=en``. Pure.

A condition is a column, a sign and a value. Several values stand for "one of these":
``outlet=Open Quill|Velmark Wire``. A column is one of ``COLUMNS``, or any other column
that came with the articles.
"""

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from annotator.errors import Problem, Refused

#: What is known of every sentence, in the order in which it is offered.
COLUMNS = (
    "outlet", "event", "language", "date", "title", "author", "url", "kind", "text", "words",
)  # fmt: skip

_EXAMPLE = "Write a column, a sign and a value, such as language=en, date>=2026-02-01 or words>=5."
_CONDITION = re.compile(r"([^=!<>~]+)(!=|>=|<=|=|~)(.*)", re.DOTALL)


class Condition(NamedTuple):
    """A column of a sentence, a sign, and the values of which one must fit (none of them
    for ``!=``).
    """

    column: str
    sign: str
    values: tuple[str, ...]

    @property
    def written(self) -> str:
        """The condition as it is written."""
        return f"{self.column}{self.sign}{'|'.join(self.values)}"


def read_condition(written: str) -> Condition:
    """The condition that is written so.

    :raises Refused: if it is none, or compares what is no number and no date.
    """
    found = _CONDITION.fullmatch(written.strip())
    if found is None:
        raise _refusal(f"{written.strip()!r} is no condition.", _EXAMPLE)
    column, sign, rest = found.groups()
    condition = Condition(column.strip(), sign, tuple(each.strip() for each in rest.split("|")))
    if sign in (">=", "<="):
        _check_limit(condition)
    if sign == "~" and "" in condition.values:
        raise _refusal(f"{written.strip()!r} looks for nothing.", "Write a part of the text.")
    return condition


def read_conditions(lines: Iterable[str]) -> tuple[str, ...]:
    """The conditions, one a line, as a round keeps them.

    :raises Refused: if one is none.
    """
    return tuple(read_condition(line).written for line in lines if line.strip())


def _check_limit(condition: Condition) -> None:
    """A limit is one number, or one date where dates are compared."""
    limit = "|".join(condition.values)
    is_date = condition.column == "date"
    if (_day(limit) if is_date else _number(limit)) is None:
        what = "date" if is_date else "number"
        raise _refusal(
            f"{condition.written!r} compares with {limit!r}, which is no {what}.", _EXAMPLE
        )


def meets(facts: Mapping[str, str], conditions: Sequence[Condition]) -> bool:
    """Whether a sentence meets all conditions; what is not known of it is an empty text."""
    return all(_meets(facts.get(each.column, ""), each) for each in conditions)


def _meets(fact: str, condition: Condition) -> bool:
    sign, values = condition.sign, condition.values
    if sign == "~":
        folded = fact.casefold()
        return any(value.casefold() in folded for value in values)
    if sign in ("=", "!="):
        return (fact.strip() in values) == (sign == "=")
    read: Callable[[str], float | date | None] = _day if condition.column == "date" else _number
    own, limit = read(fact), read(values[0])
    if own is None or limit is None:
        return False
    return own >= limit if sign == ">=" else own <= limit  # type: ignore[operator]


def _number(text: str) -> float | None:
    """The number that is written; none for anything that cannot be compared."""
    try:
        number = float(text)
    except ValueError:
        return None
    return None if math.isnan(number) else number


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _refusal(message: str, remedy: str) -> Refused:
    return Refused(Problem(message, column="where", remedy=remedy))
