"""The judgements in a CSV, long or wide, and what was left out of it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from annotator.agreement.csvfile import Table
from annotator.agreement.layout import Layout, codes_of, label_of, settled
from annotator.agreement.rows import Rows
from annotator.errors import Problem, Refused

#: Line, unit, coder, value, article, group of one cell that may hold a judgement.
Cell = tuple[int, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """The judgements of a file as it was laid out.

    ``groups`` has the group of each judgement, and is empty if none was asked for.
    ``dropped`` counts, by reason, what is no judgement.
    """

    layout: Layout
    rows: Rows
    groups: tuple[str, ...]
    dropped: Mapping[str, int]


def read(table: Table, layout: Layout) -> Read:
    """The judgements in a table, as they stand but without white space around them.

    :raises Refused: if a column is not there, a set is none, or no judgement is left.
    """
    layout = settled(table, layout)
    dropped: Counter[str] = Counter()
    found = list(_judgements(table, layout, dropped))
    if not found:
        raise Refused(_nothing(table, layout))
    lines, unit, coder, value, cluster, group = zip(*found, strict=True)
    rows = Rows(
        unit=unit,
        coder=coder,
        value=value,
        cluster=cluster if layout.cluster else (),
        lines=lines,
        file=table.file,
        columns=(layout.unit, layout.coder, layout.value, layout.cluster),
    )
    if layout.separator:
        rows.refuse(_torn_sets(rows, layout))
        rows = _as_sets(rows, layout)
    return Read(layout, rows, group if layout.group else (), dropped)


def _judgements(table: Table, layout: Layout, dropped: Counter[str]) -> Iterator[Cell]:
    """Each cell of the selected rows that holds a judgement; the others are counted."""
    missing = set(layout.missing)
    for cell in _cells(table, layout, dropped):
        if not cell[3]:
            dropped["empty cells"] += 1
        elif cell[3] in missing:
            dropped[f'cells with "{cell[3]}", which is missing'] += 1
        else:
            yield cell


def _cells(table: Table, layout: Layout, dropped: Counter[str]) -> Iterator[Cell]:
    at = {name: place for place, name in enumerate(table.header)}
    places = [(at[coder], coder) for coder in layout.coders]
    for line, record in _selected(table, layout, dropped):
        cells = [cell.strip() for cell in record]
        # A wide file may have no column of units: then each row is one, named by its line.
        unit = cells[at[layout.unit]] if layout.unit else f"line {line}"
        cluster = cells[at[layout.cluster]] if layout.cluster else ""
        group = cells[at[layout.group]] if layout.group else ""
        if layout.coders:
            yield from ((line, unit, name, cells[p], cluster, group) for p, name in places)
        else:
            coder, value = cells[at[layout.coder]], cells[at[layout.value]]
            yield line, unit, coder, value, cluster, group


def _selected(
    table: Table, layout: Layout, dropped: Counter[str] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The records that meet every condition."""
    conditions = [(table.header.index(column), wanted) for column, wanted in layout.where]
    for line, cells in table.records():
        if all(cells[at].strip() == wanted for at, wanted in conditions):
            yield line, cells
        elif dropped is not None:
            dropped["rows that were not selected"] += 1


def _torn_sets(rows: Rows, layout: Layout) -> Iterator[Problem]:
    """Cells that say at once that no code applies and that one does."""
    for at, label in enumerate(rows.value):
        parts = [part.strip() for part in label.split(layout.separator)]
        if layout.none in parts and codes_of(label, layout):
            message = f'"{label}" has "{layout.none}", the empty set, beside a code.'
            remedy = "Leave one of the two out, or name the empty set with --none."
            yield rows.problem(at, "value", message, remedy)


def _as_sets(rows: Rows, layout: Layout) -> Rows:
    """The same judgements with one label for each set."""
    known = {label: label_of(codes_of(label, layout), layout) for label in set(rows.value)}
    return rows.with_values([known[label] for label in rows.value])


def _nothing(table: Table, layout: Layout) -> Problem:
    """Why no judgement is left: no rows, no row that meets the conditions, or no values."""
    if not any(True for _ in table.records()):
        return Problem("There is a header and no row.", table.file, remedy="Choose another file.")
    chosen = sum(1 for _ in _selected(table, layout))
    if chosen:
        message = f"All rows that were selected ({chosen:,}) are empty here."
        column = layout.value or ", ".join(layout.coders)
        remedy = "Choose another column or other rows."
        return Problem(message, table.file, None, column, remedy)
    wanted = " and ".join(f"{column}={value}" for column, value in layout.where)
    column = layout.where[0][0]
    at = table.header.index(column)
    known = dict.fromkeys(cells[at].strip() for _, cells in table.records())
    remedy = f"The column {column} has {', '.join(islice(known, 10))}."
    return Problem(f"No row has {wanted}.", table.file, remedy=remedy)
