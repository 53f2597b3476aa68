"""Files on their way in: read with what a person says about them, and reviewed unstored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from annotator.corpus.boilerplate.segments import SentenceKind
from annotator.corpus.reading.columns import NAMES, understand
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.read_file import (
    ReadFile,
    Upload,
    read_articles,
    read_text,
    table_in,
)
from annotator.corpus.reading.row_drafts import LONGEST, drafts_of
from annotator.corpus.review.cut import cut
from annotator.corpus.review.preview import Preview, preview
from annotator.errors import Problem, Refused
from annotator.tables.grid import Grid, Line, refuse_any

#: What a person can say about a text.
DETAILS = ("title", "outlet", "event", "date", "url", "author", "language")

#: What a person says about a file: by our names, the details of a text or the headings of
#: a table's columns; and its encoding. What is empty was not said.
FileDetails = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class FileReview:
    """A file as it would be imported, or what is wrong with it. ``columns`` are a table's."""

    name: str
    columns: tuple[str, ...]
    read: ReadFile | None
    preview: Preview | None
    problems: tuple[Problem, ...] = ()


def read(upload: Upload, details: FileDetails, language: str) -> ReadFile:
    """The articles of a file, with what was said about it.

    ``language`` is that of articles which do not say it.

    :raises Refused: with what is wrong with the file, or with what was said.
    """
    return _read(upload, _table(upload, details), details, language)


def read_all(
    uploads: Sequence[Upload], details: Sequence[FileDetails], language: str
) -> list[ReadFile]:
    """All files, or the problems of all that have one.

    :raises Refused: if there is any.
    """
    files: list[ReadFile] = []
    problems: list[Problem] = []
    for upload, about in zip(uploads, details, strict=True):
        try:
            files.append(read(upload, about, language))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return files


def review(upload: Upload, details: FileDetails, language: str) -> FileReview:
    """A file as it would be imported."""
    columns: tuple[str, ...] = ()
    try:
        table = _table(upload, details)
        columns = table.header.cells if table else ()
        found = _read(upload, table, details, language)
        return FileReview(upload.name, columns, found, preview(found.articles, language))
    except Refused as refused:
        return FileReview(upload.name, columns, None, None, refused.problems)


def _table(upload: Upload, details: FileDetails) -> Grid | None:
    """The table in a file, if it is one."""
    return None if upload.is_text else table_in(upload, details.get("encoding", ""))


def _read(upload: Upload, table: Grid | None, details: FileDetails, language: str) -> ReadFile:
    if table is not None:
        mapping = {name: details[name] for name in NAMES if details.get(name)}
        return read_articles(upload, table, mapping)
    found = read_text(upload, details.get("encoding", ""))
    articles = (with_details(article, details, language) for article in found.articles)
    return replace(found, articles=tuple(articles))


def with_details(draft: ArticleDraft, details: FileDetails, language: str) -> ArticleDraft:
    """The article with what was said about it, read as if it stood in a table of one row.

    A title that was not said is looked for in the text.

    :raises Refused: with a problem for each value that cannot be used, by its name.
    """
    values = {name: details.get(name, "").strip() for name in DETAILS} | {"text": draft.text}
    grid = Grid(draft.file, Line(1, tuple(values)), (Line(1, tuple(values.values())),))
    problems: list[Problem] = []
    drafts = drafts_of(grid, understand(grid), problems)
    refuse_any([replace(problem, line=None) for problem in problems])
    title = drafts[0].title or likely_title(draft, drafts[0].language or language)
    return replace(drafts[0], title=title)


def likely_title(draft: ArticleDraft, language: str) -> str:
    """The headline, if the text seems to begin with one, else what the file is called."""
    segments = cut(replace(draft, title=""), language).segments
    if segments and segments[0].kind is SentenceKind.HEADLINE:
        return draft.text[segments[0].start : segments[0].end][: LONGEST["title"]]
    return draft.title
