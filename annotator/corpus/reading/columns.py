"""Which column of a table means what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.errors import Problem, Refused
from annotator.tables.grid import Grid

#: What the tool reads. A table has either a text (an article in each row) or a sentence
#: (a ready-made sentence in each row, ``article`` telling which belong together).
NAMES = (
    "text",
    "sentence",
    "article",
    "title",
    "outlet",
    "event",
    "date",
    "url",
    "author",
    "language",
)

_BODIES = {"text", "sentence"}

#: Other headings that are read as one of ours, in small letters; ``_`` and ``-`` in a
#: heading count as spaces.
SYNONYMS = {
    "body": "text",
    "content": "text",
    "full text": "text",
    "fulltext": "text",
    "article text": "text",
    "sentence text": "sentence",
    "article id": "article",
    "id article": "article",
    "doc id": "article",
    "docid": "article",
    "document id": "article",
    "headline": "title",
    "news title": "title",
    "source": "outlet",
    "publisher": "outlet",
    "publication": "outlet",
    "newspaper": "outlet",
    "news outlet": "outlet",
    "event name": "event",
    "published": "date",
    "published at": "date",
    "publication date": "date",
    "pub date": "date",
    "date published": "date",
    "link": "url",
    "news link": "url",
    "authors": "author",
    "byline": "author",
    "lang": "language",
}


@dataclass(frozen=True, slots=True)
class Headings:
    """The index of each column: ours by our name, all others by theirs."""

    ours: Mapping[str, int]
    others: Mapping[str, int]


def understand(grid: Grid, mapping: Mapping[str, str] | None = None) -> Headings:
    """Find our columns in a table, by ``mapping`` (our name: theirs), name, or synonym.

    :raises Refused: if there is no text and no sentence, or a choice must be made.
    """
    header = grid.header.cells
    ours = _mapped(grid, mapping or {})
    settled = {*ours, *(_BODIES if _BODIES & ours.keys() else ())}
    for name in (name for name in NAMES if name not in settled):
        column = _find(grid, name, taken=set(ours.values()))
        if column is not None:
            ours[name] = column
    _refuse_unclear_body(grid, ours)
    bare = _index(header, "id")
    # In a file of sentences a bare id would be that of the sentence.
    if bare is not None and bare not in ours.values() and "text" in ours and "article" not in ours:
        ours["article"] = bare
    others = {i: name for i, name in enumerate(header) if i not in ours.values()}
    _refuse_same_name(grid, list(others.values()))
    return Headings(ours, {name: i for i, name in others.items()})


def known(heading: str) -> bool:
    """Whether a heading is one of ours or a synonym."""
    return _plain(heading) in NAMES or _plain(heading) in SYNONYMS


def _plain(heading: str) -> str:
    return " ".join(heading.lower().replace("_", " ").replace("-", " ").split())


def _index(header: Sequence[str], wanted: str) -> int | None:
    return next((i for i, name in enumerate(header) if _plain(name) == _plain(wanted)), None)


def _mapped(grid: Grid, mapping: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for ours, theirs in mapping.items():
        if ours not in NAMES:
            raise _refusal(grid, f"There is no “{ours}” to map a column to.", _choose(NAMES))
        column = _index(grid.header.cells, theirs)
        if column is None:
            raise _refusal(grid, f"There is no column “{theirs}”.", _choose(grid.header.cells))
        found[ours] = column
    return found


def _find(grid: Grid, name: str, taken: set[int]) -> int | None:
    """The column of our own name or, if there is none, the only one with a synonym of it."""
    free = {i: _plain(heading) for i, heading in enumerate(grid.header.cells) if i not in taken}
    exact = [i for i, heading in free.items() if heading == name]
    columns = exact or [i for i, heading in free.items() if SYNONYMS.get(heading) == name]
    if len(columns) > 1:
        names = " and ".join(f"“{grid.header.cells[i]}”" for i in columns)
        raise _refusal(
            grid,
            f"The columns {names} could all be the {name}.",
            f"Name one of them {name} and the others differently.",
        )
    return columns[0] if columns else None


def _refuse_unclear_body(grid: Grid, ours: Mapping[str, int]) -> None:
    if "text" in ours and "sentence" in ours:
        raise _refusal(
            grid,
            "The file has a column for whole texts and one for ready-made sentences.",
            "Keep one of them, or say by a mapping which one is meant.",
        )
    if "text" not in ours and "sentence" not in ours:
        raise _refusal(
            grid,
            "There is no column named text (whole articles) or sentence (ready-made "
            f"sentences). The columns found are: {', '.join(grid.header.cells)}.",
            "Name the column text or sentence, or map it.",
        )


def _refuse_same_name(grid: Grid, names: list[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            message = f"Several columns are named “{name}”."
            raise _refusal(grid, message, "Give each column a name of its own.")


def _choose(names: Sequence[str]) -> str:
    return f"Choose one of: {', '.join(names)}."


def _refusal(grid: Grid, message: str, remedy: str) -> Refused:
    return Refused(Problem(message, grid.file, grid.header.number, remedy=remedy))
