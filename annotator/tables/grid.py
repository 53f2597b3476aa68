"""A table as it stands in a file, before its columns are understood."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.errors import Problem, Refused
from annotator.wording import agreeing

#: More than these are counted, not shown: whoever mends twenty sees the pattern.
MOST_SHOWN = 20


class Line(NamedTuple):
    """One row and the number of its first line in the file, from 1."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A header, the rows that fit it, and what was wrong with the others.

    ``parser`` is what read it: ``delimited`` or ``workbook``; ``encoding`` is empty for a
    workbook. ``spoilt`` are cells that can not be used, by row number and column index: a
    formula, an error. They matter only in a column that the tool reads.
    """

    file: str
    header: Line
    lines: tuple[Line, ...]
    encoding: str = ""
    problems: tuple[Problem, ...] = ()
    spoilt: Mapping[tuple[int, int], Problem] = field(default_factory=dict)
    parser: str = ""


def named(header: tuple[str, ...]) -> tuple[str, ...]:
    """The names of columns, trimmed; one without a name is called by its number."""
    return tuple(name.strip() or f"column {number}" for number, name in enumerate(header, start=1))


def refuse_any(problems: list[Problem]) -> None:
    """Refuse a file for all its problems, in the order of their lines.

    :raises Refused: if there is one.
    """
    if not problems:
        return
    ordered = sorted(problems, key=lambda problem: problem.line or 0)
    shown = ordered[:MOST_SHOWN]
    if more := len(ordered) - len(shown):
        shown.append(
            Problem(
                f"And {more} more {agreeing(more, 'problem')}.",
                ordered[0].file,
                remedy="Mend these first, then try again.",
            )
        )
    raise Refused(shown)
