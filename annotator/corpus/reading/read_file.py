"""Files that articles come in: plain text, CSV, TSV and Excel workbooks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from annotator.corpus.reading.columns import Headings, known, understand
from annotator.corpus.reading.drafts import LONGEST_TEXT, ArticleDraft, is_blank
from annotator.corpus.reading.duplicates import repeated
from annotator.corpus.reading.group_sentences import articles_of
from annotator.corpus.reading.row_drafts import LONGEST, drafts_of
from annotator.errors import Problem, Refused
from annotator.tables.delimited import read_delimited
from annotator.tables.encoding import decode
from annotator.tables.grid import Grid, refuse_any
from annotator.tables.workbook import read_workbook

ENDINGS = (".txt", ".csv", ".tsv", ".xlsx")


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The articles of a file, and what must be known to read it the same way again.

    ``parser`` is what read it: ``text``, ``delimited`` or ``workbook``. ``encoding`` is empty
    for a workbook. ``mapping`` tells, by our names, which columns of the file were read.
    """

    name: str
    sha256: str
    parser: str
    encoding: str
    mapping: Mapping[str, str]
    articles: tuple[ArticleDraft, ...]


def read_file(
    name: str,
    content: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    sheet: str = "",
    encoding: str = "",
    titled: bool = True,
) -> ReadFile:
    """The articles of a file, or everything that is wrong with it.

    ``mapping`` says which column to read as what, by our names; what it does not name
    is found by its heading. ``titled`` makes the name of a text file its title.

    :raises Refused: with up to 20 problems; a file is read as a whole or not at all.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        raise Refused(
            Problem(
                f"A file with the ending “{ending}” can not be read.",
                name,
                remedy=f"Save it as one of {' '.join(ENDINGS)}.",
            )
        )
    checksum = hashlib.sha256(content).hexdigest()
    if ending == ".txt":
        text, used = decode(content, name, encoding)
        return ReadFile(name, checksum, "text", used, {}, (_whole_file(text, name, titled),))
    if ending == ".xlsx":
        parser = "workbook"
        grid = read_workbook(content, name, sheet)
    else:
        parser = "delimited"
        grid = read_delimited(content, name, encoding, known=known)
    headings, articles = _articles(grid, mapping)
    used_columns = {ours: grid.header.cells[column] for ours, column in headings.ours.items()}
    return ReadFile(name, checksum, parser, grid.encoding, used_columns, articles)


def _whole_file(text: str, name: str, titled: bool) -> ArticleDraft:
    if len(text) > LONGEST_TEXT:
        message = f"The text has {len(text)} characters; at most {LONGEST_TEXT} are read."
        raise Refused(Problem(message, name, remedy="Divide it into articles."))
    if is_blank(text):
        raise Refused(Problem("The text is empty.", name, remedy="Choose a file that holds text."))
    title = PurePath(name).stem[: LONGEST["title"]] if titled else ""
    return ArticleDraft(text, title=title, file=name)


def _articles(
    grid: Grid, mapping: Mapping[str, str] | None
) -> tuple[Headings, tuple[ArticleDraft, ...]]:
    problems = list(grid.problems)
    if not grid.lines:
        refuse_any(problems)
        message = "There is no row below the header."
        raise Refused(Problem(message, grid.file, remedy="Choose a file with articles."))
    headings = understand(grid, mapping)
    drafts = drafts_of(grid, headings, problems)
    if "sentence" in headings.ours:
        drafts = articles_of(drafts, headings, problems)
    problems.extend(repeated(drafts))
    refuse_any(problems)
    return headings, tuple(drafts)
