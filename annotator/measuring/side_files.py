"""Small files that say how to measure: a table of distances, the groups of coders. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import CsvTable, read_table
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.scales import number


@dataclass(frozen=True, slots=True)
class Distances:
    """How far every two values differ: the values, and a table of shape (V, V)."""

    values: tuple[str, ...]
    table: Floats


def distances(data: bytes, file: str) -> Distances:
    """A table of distances: values head its columns and begin its rows.

    :raises Refused: naming the line that is no row of such a table.
    """
    read = read_table(data, file)
    values = read.header[1:]
    rows = [(line, [cell.strip() for cell in cells]) for line, cells in read.records()]
    problems = list(_no_square(read, values, rows))
    if problems:
        raise Refused(problems)
    table = np.array([[float(cell) for cell in cells[1:]] for _, cells in rows], np.float64)
    problems = list(_no_distances(read, values, table, [line for line, _ in rows]))
    if problems:
        raise Refused(problems[:5])
    return Distances(values, table)


def _no_square(
    read: CsvTable, values: tuple[str, ...], rows: list[tuple[int, list[str]]]
) -> Iterator[Problem]:
    """Rows that do not fit the columns, and cells that are no distances."""
    named = [cells[0] for _, cells in rows]
    if named != list(values) or len(set(values)) < len(values) or not values:
        message = (
            f"The columns are {', '.join(values) or 'none'} and the rows "
            f"{', '.join(named) or 'none'}; a row for each column in the same order is expected."
        )
        remedy = "Begin each row with its value, and leave the first cell of the header empty."
        yield Problem(message, read.file, remedy=remedy)
        return
    for line, cells in rows:
        for name, cell in zip(values, cells[1:], strict=True):
            if number(cell) is None or float(cell) < 0:
                message = f'"{cell}" is no distance; a number of 0 or more is expected.'
                yield Problem(message, read.file, line, name, "Write it such as 0.5.")


def _no_distances(
    read: CsvTable, values: tuple[str, ...], table: Floats, lines: list[int]
) -> Iterator[Problem]:
    """Values that differ from themselves, or from each other in two ways."""
    for at, value in enumerate(values):
        if table[at, at]:
            message = f'"{value}" differs from itself by {table[at, at]:g}.'
            yield Problem(message, read.file, lines[at], value, "Write 0 on the diagonal.")
    for at, other in np.argwhere(np.triu(table != table.T)).tolist():
        message = (
            f'From "{values[at]}" to "{values[other]}" it is {table[at, other]:g}, and back '
            f"{table[other, at]:g} (line {lines[other]})."
        )
        yield Problem(message, read.file, lines[at], values[other], "Give both the same number.")


def coder_groups(data: bytes, file: str) -> dict[str, str]:
    """The group of each coder: the first column names coders, the second their groups.

    :raises Refused: if there are not two columns, or a coder is in two groups.
    """
    read = read_table(data, file)
    if len(read.header) != 2:
        message = f"There are {len(read.header)} columns: {', '.join(read.header)}."
        remedy = "Two are expected, with a header: the coder, and the group."
        raise Refused(Problem(message, file, remedy=remedy))
    found: dict[str, str] = {}
    for line, cells in read.records():
        coder, group = (cell.strip() for cell in cells)
        if found.setdefault(coder, group) != group:
            message = f'{coder} is in "{group}" here and in "{found[coder]}" above.'
            raise Refused(Problem(message, file, line, read.header[0], "Keep one of the two."))
    return found
