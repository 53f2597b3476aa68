"""Files on their way in: read them with what was said about them, look at what is found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from annotator.corpus.reading.columns import NAMES, known
from annotator.corpus.reading.read_file import ReadFile, Upload, read_file
from annotator.corpus.review.article_details import with_particulars
from annotator.corpus.review.preview import Preview, preview
from annotator.errors import Problem, Refused
from annotator.tables.delimited import column_names
from annotator.tables.workbook import read_workbook

#: What a person says about a file: by our names, the particulars of a text or the headings
#: of a table's columns; and its encoding. What is empty was not said.
Said = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Look:
    """A file as it would be imported, or what is wrong with it. ``columns`` are a table's."""

    name: str
    columns: tuple[str, ...]
    read: ReadFile | None
    preview: Preview | None
    problems: tuple[Problem, ...] = ()


def is_text(name: str) -> bool:
    """Whether a file is one article, to be told about, and not a table of them."""
    return PurePath(name).suffix.lower() == ".txt"


def read(upload: Upload, said: Said, language: str) -> ReadFile:
    """The articles of a file, with what was said about it.

    ``language`` is that of articles which do not say it.

    :raises Refused: with what is wrong with the file, or with what was said.
    """
    encoding = said.get("encoding", "")
    if not is_text(upload.name):
        mapping = {name: said[name] for name in NAMES if said.get(name)}
        return read_file(*upload, mapping=mapping, encoding=encoding)
    found = read_file(*upload, encoding=encoding)
    told = (with_particulars(article, said, language) for article in found.articles)
    return replace(found, articles=tuple(told))


def read_all(uploads: Sequence[Upload], said: Sequence[Said], language: str) -> list[ReadFile]:
    """All files, or the problems of all that have one.

    :raises Refused: if there is any.
    """
    files: list[ReadFile] = []
    problems: list[Problem] = []
    for upload, about in zip(uploads, said, strict=True):
        try:
            files.append(read(upload, about, language))
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    return files


def look(upload: Upload, said: Said, language: str) -> Look:
    """A file as it would be imported."""
    columns = _columns(upload, said.get("encoding", ""))
    try:
        found = read(upload, said, language)
        return Look(upload.name, columns, found, preview(found.articles, language))
    except Refused as refused:
        return Look(upload.name, columns, None, None, refused.problems)


def _columns(upload: Upload, encoding: str) -> tuple[str, ...]:
    """The headings of a table, also of one whose columns are not understood."""
    name, content = upload
    try:
        match PurePath(name).suffix.lower():
            case ".csv" | ".tsv":
                return column_names(content, name, encoding, known=known)
            case ".xlsx":
                return read_workbook(content, name).header.cells
    except Refused:
        pass
    return ()
