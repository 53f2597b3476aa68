"""Read a table of any kind by the ending of its name."""

from pathlib import PurePath

from annotator.errors import Problem, Refused
from annotator.tables.delimited import Known, nothing_known, read_delimited
from annotator.tables.grid import Grid
from annotator.tables.workbook import read_workbook

TABLE_ENDINGS = (".csv", ".tsv", ".xlsx")


def ending_of(name: str) -> str:
    """The ending of a file's name in small letters, with its point."""
    return PurePath(name).suffix.lower()


def refuse_other_endings(name: str, endings: tuple[str, ...] = TABLE_ENDINGS) -> None:
    """:raises Refused: if the file has none of these endings."""
    ending = ending_of(name)
    if ending not in endings:
        message = f"A file with the ending “{ending}” can not be read."
        raise Refused(Problem(message, name, remedy=f"Save it as one of {' '.join(endings)}."))


def read_table(
    name: str,
    content: bytes,
    *,
    encoding: str = "",
    sheet: str = "",
    known: Known = nothing_known,
) -> Grid:
    """The table in a file.

    ``encoding`` names that of a text, where it cannot be told, and ``sheet`` one of a
    workbook, else its first; ``known`` are the headings by which the delimiter is found.

    :raises Refused: if the file is no table, or cannot be read.
    """
    refuse_other_endings(name)
    if ending_of(name) == ".xlsx":
        return read_workbook(content, name, sheet)
    return read_delimited(content, name, encoding, known=known)
