"""Any long CSV is measured: one row for each coder and unit, whoever wrote it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import islice

from annotator.agreement.csvfile import Table, read_table
from annotator.agreement.intervals import REPLICATES, SEED
from annotator.agreement.measure import Measured, measure
from annotator.agreement.reliability import reliability
from annotator.agreement.rows import Rows
from annotator.agreement.scales import Level
from annotator.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column says what. ``where`` keeps the rows in which each column has the value."""

    unit: str
    coder: str
    value: str
    cluster: str = ""
    where: tuple[tuple[str, str], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = (self.unit, self.coder, self.value, self.cluster)
        return (*filter(None, named), *(column for column, _ in self.where))


def measure_long(
    data: bytes,
    layout: Layout,
    *,
    file: str = "",
    level: Level = "nominal",
    values: Sequence[str] | None = None,
    seed: int = SEED,
    replicates: int = REPLICATES,
) -> Measured:
    """Measure a long CSV. A row with an empty value is no judgement.

    :raises Refused: naming file, line and column of whatever can not be measured.
    """
    rows = read_rows(read_table(data, file), layout)
    return measure(reliability(rows, level=level, values=values), seed=seed, replicates=replicates)


def read_rows(table: Table, layout: Layout) -> Rows:
    """The judgements in a table, as they stand but without white space around them.

    :raises Refused: if a column is not there, or no judgement is left.
    """
    _check_columns(table, layout)
    found = list(_judgements(table, layout))
    if not found:
        raise Refused(_nothing(table, layout))
    lines, unit, coder, value, cluster = zip(*found, strict=True)
    return Rows(
        unit=unit,
        coder=coder,
        value=value,
        cluster=cluster if layout.cluster else (),
        lines=lines,
        file=table.file,
        columns=(layout.unit, layout.coder, layout.value, layout.cluster),
    )


def _judgements(table: Table, layout: Layout) -> Iterator[tuple[int, str, str, str, str]]:
    """Line, unit, coder, value and article of each selected row that has a value."""
    at = {name: place for place, name in enumerate(table.header)}
    unit, coder, value = at[layout.unit], at[layout.coder], at[layout.value]
    cluster = at.get(layout.cluster, unit)
    for line, cells in _selected(table, layout):
        if given := cells[value].strip():
            yield line, cells[unit].strip(), cells[coder].strip(), given, cells[cluster].strip()


def _selected(table: Table, layout: Layout) -> Iterator[tuple[int, list[str]]]:
    """The records that meet every condition."""
    conditions = [(table.header.index(column), wanted) for column, wanted in layout.where]
    for line, cells in table.records():
        if all(cells[at].strip() == wanted for at, wanted in conditions):
            yield line, cells


def condition(text: str) -> tuple[str, str]:
    """The column and the value of a condition such as ``question=frame``.

    :raises Refused: if there is no equals sign.
    """
    column, sign, wanted = text.partition("=")
    if not sign:
        message = f'"{text}" is no condition; COLUMN=VALUE is expected.'
        raise Refused(Problem(message, remedy="Write it such as question=frame."))
    return column.strip(), wanted.strip()


def _check_columns(table: Table, layout: Layout) -> None:
    """:raises Refused: if a column is not in the header, or there more than once."""
    problems = []
    for name in dict.fromkeys(layout.columns):
        if name not in table.header:
            problems.append(_unknown(table, name))
        elif table.header.count(name) > 1:
            message = f'The header has more than one column "{name}".'
            problems.append(Problem(message, table.file, remedy="Rename all but one."))
    if problems:
        raise Refused(problems)


def _unknown(table: Table, name: str) -> Problem:
    """A column that is not there, and the one that may be meant."""
    folded = {known.casefold(): known for known in table.header}
    near = get_close_matches(name.casefold(), folded, n=1)
    remedy = f'Did you mean "{folded[near[0]]}"?' if near else "Choose one of them."
    found = ", ".join(table.header)
    return Problem(f'There is no column "{name}"; there are {found}.', table.file, remedy=remedy)


def _nothing(table: Table, layout: Layout) -> Problem:
    """Why no judgement is left: no rows, no row that meets the conditions, or no values."""
    if not any(True for _ in table.records()):
        return Problem("There is a header and no row.", table.file, remedy="Choose another file.")
    chosen = sum(1 for _ in _selected(table, layout))
    if chosen:
        message = f"All rows that were selected ({chosen:,}) are empty here."
        remedy = "Choose another column or other rows."
        return Problem(message, table.file, None, layout.value, remedy)
    wanted = " and ".join(f"{column}={value}" for column, value in layout.where)
    column = layout.where[0][0]
    at = table.header.index(column)
    known = dict.fromkeys(cells[at].strip() for _, cells in table.records())
    remedy = f"The column {column} has {', '.join(islice(known, 10))}."
    return Problem(f"No row has {wanted}.", table.file, remedy=remedy)
