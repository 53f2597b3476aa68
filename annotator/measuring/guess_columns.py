"""Which column of a CSV is which, guessed from names and cells; a person looks it over. Pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, permutations

from annotator.measuring.csv_table import CsvTable
from annotator.measuring.layout import Layout

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
    many = {name: len(set(cells)) for name, cells in columns.items()}
    if len(columns) > WIDEST or any(map(_each_once, columns.values())):
        return None
    about = {named["cluster"], named["text"]}
    for unit, coder in permutations(columns, 2):
        if coder in about or not _is_key(columns, many, unit, coder):
            continue
        others = [name for name in columns if name not in {unit, coder}]
        known = [name for name in others if _two(columns, unit, name) == many[unit]]
        values = [n for n in others if n not in known and _judged(columns[n])]
        if len(values) == 1:
            article = next((n for n in known if 1 < many[n] < many[unit]), "")
            text = next((n for n in known if many[n] == many[unit]), "")
            return Layout(unit, coder, values[0], named["cluster"] or article, text=text)
    return None


def _is_key(columns: Columns, many: Mapping[str, int], unit: str, coder: str) -> bool:
    """Whether these can be who judged what: no two rows have both, and coders are fewer."""
    few = 1 < many[coder] < many[unit] and many[coder] <= MOST
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
