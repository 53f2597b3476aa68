"""Remove what an import left behind that broke off: a crash, a closed terminal."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from annotator.corpus.models import Article, Import
from annotator.database.base import now
from annotator.studies.models import Study

#: So many articles are removed at once, so that the write lock is held only shortly.
BATCH = 50

#: No import takes that long, so one that began before and is not complete broke off.
BROKE_OFF = timedelta(hours=6)


def removals(
    session: Session, study: Study, checksums: set[str]
) -> list[Callable[[Session], None]]:
    """Short writes that remove incomplete imports which are old or hold one of these texts.

    An import that is still running is told so at its next turn, and gives up.
    """
    incomplete = select(Import.id).where(Import.study_id == study.id, Import.completed_at.is_(None))
    old = session.scalars(incomplete.where(Import.started_at < now() - BROKE_OFF)).all()
    articles = session.execute(
        select(Article.import_id, Article.id, Article.text_sha256).where(
            Article.import_id.in_(incomplete)
        )
    ).all()
    gone = {*old, *(row[0] for row in articles if row[2] in checksums)}
    article_ids = [row[1] for row in articles if row[0] in gone]
    writes = [
        partial(_remove_articles, ids=article_ids[first : first + BATCH])
        for first in range(0, len(article_ids), BATCH)
    ]
    return [*writes, *(partial(_remove_import, import_id=each) for each in sorted(gone))]


def _remove_articles(session: Session, ids: Sequence[int]) -> None:
    session.execute(delete(Article).where(Article.id.in_(ids)))


def _remove_import(session: Session, import_id: int) -> None:
    session.execute(delete(Import).where(Import.id == import_id, Import.completed_at.is_(None)))
