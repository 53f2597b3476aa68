"""Columns of other files beside those of a CSV: the outlet of each article, the group of a coder.

Pure.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import CsvTable


def joined(table: CsvTable, others: Sequence[CsvTable]) -> CsvTable:
    """A table with the columns of other tables behind its own.

    A row's cells there are found by the first column that both tables have, and empty where
    the other one has no such row. A column that is there already stays what it is.

    :raises Refused: if no column is in both, or the other one has two rows of one name.
    """
    for other in others:
        name, found, columns = _found(table, other)
        at = table.header.index(name)
        # A record is given with the table's own columns only, and the key has to be one.
        table = replace(
            table,
            header=(*table.header, *columns),
            more=(*table.more, _looked_up(at, found, len(columns))),
        )
    return table


def _looked_up(
    at: int, found: dict[str, list[str]], width: int
) -> Callable[[list[str]], list[str]]:
    empty = [""] * width

    def cells(record: list[str]) -> list[str]:
        return found.get(record[at].strip(), empty)

    return cells


def _found(table: CsvTable, other: CsvTable) -> tuple[str, dict[str, list[str]], list[str]]:
    """By which column the other table is read, its cells by that, and the names of these."""
    own = table.header[: table.width]
    name = next((each for each in other.header if each in own), "")
    if not name:
        message = (
            f"{other.file} has no column of {table.file}: it has {', '.join(other.header)}, "
            f"and {table.file} has {', '.join(own)}."
        )
        remedy = "Give the column that both share, such as article, the same name in both."
        raise Refused(Problem(message, other.file, remedy=remedy))
    new = [at for at, each in enumerate(other.header) if each not in table.header]
    found = _by_name(other, name, new)
    known = own.index(name)
    if not any(cells[known].strip() in found for _, cells in table.records()):
        message = f"No {name} of {table.file} is in {other.file}."
        raise Refused(Problem(message, other.file, remedy="Join the file of the same data set."))
    return name, found, [other.header[at] for at in new]


def _by_name(other: CsvTable, name: str, new: Sequence[int]) -> dict[str, list[str]]:
    """Some cells of each row by its cell in one column.

    :raises Refused: at a second row of one name.
    """
    key = other.header.index(name)
    found: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for line, cells in other.records():
        label = cells[key].strip()
        if label in found:
            message = f'"{label}" stands in line {lines[label]} already; one row each is expected.'
            remedy = f"Keep one row for each {name}, or join a file that has one."
            raise Refused(Problem(message, other.file, line, name, remedy))
        found[label], lines[label] = [cells[at] for at in new], line
    return found
