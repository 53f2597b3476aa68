"""Tables as text: CSV and TSV, as spreadsheets and scripts write them."""

import csv
import io
import re
from collections.abc import Callable, Iterator

from annotator.errors import Problem
from annotator.tables.encoding import decode
from annotator.tables.grid import Grid, Line, named

#: The longest cell, in characters. Far above any article: beyond it, a quotation mark that
#: was never closed has swallowed the rest of the file.
LONGEST_CELL = 10_000_000

#: Whether a heading is one that the reader of the table knows.
Known = Callable[[str], bool]

_DELIMITERS = (",", ";", "\t")
#: So many characters have the header; to copy a long text for each delimiter that it may
#: have would keep everyone else from computing meanwhile.
_HEAD = 65_536
#: A first line that tells spreadsheets the delimiter, and is no data.
_STATED = re.compile(r'"?sep=([^"\n])"?\n', re.IGNORECASE)


def nothing_known(_heading: str) -> bool:
    """For a table whose headings may be any."""
    return False


def read_delimited(
    content: bytes, file: str, encoding: str = "", *, known: Known = nothing_known
) -> Grid:
    """The table in a CSV or TSV file; cells are kept as they are, also ``-``, NA and ``=1+1``.

    The delimiter is told by a first line ``sep=;``, else found from the header: the one that
    gives most headings that are ``known``, then most cells.

    :raises Refused: if the file cannot be read as text.
    """
    text, name = decode(content, file, encoding)
    problems: list[Problem] = []
    header, lines = _begun(text, file, problems, known)
    fitting = tuple(line for line in lines if _fits(line, header, file, problems))
    heads = Line(header.number, named(header.cells))
    return Grid(file, heads, fitting, name, tuple(problems), parser="delimited")


def _begun(
    text: str, file: str, problems: list[Problem], known: Known
) -> tuple[Line, Iterator[Line]]:
    """The header, and the rows behind it."""
    # The module has one limit for the whole process; its default of 131,072
    # characters is shorter than a long article.
    csv.field_size_limit(LONGEST_CELL)
    stated = _STATED.match(text)
    delimiter = stated[1] if stated else _likely_delimiter(text[:_HEAD], file, known)
    lines = _lines(text, delimiter, file, problems)
    if stated:
        next(lines)
    return next(lines, Line(1, ())), lines


def _lines(text: str, delimiter: str, file: str, problems: list[Problem]) -> Iterator[Line]:
    """The rows that are not blank, up to the first one with broken quotation marks."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for cells in reader:
            if any(cells):
                yield Line(number, tuple(cells))
            number = reader.line_num + 1
    except csv.Error as error:
        problems.append(_broken(str(error), file, number))


def _broken(error: str, file: str, number: int) -> Problem:
    if "field limit" in error or "end of data" in error:
        return Problem(
            "A quotation mark is opened in this row and not closed.",
            file,
            number,
            remedy="Close it, or double it if it belongs to the text.",
        )
    return Problem(
        "A cell goes on after its closing quotation mark.",
        file,
        number,
        remedy="Double the quotation marks that belong to the text, or save the file again "
        "from the spreadsheet.",
    )


def _fits(line: Line, header: Line, file: str, problems: list[Problem]) -> bool:
    """Whether a row has as many cells as the header; otherwise one of its commas is text."""
    if len(line.cells) == len(header.cells):
        return True
    problems.append(
        Problem(
            f"The row has {len(line.cells)} cells, the header has {len(header.cells)}.",
            file,
            line.number,
            remedy="Put a cell that holds the delimiter or a line break into quotation marks.",
        )
    )
    return False


def _likely_delimiter(text: str, file: str, known: Known) -> str:
    """The delimiter under which the header has most headings we know, then most cells."""
    usual = "\t" if file.lower().endswith(".tsv") else ","

    def score(delimiter: str) -> tuple[int, int, bool]:
        header = next(_lines(text, delimiter, file, problems=[]), Line(1, ()))
        return sum(map(known, header.cells)), len(header.cells), delimiter == usual

    return max(_DELIMITERS, key=score)
