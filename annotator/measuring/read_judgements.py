"""The judgements in a CSV, long or wide, and what was left out of it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import CsvTable
from annotator.measuring.layout import BETWEEN, Layout, codes_of, label_of, settled
from annotator.reliability.data.long_form import Judgements

#: Where a cell stood (its line), and its unit, coder, value and article.
Cell = tuple[int, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Read:
    """The judgements of a file as it was laid out.

    ``beside`` has, for each column that groups, tells times or words, the cell of each
    judgement. ``dropped`` counts, by reason, what is no judgement.
    """

    layout: Layout
    rows: Judgements
    beside: Mapping[str, Sequence[str]]
    dropped: Mapping[str, int]

    def where(self, kept: Sequence[int]) -> "Read":
        """Some of the judgements, by their positions."""
        beside = {name: [cells[at] for at in kept] for name, cells in self.beside.items()}
        return replace(self, rows=self.rows.where(kept), beside=beside)


def read(table: CsvTable, layout: Layout) -> Read:
    """The judgements in a table, as they stand but without white space around them.

    :raises Refused: if a column is not there, a set is none, or no judgement is left.
    """
    layout = settled(table, layout)
    dropped: Counter[str] = Counter()
    found = list(_judgements(table, layout, dropped))
    if not found:
        raise Refused(_nothing(table, layout))
    cells, others = zip(*found, strict=True)
    lines, unit, coder, value, cluster = zip(*cells, strict=True)
    rows = Judgements(
        unit=unit,
        coder=coder,
        value=value,
        cluster=cluster if layout.cluster else (),
        lines=lines,
        file=table.file,
        columns=(layout.unit, layout.coder, layout.value, layout.cluster),
    )
    beside = dict(zip(_beside(layout), zip(*others, strict=True), strict=True))
    made = Read(layout, rows, beside, dropped)
    if layout.codes:
        return gathered(made)
    if layout.separator:
        rows.refuse(_torn_sets(rows, layout))
        return replace(made, rows=_as_sets(rows, layout))
    return made


def _beside(layout: Layout) -> list[str]:
    """The columns that are kept beside the judgements."""
    named = (*layout.groups, layout.week, layout.codes, layout.text)
    return list(dict.fromkeys(filter(None, named)))


def _judgements(
    table: CsvTable, layout: Layout, dropped: Counter[str]
) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """Each cell of the selected rows that holds a judgement; the others are counted."""
    missing = set(layout.missing)
    for cell, beside in _cells(table, layout, dropped):
        if not cell[3]:
            dropped["empty cells"] += 1
        elif cell[3] in missing:
            dropped[f'cells with "{cell[3]}", which is missing'] += 1
        else:
            yield cell, beside


def _cells(
    table: CsvTable, layout: Layout, dropped: Counter[str]
) -> Iterator[tuple[Cell, tuple[str, ...]]]:
    """Each cell of the selected rows, and the cells beside it."""
    at = {name: place for place, name in enumerate(table.header)}
    others = [at[name] for name in _beside(layout)]
    places = [(at[coder], coder) for coder in layout.coders]
    for line, record in _selected(table, layout, dropped):
        cells = [cell.strip() for cell in record]
        # A wide file may have no column of units: then each row is one, named by its line.
        unit = cells[at[layout.unit]] if layout.unit else f"line {line}"
        cluster = cells[at[layout.cluster]] if layout.cluster else ""
        beside = tuple([cells[other] for other in others])
        if layout.coders:
            yield from (((line, unit, name, cells[p], cluster), beside) for p, name in places)
        else:
            coder, value = cells[at[layout.coder]], cells[at[layout.value]]
            yield (line, unit, coder, value, cluster), beside


def _selected(
    table: CsvTable, layout: Layout, dropped: Counter[str] | None = None
) -> Iterator[tuple[int, list[str]]]:
    """The records that meet every condition."""
    conditions = [(table.header.index(column), wanted) for column, wanted in layout.where]
    for line, cells in table.records():
        if all(cells[at].strip() == wanted for at, wanted in conditions):
            yield line, cells
        elif dropped is not None:
            dropped["rows that were not selected"] += 1


def _torn_sets(rows: Judgements, layout: Layout) -> Iterator[Problem]:
    """Cells that say at once that no code applies and that one does."""
    for at, label in enumerate(rows.value):
        parts = [part.strip() for part in label.split(layout.separator)]
        if layout.none in parts and codes_of(label, layout):
            message = f'"{label}" has "{layout.none}", the empty set, beside a code.'
            remedy = "Leave one of the two out, or name the empty set with --none."
            yield rows.problem(at, "value", message, remedy)


def _as_sets(rows: Judgements, layout: Layout) -> Judgements:
    """The same judgements with one label for each set."""
    known = {label: label_of(codes_of(label, layout), layout) for label in set(rows.value)}
    return rows.with_values([known[label] for label in rows.value])


def gathered(found: Read) -> Read:
    """The codes that a coder gave to a unit, row by row, as one set.

    :raises Refused: naming the rows that say something else than 1 or 0, or say it twice.
    """
    rows, codes = found.rows, found.beside[found.layout.codes]
    rows.refuse(_no_flags(rows, codes, found.layout))
    given: dict[tuple[str, str], set[str]] = {}
    first: dict[tuple[str, str], int] = {}
    for at, (*unit_and_coder, code) in enumerate(zip(rows.unit, rows.coder, codes, strict=True)):
        key = (unit_and_coder[0], unit_and_coder[1])
        first.setdefault(key, at)
        given.setdefault(key, set()).update([code] if rows.value[at] == "1" else [])
    kept = found.where(list(first.values()))
    sets = [label_of(given[key], found.layout) for key in first]
    return replace(kept, rows=kept.rows.with_values(sets))


def _no_flags(rows: Judgements, codes: Sequence[str], layout: Layout) -> Iterator[Problem]:
    """Rows of which none can be part of a set."""
    seen: dict[tuple[str, str, str], int] = {}
    for at, key in enumerate(zip(rows.unit, rows.coder, codes, strict=True)):
        before = seen.setdefault(key, at)
        if rows.value[at] not in {"0", "1"}:
            message = f'"{rows.value[at]}" does not say whether "{key[2]}" was given.'
            yield rows.problem(at, "value", message, "Write 1 where it was given and 0 where not.")
        elif not key[2] or BETWEEN in key[2] or key[2] == layout.none:
            message = f'"{key[2]}" can not be the name of a code in a set.'
            remedy = f'Give it a name, without "{BETWEEN}", and another than the empty set\'s.'
            yield Problem(message, rows.file, rows.line(at), layout.codes, remedy)
        elif before != at:
            message = f"{key[1]} has said it of {key[0]} and {key[2]} in line {rows.line(before)}."
            yield rows.problem(at, "unit", message, "Keep one of the two rows, or select a round.")


def _nothing(table: CsvTable, layout: Layout) -> Problem:
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
