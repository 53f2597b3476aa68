"""The sentences of a round, where they come from, and how long one takes."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from annotator.agreement.detail import Origin
from annotator.agreement.weeks import week_of
from annotator.codebook.models import Question
from annotator.coding.leftout import NOTHING, Also
from annotator.coding.models import Answer, AnswerState, Coding, Outcome
from annotator.coding.queries import counting
from annotator.corpus.models import Article, Event, Import, Outlet, Sentence
from annotator.db import rows
from annotator.rounds.models import Round, Unit
from annotator.studies.models import Member, Study


class Told(NamedTuple):
    """A sentence as a list shows it, with where it stands."""

    text: str
    language: str
    title: str
    outlet: str
    article: str


def sentences(session: Session, round_: Round, units: Sequence[str]) -> dict[str, Told]:
    """The sentences of some units, by the unit's public id."""
    query = (
        select(Unit)
        .options(joinedload(Unit.sentence).joinedload(Sentence.article).joinedload(Article.outlet))
        .where(Unit.round_id == round_.id, Unit.public_id.in_(units))
    )
    return {unit.public_id: _told(unit.sentence) for unit in session.scalars(query)}


def _told(sentence: Sentence) -> Told:
    article = sentence.article
    outlet = article.outlet.name if article.outlet else ""
    return Told(sentence.text, article.language, article.title, outlet, article.public_id)


def origins(
    session: Session, round_: Round, question: str, also: Also = NOTHING
) -> dict[str, Origin]:
    """Where each unit with an answer to a question is from, and the week of the last one."""
    # Whoever gave none of the codes of a many question has said that none applies.
    answered = or_(
        Answer.state == AnswerState.GIVEN,
        and_(Answer.state == AnswerState.NONE, Question.kind == "many"),
    )
    place = (Unit.public_id, Outlet.name, Event.name, Import.file_name, Article.title)
    query = (
        select(*place, func.max(Coding.submitted_at))
        .select_from(Answer)
        .join(Coding, Answer.coding_id == Coding.id)
        .join(Question, Answer.question_id == Question.id)
        .join(Unit, Coding.unit_id == Unit.id)
        .join(Round, Unit.round_id == Round.id)
        .join(Member, Coding.member_id == Member.id)
        .join(Sentence, Unit.sentence_id == Sentence.id)
        .join(Article, Sentence.article_id == Article.id)
        .join(Article.source)
        .outerjoin(Outlet, Article.outlet_id == Outlet.id)
        .outerjoin(Event, Article.event_id == Event.id)
        .where(
            Unit.round_id == round_.id,
            counting.counted(also),
            Question.key == question,
            answered,
        )
        .group_by(*place)
    )
    return {
        unit: Origin(outlet or "", event or "", week_of(last), file, title)
        for unit, outlet, event, file, title, last in rows(session, query)
    }


def pace(session: Session, study: Study) -> float | None:
    """The mean seconds that a coding of the study took; none if no time was ever taken."""
    query = (
        select(func.avg(Coding.seconds))
        .join(Member, Coding.member_id == Member.id)
        .where(Member.study_id == study.id, Coding.current, Coding.outcome == Outcome.ANSWERED)
    )
    found = session.scalar(query)
    return None if found is None else round(float(found), 1)
