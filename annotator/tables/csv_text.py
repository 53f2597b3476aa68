"""Write a table as CSV text, quickly: RFC 4180, minimal quoting, nothing altered.

A data set repeats few values in many rows, so each distinct value is turned into its
cell once; the rows are then only joined. Texts are faithful: a leading ``=`` stays,
since a CSV is to be imported, not double-clicked.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from math import isnan
from typing import Any

END = "\r\n"
ROWS_AT_ONCE = 50_000


def pieces(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    """The table as UTF-8 without a byte order mark: its header, then 50,000 rows at a time."""
    yield line(names)
    remaining = iter(rows)
    while some := list(islice(remaining, ROWS_AT_ONCE)):
        columns = [cells(values) for values in zip(*some, strict=True)]
        yield (END.join(map(",".join, zip(*columns, strict=True))) + END).encode()


def line(values: Sequence[object]) -> bytes:
    """One row of a table."""
    return (",".join(cells(values)) + END).encode()


def cells(values: Sequence[Any], of_value: Callable[[Any], object] | None = None) -> Iterable[str]:
    """The cells of these values, or of what ``of_value`` gives for each distinct one."""
    if of_value is None and _are_plain(values):
        return values
    return map(_Cells(of_value).__getitem__, values)


def _are_plain(values: Sequence[Any]) -> bool:
    """Whether all are texts as they stand in a cell, which is seen quickest in one long text."""
    try:
        joined = "\n".join(values)
    except TypeError:
        return False
    return joined.count("\n") == len(values) - 1 and not any(mark in joined for mark in ',"\r')


class _Cells(dict[Any, str]):
    """The cell of each value that was asked for."""

    def __init__(self, of_value: Callable[[Any], object] | None) -> None:
        self.of_value = of_value

    def __missing__(self, value: Any) -> str:
        cell = quoted(text(self.of_value(value) if self.of_value else value))
        self[value] = cell
        return cell


def text(value: object) -> str:
    """A value as a cell says it: missing is empty, true is 1, a number in full precision."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return "" if isnan(value) else repr(float(value))
    return str(value)


def utc(time: datetime) -> str:
    """A time as a cell says it: UTC in ISO 8601, to the millisecond."""
    return f"{time.isoformat(timespec='milliseconds')[:23]}Z"


def quoted(cell: str) -> str:
    """The cell, in quotation marks if it holds a comma, a quotation mark or a line end."""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
