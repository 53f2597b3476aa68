"""What is asked about a study's codebook and its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.models import Code, CodebookVersion, Question
from annotator.codebook.schema import Codebook
from annotator.codebook.words.changes import changes
from annotator.codebook.yaml_file.read import read_book
from annotator.codebook.yaml_file.write import checksum
from annotator.database.process import InMemory, in_memory
from annotator.errors import NotFound, Problem, Refused
from annotator.studies.models import Study

FILE = "codebook.yaml"

#: So many versions are kept in mind as the rows that their answers refer to.
MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Draft:
    """What a YAML text would be stored as, and in sentences what it would change."""

    number: int
    book: Codebook
    checksum: str
    changes: tuple[str, ...]

    @property
    def name(self) -> str:
        """What tells this draft from any other, so that only what was looked at is stored."""
        return f"{self.number}-{self.checksum}"


@dataclass(frozen=True, slots=True)
class BookRows:
    """The row of each question by its key, and of each code by its question's key and its own."""

    questions: dict[str, int]
    codes: dict[tuple[str, str], int]


BOOK_ROWS = InMemory("the rows of codebook versions", dict[str, BookRows])


@lru_cache(maxsize=64)
def parsed(source: str, file: str = FILE) -> Codebook:
    """What a YAML text says. The same text is read once, since a large one takes seconds.

    :raises Refused: with every problem, its line, its key and what to do.
    """
    return read_book(source, file)


@lru_cache(maxsize=64)
def _with_hotkeys(source: str) -> Codebook:
    return with_hotkeys(parsed(source))


def book(version: CodebookVersion) -> Codebook:
    """What a version says, as it was written."""
    return parsed(version.source)


def book_with_hotkeys(version: CodebookVersion) -> Codebook:
    """What a version says, with the hotkeys that its codes have on the desk."""
    return _with_hotkeys(version.source)


def versions(session: Session, study: Study) -> Sequence[CodebookVersion]:
    """The versions of the study's codebook, the newest first."""
    return session.scalars(
        select(CodebookVersion)
        .where(CodebookVersion.study_id == study.id)
        .order_by(CodebookVersion.number.desc())
    ).all()


def newest_or_none(session: Session, study: Study) -> CodebookVersion | None:
    """The newest version, or nothing if the study has no codebook yet."""
    return session.scalar(
        select(CodebookVersion)
        .where(CodebookVersion.study_id == study.id)
        .order_by(CodebookVersion.number.desc())
        .limit(1)
    )


def newest(session: Session, study: Study) -> CodebookVersion:
    """The newest version of the study's codebook.

    :raises NotFound: if there is none yet, with how to bring one.
    """
    found = newest_or_none(session, study)
    if found is None:
        raise NotFound(
            f"The study {study.slug!r} has no codebook yet. A lead imports one on the page "
            f"Codebook, or with `annotator codebook import {study.slug} FILE`."
        )
    return found


def version(session: Session, study: Study, number: int) -> CodebookVersion:
    """The version with this number.

    :raises NotFound: if there is none.
    """
    found = session.scalar(
        select(CodebookVersion).where(
            CodebookVersion.study_id == study.id, CodebookVersion.number == number
        )
    )
    if found is None:
        raise NotFound(f"The codebook of the study {study.slug!r} has no version {number}.")
    return found


def draft(session: Session, study: Study, source: str, file: str = FILE) -> Draft:
    """What a YAML text would become in this study, before anything is stored.

    :raises Refused: with every problem, or if it says what the newest version says.
    """
    read = parsed(source, file)
    before, sum_read = newest_or_none(session, study), checksum(read)
    if before is None:
        return Draft(1, read, sum_read, ())
    if before.checksum == sum_read:
        message = f"Nothing changed: this says the same as version {before.number}, the newest."
        remedy = "Comments and layout do not count; change what a question or a code says."
        raise Refused(Problem(message, file=file, remedy=remedy))
    return Draft(before.number + 1, read, sum_read, changes(book(before), read))


def rows_of(session: Session, version: CodebookVersion) -> BookRows:
    """What answers under a version refer to; kept in mind, since a version never changes."""
    kept = in_memory(session, BOOK_ROWS)
    found = kept.get(version.public_id)
    if found is None:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        found = BookRows(_question_ids(session, version), _code_ids(session, version))
        kept[version.public_id] = found
    return found


def _question_ids(session: Session, version: CodebookVersion) -> dict[str, int]:
    rows = session.execute(
        select(Question.key, Question.id).where(Question.version_id == version.id)
    )
    return dict(rows.all())


def _code_ids(session: Session, version: CodebookVersion) -> dict[tuple[str, str], int]:
    rows = session.execute(
        select(Question.key, Code.key, Code.id)
        .join(Code.question)
        .where(Question.version_id == version.id)
    )
    return {(question, code): row for question, code, row in rows}
