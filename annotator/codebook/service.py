"""Store a codebook as a study's next version. Versions are added, never edited."""

from typing import Any

from sqlalchemy.orm import Session

from annotator.codebook import schema
from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.models import Code, CodebookVersion, Question
from annotator.codebook.queries import FILE, Draft, draft, newest_or_none
from annotator.studies.models import Member, Study
from annotator.studies.service import log


def add_version(
    session: Session,
    study: Study,
    source: str,
    actor: Member | str,
    change_note: str = "",
    file: str = FILE,
) -> CodebookVersion:
    """Store a YAML text, comments and all, as the study's next codebook version.

    Without a change note, one is written from what changed.

    :raises Refused: with every problem of the text, or if it says what the newest version says.
    """
    # So that two leads who store at once get two numbers.
    session.get_one(Study, study.id, with_for_update=True)
    found = draft(session, study, source, file)
    parent = newest_or_none(session, study)
    version = CodebookVersion(
        study_id=study.id,
        number=found.number,
        parent_id=parent.id if parent else None,
        title=found.book.title,
        source=source,
        checksum=found.checksum,
        change_note=change_note.strip() or "\n".join(found.changes),
        questions=[_question(*each) for each in enumerate(with_hotkeys(found.book).questions, 1)],
    )
    session.add(version)
    session.flush()
    _log(session, study, actor, version, found)
    return version


def _question(position: int, question: schema.Question) -> Question:
    return Question(
        key=question.key,
        position=position,
        kind=question.kind,
        label=question.label,
        help=question.help,
        level=question.level,
        required=question.required,
        none=question.none,
        marks=question.marks,
        primary=question.primary,
        shown_if=_shown_if(question.shown_if),
        codes=[_code(*each) for each in enumerate(question.codes, 1)],
    )


def _shown_if(condition: schema.ShownIf | None) -> dict[str, Any] | None:
    if condition is None:
        return None
    codes = None if condition.codes is None else list(condition.codes)
    return {"question": condition.question, "codes": codes}


def _code(position: int, code: schema.Code) -> Code:
    return Code(
        key=code.key,
        position=position,
        label=code.label,
        definition=code.definition,
        hotkey=code.hotkey,
        value=code.value,
    )


def _log(
    session: Session, study: Study, actor: Member | str, version: CodebookVersion, found: Draft
) -> None:
    """The log keeps what was stored and what that changed, also if the note says otherwise."""
    after = {"title": version.title, "checksum": version.checksum, "changes": list(found.changes)}
    log(session, study, actor, "import codebook", f"codebook:{version.number}", after=after)
