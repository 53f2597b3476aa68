"""Which column of a CSV is which, guessed from names and cells; a person looks it over. Pure."""

import re
from collections.abc import Mapping, Sequence
from itertools import islice, permutations

from annotator.agreement.csvfile import Table
from annotator.agreement.layout import Layout

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


def guessed(table: Table) -> Layout:
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
    if layout := _by_shape(columns):
        return layout
    coders = tuple(n for n, cells in columns.items() if n not in apart and _judged(cells))
    unit = named["unit"] or next(
        (n for n, cells in columns.items() if n not in coders and _each_once(cells)), ""
    )
    return Layout(unit, "", "", named["cluster"], coders=coders, text=named["text"])


def _by_shape(columns: Columns) -> Layout | None:
    """A long file whose columns have names in another language, told by its cells.

    What a unit has in all its rows is its article or its words, and no judgement.
    """
    keys = (each for each in permutations(columns, 2) if _is_key(columns, *each))
    unit, coder = next(keys, ("", ""))
    if not unit or any(map(_each_once, columns.values())):
        return None
    units, others = len(set(columns[unit])), [name for name in columns if name not in {unit, coder}]
    known = {n: len(set(columns[n])) for n in others if _two(columns, unit, n) == units}
    return Layout(
        unit,
        coder,
        next((n for n in others if n not in known and _judged(columns[n])), ""),
        next((n for n, many in known.items() if 1 < many < units), ""),
        text=next((n for n, many in known.items() if many == units), ""),
    )


def _is_key(columns: Columns, unit: str, coder: str) -> bool:
    """Whether these can be who judged what: no two rows have both, and coders are fewer."""
    units, coders = len(set(columns[unit])), len(set(columns[coder]))
    few = 1 < coders < units and coders <= MOST
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
