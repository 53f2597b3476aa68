"""The sentences of a round, where they come from, and how long one takes."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from annotator.agreement.report.detail import Origin
from annotator.coding.models import Coding, Outcome
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.database.session import rows
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member, Study


class ListedSentence(NamedTuple):
    """A sentence as a list shows it, with its article."""

    text: str
    language: str
    title: str
    outlet: str
    article: str


def listed_sentences(
    session: Session, round_: Round, units: Sequence[str]
) -> dict[str, ListedSentence]:
    """The sentences of some units, by the unit's public id."""
    query = (
        select(Unit)
        .options(joinedload(Unit.sentence).joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Unit.round_id == round_.id, Unit.public_id.in_(units))
    )
    return {unit.public_id: _listed(unit.sentence) for unit in session.scalars(query)}


def _listed(sentence: Sentence) -> ListedSentence:
    article = sentence.article
    outlet = article.outlet.name if article.outlet else ""
    return ListedSentence(sentence.text, article.language, article.title, outlet, article.public_id)


def origins(session: Session, study: Study) -> dict[str, Origin]:
    """Where each article of a study is from, by its public id."""
    query = (
        select(Article.public_id, Outlet.name, Event.name, Import.file_name, Article.title)
        .join(Article.source)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(Article.study_id == study.id)
    )
    return {
        article: Origin(outlet or "", event or "", file, title)
        for article, outlet, event, file, title in rows(session, query)
    }


def pace(session: Session, study: Study) -> float | None:
    """The mean seconds that a coding of the study took; none if no time was ever taken."""
    query = (
        select(func.avg(Coding.seconds))
        .join(Member, Coding.member_id == Member.id)
        .where(Member.study_id == study.id, Coding.current, Coding.outcome == Outcome.ANSWERED)
    )
    seconds = session.scalar(query)
    return None if seconds is None else round(float(seconds), 1)
