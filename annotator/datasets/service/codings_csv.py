"""The lines of ``codings.csv``: every assignment, every question, every code.

A coding has as many lines as the codebook has variables. Most codings say what others say
too, so the lines are made once for all that say the same, with gaps for what is a coding's
own, which is filled in for each. Memory does not grow with the table.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, groupby, islice
from operator import attrgetter
from typing import Any

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Value
from annotator.codebook.values import values
from annotator.datasets.queries.codings import CODINGS, OWN, Line, Own
from annotator.datasets.queries.round_data import CodingRow, RoundData
from annotator.tables.csv_text import END, cells, line, quoted, text

CODINGS_AT_ONCE = 2_000
#: For so many sayings the lines are kept, and as many lines of variables.
KEPT = 5_000

_key = attrgetter("unit", "coder", "occasion")
#: The columns in turns: such as codings have in common, such as are a coding's own, ...
_TURNS = [
    (is_own, list(columns))
    for is_own, columns in groupby(CODINGS.columns, key=lambda column: isinstance(column, Own))
]


def pieces(rounds: Sequence[RoundData]) -> Iterator[bytes]:
    """The table as UTF-8, in pieces: by round, unit, coder, occasion, and the book's order."""
    yield line(CODINGS.names)
    for data in sorted(rounds, key=lambda data: data.number):
        yield from _of_round(data)


def _of_round(data: RoundData) -> Iterator[bytes]:
    """The lines of each coding, and of each assignment that is not coded yet."""
    lines = _common_lines(data)
    ordered = iter(sorted(_rows(data), key=_key))
    while some := list(islice(ordered, CODINGS_AT_ONCE)):
        whole = (
            lines(row.outcome, bool(row.counted), tuple(data.answers.get(row.id, ())))
            % (gaps * len(data.variables))
            for row, gaps in zip(some, _own_cells(some), strict=True)
        )
        yield "".join(whole).encode()


def _rows(data: RoundData) -> Iterable[Any]:
    """The codings, and the assignments that wait; a coding replaces its assignment."""
    if not data.unseen:
        return data.codings
    return {_key(row): row for row in chain(data.unseen, data.codings)}.values()


def _own_cells(some: Sequence[Any]) -> Iterator[tuple[str, ...]]:
    """For each coding what fills the gaps of its lines."""
    stored = dict(zip(CodingRow._fields, zip(*some, strict=True), strict=True))
    cells_of = {own.name: cells(stored[own.name], own.cell) for own in OWN}
    gaps = (
        map(",".join, zip(*(cells_of[column.name] for column in columns), strict=True))
        for is_own, columns in _TURNS
        if is_own
    )
    return zip(*gaps, strict=True)


def _common_lines(data: RoundData) -> Callable[[str, bool, tuple[Answer, ...]], str]:
    """What gives the lines of a coding by its outcome, whether it counts, and what it says.

    Each line has a gap in place of the columns between those that are common.
    """
    is_measured = [variable.level is not None for variable in data.variables]

    @lru_cache(KEPT)
    def one(at: int, value: Value, counted: bool) -> str:
        common = Line(data.number, data.version, data.variables[at], value, counted)
        turns = [
            "%s" if is_own else ",".join([_cell(column.get(common)) for column in columns])
            for is_own, columns in _TURNS
        ]
        return ",".join(turns) + END

    @lru_cache(KEPT)
    def lines(outcome: str, counted: bool, answers: tuple[Answer, ...]) -> str:
        every = zip(_values(data, outcome, answers), is_measured, strict=True)
        return "".join(
            [
                one(at, value, counted and measured and bool(value.value))
                for at, (value, measured) in enumerate(every)
            ]
        )

    return lines


def _values(data: RoundData, outcome: str, answers: Sequence[Answer]) -> Sequence[Value]:
    """The value and status of each variable in a coding of this outcome."""
    if outcome in ("unseen", "skipped"):
        return [Value("", outcome)] * len(data.variables)
    return values(answers, data.variables)


def _cell(value: object) -> str:
    """The cell of a value in a text with gaps, where a ``%`` is written twice."""
    return quoted(text(value)).replace("%", "%%")
