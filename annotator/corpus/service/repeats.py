"""Find articles that the study has already: the same text of the same outlet."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.corpus.drafts import ArticleDraft
from annotator.corpus.grids import refuse_any
from annotator.corpus.models import Article, Import, Outlet
from annotator.errors import Problem
from annotator.studies.models import Study

_AT_ONCE = 500


class Stored(NamedTuple):
    """An article that is in the study, or stands earlier among those to be imported."""

    title: str
    outlet: str
    where: str


def checksum(text: str) -> str:
    """The SHA-256 of a text in UTF-8, without white space at its ends."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def refuse_stored(session: Session, study: Study, drafts: Sequence[ArticleDraft]) -> None:
    """Refuse drafts that the study has, or that come twice; each by its name.

    :raises Refused: if there is one.
    """
    sums = [checksum(draft.text) for draft in drafts]
    stored = _stored(session, study, sums)
    problems = []
    for draft, text_sha256 in zip(drafts, sums, strict=True):
        others = stored.setdefault(text_sha256, [])
        problems += [_problem(draft, each) for each in others if each.outlet == draft.outlet]
        others.append(Stored(draft.title, draft.outlet, f"{draft.file}, line {draft.line}"))
    refuse_any(problems)


def shared_with(
    session: Session, study: Study, drafts: Sequence[ArticleDraft]
) -> Iterator[tuple[ArticleDraft, Stored]]:
    """The drafts whose text the study has under another outlet: accepted, and told of."""
    sums = [checksum(draft.text) for draft in drafts]
    stored = _stored(session, study, sums)
    for draft, text_sha256 in zip(drafts, sums, strict=True):
        yield from ((draft, each) for each in stored.get(text_sha256, []))


def _stored(session: Session, study: Study, sums: Sequence[str]) -> dict[str, list[Stored]]:
    found: dict[str, list[Stored]] = {}
    for first in range(0, len(sums), _AT_ONCE):
        rows = session.execute(
            select(Article.text_sha256, Article.title, Outlet.name, Import.file_name)
            .join(Article.source)
            .outerjoin(Article.outlet)
            .where(
                Article.study_id == study.id,
                Article.text_sha256.in_(sums[first : first + _AT_ONCE]),
                Import.completed_at.is_not(None),
            )
            .order_by(Article.id)
        )
        for text_sha256, title, outlet, file in rows:
            found.setdefault(text_sha256, []).append(Stored(title, outlet or "", file))
    return found


def _problem(draft: ArticleDraft, stored: Stored) -> Problem:
    of = f" of {stored.outlet}" if stored.outlet else ""
    named = f"“{stored.title or draft.text.strip()[:60]}”{of}"
    return Problem(
        f"This text is {named}, which was imported before or comes twice: {stored.where}.",
        draft.file,
        draft.line,
        remedy="Leave it out of this import.",
    )
