"""Find texts that the study has already."""

import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from annotator.corpus.models import Article, Import, Outlet
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.errors import Problem, Refused
from annotator.studies.models import Study
from annotator.tables.grid import refuse_any

_AT_ONCE = 500


class Stored(NamedTuple):
    """An article that is in the study, or comes earlier in the same import."""

    title: str
    outlet: str
    where: str


class Copy(NamedTuple):
    """An article to be imported whose text another outlet has as well."""

    draft: ArticleDraft
    stored: Stored


def checksum(text: str) -> str:
    """The SHA-256 of a text in UTF-8, without white space at its ends."""
    return hashlib.sha256(text.strip().encode()).hexdigest()


def copies(session: Session, study: Study, drafts: Sequence[ArticleDraft]) -> list[Copy]:
    """The shared copies among the drafts: texts that other outlets published too.

    :raises Refused: if a text is in the study, or comes twice, under the same outlet.
    """
    sums = [checksum(draft.text) for draft in drafts]
    stored = _stored(session, study, sums)
    problems: list[Problem] = []
    found: list[Copy] = []
    for draft, text_sha256 in zip(drafts, sums, strict=True):
        others = stored.setdefault(text_sha256, [])
        problems += (_problem(draft, each) for each in others if each.outlet == draft.outlet)
        found += (Copy(draft, each) for each in others if each.outlet != draft.outlet)
        others.append(Stored(draft.title, draft.outlet, f"{draft.file}, line {draft.line}"))
    if len(problems) == len(drafts) > 1:
        message = f"All {len(drafts):,} articles are in the study already."
        raise Refused(Problem(message, drafts[0].file, remedy="There is nothing to import."))
    refuse_any(problems)
    return found


def _stored(session: Session, study: Study, sums: Sequence[str]) -> dict[str, list[Stored]]:
    """What the study has of these texts, by their checksums."""
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
    title = stored.title or f"{draft.text.strip()[:60]}…"
    return Problem(
        f"The same text, “{title}” of {stored.outlet or 'no outlet'}, is there already, "
        f"from {stored.where}.",
        draft.file,
        draft.line,
        remedy="Leave it out, or name another outlet if that published it too.",
    )
