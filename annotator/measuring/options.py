"""How a file is to be measured: options, the small files they name, and the same as a command."""

import csv
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Literal

import numpy as np

from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import CsvTable, read_table
from annotator.measuring.layout import NONE, Layout
from annotator.reliability.coefficients.registry import WeightsName
from annotator.reliability.coefficients.weights import DistanceName
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.scales import Level, number
from annotator.reliability.data.weeks import WEEK
from annotator.reliability.uncertainty.resampling import REPLICATES, SEED

Repeats = Literal["refuse", "occasions"]


@dataclass(frozen=True, slots=True)
class Distances:
    """How far every two values differ: the values, and a table of shape (V, V)."""

    values: tuple[str, ...]
    table: Floats


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be measured. ``distances`` stand in the place of ``distance``."""

    level: Level = "nominal"
    values: Sequence[str] | None = None
    distance: DistanceName = "nominal"
    repeats: Repeats = "refuse"
    seed: int = SEED
    replicates: int = REPLICATES
    kalpha: bool = False
    weights: WeightsName = "none"
    distances: Distances | None = None
    coder_groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> Sequence[str] | None:
        """All values, if they are known beforehand."""
        return self.distances.values if self.distances else self.values


def refuse_contradictions(layout: Layout, options: Options) -> None:
    """:raises Refused: if two things are asked for that do not go together."""
    for wrong, message, remedy in _contradictions(layout, options):
        if wrong:
            raise Refused(Problem(message, remedy=remedy))


def _contradictions(layout: Layout, options: Options) -> Iterator[tuple[bool, str, str]]:
    sets, level = bool(layout.separator), options.level
    yield (
        options.distance != "nominal" and not sets,
        f"The distance {options.distance} compares sets of codes.",
        "Say with --separator what separates the codes in a cell.",
    )
    yield sets and options.kalpha, "KALPHA knows no sets of codes.", "Leave out --kalpha."
    yield (
        sets and level != "nominal",
        f"Sets of codes have no {level} level.",
        "Leave out --level, or --separator.",
    )
    yield (
        options.weights != "none" and (sets or level == "nominal"),
        f"The weights {options.weights} need an order of values, and the nominal level has none.",
        "Choose --level ordinal or interval, or leave out --weights.",
    )
    yield (
        bool(layout.week) and WEEK in layout.groups,
        "The column week and the weeks of --week would have one name.",
        "Leave one of the two out, or rename the column.",
    )
    own = options.distances is not None
    yield (
        own and (sets or level != "nominal" or options.kalpha),
        "A table of distances says itself how far values differ.",
        "Leave out --level, --separator, --codes and --kalpha.",
    )
    yield (
        own and options.values is not None,
        "A table of distances names all values itself.",
        "Leave out --values.",
    )


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


def command_of(file: str, layout: Layout, options: Options) -> str:
    """The command in words that a shell takes as they are; what is usual is left out."""
    words = [
        "annotator",
        "agreement",
        "measure",
        file,
        *_columns(layout),
        *_options(layout, options),
    ]
    return shlex.join(words)


def _columns(layout: Layout) -> Iterator[str]:
    named = {
        "--unit": layout.unit,
        "--coder": layout.coder,
        "--value": layout.value,
        "--coders": _listed(layout.coders),
        "--cluster": layout.cluster,
        "--week": layout.week,
        "--codes": layout.codes,
        "--text": layout.text,
    }
    for option, column in named.items():
        if column:
            yield from (option, column)
    for column in layout.groups:
        yield from ("--group", column)
    for column, value in layout.where:
        yield from ("--where", f"{column}={value}")


def _options(layout: Layout, options: Options) -> Iterator[str]:
    options_with_values = {
        "--level": options.level if options.level != "nominal" else "",
        "--values": _listed(options.values or ()),
        "--missing": _listed(layout.missing),
        "--separator": layout.separator,
        "--none": layout.none if layout.none != NONE else "",
        "--distance": "distances.csv" if options.distances else options.distance,
        "--weights": options.weights,
        "--coder-groups": "groups.csv" if options.coder_groups else "",
        "--repeats": options.repeats if options.repeats != "refuse" else "",
    }
    for option, value in options_with_values.items():
        if value and value not in {"nominal", "none"}:
            yield from (option, value)
    if options.kalpha:
        yield "--kalpha"


def _listed(names: Sequence[str]) -> str:
    """Names with commas between; one with a comma in it stands in quotes."""
    stream = StringIO(newline="")
    csv.writer(stream, lineterminator="").writerow(names)
    return stream.getvalue()
