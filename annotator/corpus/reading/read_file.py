"""Files that articles come in: plain text, CSV, TSV and Excel workbooks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import NamedTuple

from annotator.corpus.reading.columns import Headings, known, understand
from annotator.corpus.reading.drafts import LONGEST_TEXT, ArticleDraft, is_blank, repeated
from annotator.corpus.reading.group_sentences import articles_of
from annotator.corpus.reading.row_drafts import LONGEST, drafts_of
from annotator.errors import Problem, Refused
from annotator.tables.encoding import decode
from annotator.tables.grid import Grid, refuse_any
from annotator.tables.read_table import TABLE_ENDINGS, ending_of, read_table, refuse_other_endings

ENDINGS = (".txt", *TABLE_ENDINGS)


class Upload(NamedTuple):
    """A file as it came."""

    name: str
    content: bytes

    @property
    def is_text(self) -> bool:
        """Whether it is one article, to be told about, and not a table of them."""
        return ending_of(self.name) == ".txt"

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


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
    upload = Upload(name, content)
    if upload.is_text:
        return read_text(upload, encoding, titled=titled)
    return read_articles(upload, table_in(upload, encoding, sheet), mapping)


def read_text(upload: Upload, encoding: str = "", *, titled: bool = True) -> ReadFile:
    """A text file, which is one article.

    :raises Refused: if it cannot be read as text, or is too long.
    """
    name, content = upload
    text, used = decode(content, name, encoding)
    return ReadFile(name, upload.sha256, "text", used, {}, (_whole_file(text, name, titled),))


def table_in(upload: Upload, encoding: str = "", sheet: str = "") -> Grid:
    """The table in a file that is no text, before its columns are understood.

    :raises Refused: if the file has another ending, or cannot be read.
    """
    refuse_other_endings(upload.name, ENDINGS)
    return read_table(*upload, encoding=encoding, sheet=sheet, known=known)


def read_articles(
    upload: Upload, table: Grid, mapping: Mapping[str, str] | None = None
) -> ReadFile:
    """The articles in the table of a file; see ``read_file``."""
    headings, articles = _articles(table, mapping)
    columns = {ours: table.header.cells[column] for ours, column in headings.ours.items()}
    return ReadFile(upload.name, upload.sha256, table.parser, table.encoding, columns, articles)


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
