"""What is asked about articles: which there are, how they are split, what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.errors import NotFound
from annotator.studies.models import Study

PAGE = 100


@dataclass(frozen=True, slots=True)
class Listed:
    """An article in the list, with its counts and whether other outlets have the same text."""

    article: Article
    sentences: int
    included: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a study has, of completed imports only."""

    articles: int
    sentences: int
    included: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.articles // PAGE))


def articles(session: Session, study: Study, page: int = 1) -> list[Listed]:
    """A hundred articles, by event, outlet, date and title; ``page`` counts from 1."""
    found = session.scalars(
        _seen(study)
        .outerjoin(Article.outlet)
        .outerjoin(Article.event)
        .options(
            contains_eager(Article.source),
            contains_eager(Article.outlet),
            contains_eager(Article.event),
        )
        .order_by(Event.name, Outlet.name, Article.date, Article.title, Article.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    counted = _counts_of(session, [article.id for article in found])
    shared = _shared(session, study, [article.text_sha256 for article in found])
    return [
        Listed(article, *counted.get(article.id, (0, 0)), article.text_sha256 in shared)
        for article in found
    ]


def counts(session: Session, study: Study) -> Counts:
    """How many articles, sentences and served sentences the study has."""
    row = session.execute(
        select(
            func.count(Article.id.distinct()),
            func.count(Sentence.id),
            func.count(Sentence.id).filter(Sentence.included),
        )
        .select_from(Article)
        .join(Article.source)
        .outerjoin(Article.sentences)
        .where(*_of(study))
    ).one()
    return Counts(*row)


def article(session: Session, study: Study, public_id: str) -> Article:
    """The study's article with this public id.

    :raises NotFound: if there is none, or its import is not complete.
    """
    found = session.scalar(
        _seen(study)
        .where(Article.public_id == public_id)
        .options(
            contains_eager(Article.source),
            joinedload(Article.outlet),
            joinedload(Article.event),
        )
    )
    if found is None:
        raise NotFound(f"There is no article {public_id!r} in the study {study.slug!r}.")
    return found


def included_sentence(session: Session, study: Study, public_id: str) -> Sentence:
    """A served sentence of the study.

    :raises NotFound: if there is none with this id.
    """
    found = session.scalar(
        select(Sentence)
        .join(Sentence.article)
        .options(joinedload(Sentence.article))
        .where(
            Sentence.public_id == public_id,
            Sentence.included,
            Article.study_id == study.id,
        )
    )
    if found is None:
        raise NotFound("There is no such served sentence in this study.")
    return found


def shared_copies(session: Session, article: Article) -> Sequence[Article]:
    """The same text under other outlets of the study."""
    return session.scalars(
        _seen(article.study)
        .where(Article.text_sha256 == article.text_sha256, Article.id != article.id)
        .options(joinedload(Article.outlet))
        .order_by(Article.id)
    ).all()


def imports(session: Session, study: Study) -> Sequence[Import]:
    """The files that were imported into the study, the newest first."""
    return session.scalars(
        select(Import)
        .where(Import.study_id == study.id, Import.completed_at.is_not(None))
        .order_by(Import.id.desc())
    ).all()


def _seen(study: Study) -> Select[Article]:
    """The study's articles of completed imports: the only ones that anyone may see."""
    return select(Article).join(Article.source).where(*_of(study))


def _of(study: Study) -> tuple[ColumnElement[bool], ...]:
    return Article.study_id == study.id, Import.completed_at.is_not(None)


def _counts_of(session: Session, article_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Sentences and served sentences of these articles."""
    rows = session.execute(
        select(Sentence.article_id, func.count(), func.count().filter(Sentence.included))
        .where(Sentence.article_id.in_(article_ids))
        .group_by(Sentence.article_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def _shared(session: Session, study: Study, checksums: Sequence[str]) -> set[str]:
    """Which of these texts more than one article of the study has."""
    return set(
        session.scalars(
            select(Article.text_sha256)
            .join(Article.source)
            .where(*_of(study), Article.text_sha256.in_(checksums))
            .group_by(Article.text_sha256)
            .having(func.count() > 1)
        )
    )
