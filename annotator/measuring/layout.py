"""How a CSV holds its judgements: which column says what, stated or guessed, and what a cell means.

A long file has a row for each coder and unit; a wide one a row for each unit and a column
for each coder.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from itertools import islice, permutations

from annotator.errors import Problem, Refused
from annotator.measuring.csv_table import CsvTable

#: The columns of a long file, if they have these names and no others are given.
NAMES = ("unit", "coder", "value")

#: What the empty set is called unless something else is said.
NONE = "none"

#: What separates the codes of a set that stood in several rows.
BETWEEN = ","

#: What columns are called, by what they hold, the surest names first.
CALLED = {
    "unit": ("unit", "unit_id", "sentence_id", "sentence", "item_id", "item", "text_id", "id"),
    "coder": ("coder", "coder_id", "annotator", "annotator_id", "rater", "worker", "user"),
    "value": ("value", "label", "code", "answer", "rating", "category", "annotation", "frame"),
    "text": ("text", "sentence_text", "item_text", "content"),
    "cluster": ("article", "article_id", "document", "document_id", "doc", "doc_id", "cluster"),
}  # fmt: skip

Columns = Mapping[str, Sequence[str]]

#: So many rows are looked at.
LOOKED_AT = 1_000

#: Columns of longer cells, or of more different ones, are no judgements.
LONGEST, MOST = 40, 20

#: Of more columns a file is not looked through for those that could name units and coders.
WIDEST = 20


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column says what. ``where`` keeps the rows in which each column has the value.

    ``coders`` are the columns of a wide file; then ``coder`` and ``value`` are empty, and
    ``unit`` may be. ``groups`` are columns by which figures are compared, and ``week`` one of
    times, by whose weeks they are. ``missing`` are cells that are no judgement, as empty
    cells are. With a ``separator`` a cell holds a set of codes, and ``none`` is the empty
    one; with ``codes`` a long file has a row for each code of a set, named in that column,
    and 1 where it was given or 0 where not. ``text`` is a column of the units' own words.
    """

    unit: str
    coder: str
    value: str
    cluster: str = ""
    where: tuple[tuple[str, str], ...] = ()
    coders: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    separator: str = ""
    none: str = NONE
    week: str = ""
    codes: str = ""
    text: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        named = (self.unit, self.coder, self.value, self.cluster, *self.groups)
        named += (self.week, self.codes, self.text)
        return (*filter(None, named), *self.coders, *(column for column, _ in self.where))


def settled(table: CsvTable, layout: Layout) -> Layout:
    """The layout with all its columns named.

    A file with the columns unit, coder and value is long, if nothing else is said. Any
    other is wide: each column that is not said to be something else is a coder.

    :raises Refused: if a column is not there, or two things are said that exclude each other.
    """
    _refuse_both(layout)
    if not layout.coders:
        named = layout.coder or layout.value or layout.codes
        long = named or set(NAMES) <= set(table.header)
        layout = _long(layout) if long else _wide(table, layout)
    check_columns(table, layout)
    return replace(layout, separator=BETWEEN) if layout.codes else layout


def _wide(table: CsvTable, layout: Layout) -> Layout:
    """A wide layout; no column of another file is a coder."""
    rest = set(layout.columns)
    own = table.header[: table.width]
    return replace(layout, coders=tuple(name for name in own if name not in rest))


def _long(layout: Layout) -> Layout:
    """A long layout; a column that is not named has its customary name."""
    given = (layout.unit, layout.coder, layout.value)
    unit, coder, value = (name or known for name, known in zip(given, NAMES, strict=True))
    return replace(layout, unit=unit, coder=coder, value=value)


def _refuse_both(layout: Layout) -> None:
    """:raises Refused: if a file is said to be wide and long, or of sets in two ways."""
    if layout.coders and (layout.coder or layout.value or layout.codes):
        message = "The file is said to be wide (--coders) and long (--coder, --value, --codes)."
        raise Refused(Problem(message, remedy="Name the columns of one of the two."))
    if layout.codes and layout.separator:
        message = "Sets are said to stand in one cell (--separator) and in many rows (--codes)."
        raise Refused(Problem(message, remedy="Say one of the two."))


def check_columns(table: CsvTable, layout: Layout) -> None:
    """:raises Refused: if a column is not in the header, or there more than once."""
    problems = []
    for name in dict.fromkeys(layout.columns):
        if name not in table.header:
            problems.append(_unknown(table, name, layout))
        elif table.header.count(name) > 1:
            message = f'The header has more than one column "{name}".'
            problems.append(Problem(message, table.file, remedy="Rename all but one."))
    if problems:
        raise Refused(problems)


def _unknown(table: CsvTable, name: str, layout: Layout) -> Problem:
    """A column that is not there, and the one that may be meant."""
    folded = {known.casefold(): known for known in table.header}
    near = get_close_matches(name.casefold(), folded, n=1)
    remedy = f'Did you mean "{folded[near[0]]}"?' if near else "Choose one of them."
    if not near and name in {layout.coder, layout.value}:
        remedy += " If each coder has a column, the file is wide: name them with --coders."
    found = ", ".join(table.header)
    return Problem(f'There is no column "{name}"; there are {found}.', table.file, remedy=remedy)


def condition(text: str) -> tuple[str, str]:
    """The column and the value of a condition such as ``question=frame``.

    :raises Refused: if there is no equals sign.
    """
    column, sign, wanted = text.partition("=")
    if not sign:
        message = f'"{text}" is no condition; COLUMN=VALUE is expected.'
        raise Refused(Problem(message, remedy="Write it such as question=frame."))
    return column.strip(), wanted.strip()


def codes_of(label: str, layout: Layout) -> frozenset[str]:
    """The codes in a cell that holds a set."""
    parts = {part.strip() for part in label.split(layout.separator)}
    return frozenset(parts - {layout.none, ""})


def label_of(codes: Iterable[str], layout: Layout) -> str:
    """A set of codes as one label, the same in whatever order they stood."""
    return layout.separator.join(sorted(codes)) or layout.none


def first_lines(lines: Sequence[int], most: int = 5) -> str:
    """Some lines by their numbers: ``line 3``, ``lines 3, 4 and 7``, ``lines 3, 4, ...``."""
    lines = list(dict.fromkeys(lines))
    shown = [str(line) for line in lines[:most]]
    if len(lines) > most:
        return f"lines {', '.join(shown)} and {len(lines) - most:,} more"
    if len(shown) == 1:
        return f"line {shown[0]}"
    return f"lines {', '.join(shown[:-1])} and {shown[-1]}"


def guessed(table: CsvTable) -> Layout:
    """A layout that fits: long if a coder and a value are named or the cells are like that.

    Else wide: every column with few short values is a coder's.
    """
    named = {role: _called(table.header, names) for role, names in CALLED.items()}
    rows = [cells for _, cells in islice(table.records(), LOOKED_AT)]
    if named["coder"] and named["value"]:
        unit = named["unit"] or next(
            (name for name in table.header if name not in _but_text(named)), ""
        )
        text = named["text"] if named["text"] != unit else ""
        return Layout(unit, named["coder"], named["value"], named["cluster"], text=text)
    apart = {named["unit"], named["cluster"], named["text"]}
    columns = {name: [cells[at] for cells in rows] for at, name in enumerate(table.header)}
    if layout := _by_shape(columns, named):
        return layout
    coders = tuple(n for n, cells in columns.items() if n not in apart and _judged(cells))
    unit = named["unit"] or next(
        (n for n, cells in columns.items() if n not in coders and _each_once(cells)), ""
    )
    return Layout(unit, "", "", named["cluster"], coders=coders, text=named["text"])


def _by_shape(columns: Columns, named: Mapping[str, str]) -> Layout | None:
    """A long file whose columns have names in another language, told by its cells.

    What a unit has in all its rows is its article or its words, and no judgement. Where two
    columns could be judgements, they are those of coders side by side.
    """
    distinct = {name: len(set(cells)) for name, cells in columns.items()}
    if len(columns) > WIDEST or any(map(_each_once, columns.values())):
        return None
    about = {named["cluster"], named["text"]}
    for unit, coder in permutations(columns, 2):
        if coder in about or not _is_key(columns, distinct, unit, coder):
            continue
        others = [name for name in columns if name not in {unit, coder}]
        known = [name for name in others if _two(columns, unit, name) == distinct[unit]]
        values = [n for n in others if n not in known and _judged(columns[n])]
        if len(values) == 1:
            article = next((n for n in known if 1 < distinct[n] < distinct[unit]), "")
            text = next((n for n in known if distinct[n] == distinct[unit]), "")
            return Layout(unit, coder, values[0], named["cluster"] or article, text=text)
    return None


def _is_key(columns: Columns, distinct: Mapping[str, int], unit: str, coder: str) -> bool:
    """Whether these can be who judged what: no two rows have both, and coders are fewer."""
    few = 1 < distinct[coder] < distinct[unit] and distinct[coder] <= MOST
    return few and _two(columns, unit, coder) == len(columns[unit])


def _two(columns: Columns, one: str, other: str) -> int:
    """How many different cells two columns have side by side."""
    return len(set(zip(columns[one], columns[other], strict=True)))


def _but_text(named: dict[str, str]) -> set[str]:
    """Where nothing else names the units, their words do."""
    return {name for role, name in named.items() if role != "text"}


def _called(header: Sequence[str], names: Sequence[str]) -> str:
    """The column with one of these names, in whatever case and with whatever between words."""
    plain = {re.sub(r"[^a-z0-9]+", "_", name.casefold()).strip("_"): name for name in header}
    return next((plain[name] for name in names if name in plain), "")


def _judged(cells: Sequence[str]) -> bool:
    """Whether a column looks like judgements: few different values, and short ones."""
    given = [cell.strip() for cell in cells if cell.strip()]
    few = len(set(given)) <= max(2, min(MOST, len(given) // 2))
    return bool(given) and few and max(map(len, given)) <= LONGEST


def _each_once(cells: Sequence[str]) -> bool:
    return len(cells) > 1 and len(set(cells)) == len(cells)
