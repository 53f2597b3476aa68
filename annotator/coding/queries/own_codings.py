"""A coder's own current codings in a round, in the order in which they were served."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.codebook.models import Code, Question
from annotator.codebook.schema import NONE
from annotator.coding.display import Wanted
from annotator.coding.masking import parts
from annotator.coding.models import Answer, AnswerState, Coding, Outcome
from annotator.coding.queries.sentence_view import Earlier, Parts, earlier, masked_names
from annotator.corpus.models import Article, Sentence
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Unit

PAGE = 50


@dataclass(frozen=True, slots=True)
class Own:
    """A sentence as its coder may see it, with the answer of theirs that stands."""

    assignment: str
    order: int
    language: str
    parts: Parts
    said: Earlier


def own_codings(
    session: Session, enrolment: Enrolment, wanted: Wanted
) -> tuple[Sequence[Own], bool]:
    """A page of the coder's codings that are wanted, and whether there are more."""
    query = _narrowed(_mine(enrolment), wanted)
    first = (wanted.page - 1) * PAGE
    rows = session.execute(query.offset(first).limit(PAGE + 1)).all()
    return [_own(assignment, coding) for assignment, coding in rows[:PAGE]], len(rows) > PAGE


def _mine(enrolment: Enrolment) -> Select[Assignment, Coding]:
    stands = and_(
        Coding.unit_id == Assignment.unit_id,
        Coding.member_id == Assignment.member_id,
        Coding.occasion == Assignment.occasion,
        Coding.current,
    )
    return (
        select(Assignment, Coding)
        .join(Coding, stands)
        .options(
            joinedload(Assignment.round),
            joinedload(Assignment.unit)
            .joinedload(Unit.sentence)
            .joinedload(Sentence.article)
            .joinedload(Article.outlet),
            selectinload(Coding.answers).joinedload(Answer.code),
            selectinload(Coding.answers).joinedload(Answer.question),
            selectinload(Coding.answers).selectinload(Answer.marks),
        )
        .where(
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
            Assignment.served_order.is_not(None),
            Assignment.state.in_((AssignmentState.CODED, AssignmentState.SKIPPED)),
        )
        .order_by(Assignment.served_order)
    )


def _narrowed(query: Select[Assignment, Coding], wanted: Wanted) -> Select[Assignment, Coding]:
    if wanted.only == "flagged":
        query = query.where(Coding.flagged)
    elif wanted.only == "note":
        query = query.where(Coding.note != "")
    elif wanted.only == "skipped":
        query = query.where(Coding.outcome == Outcome.SKIPPED)
    if not wanted.question:
        return query
    of_question = and_(Answer.coding_id == Coding.id, Question.key == wanted.question)
    given = select(Answer.id).join(Answer.question).where(of_question)
    if wanted.code == NONE:
        return query.where(given.where(Answer.state == AnswerState.NONE).exists())
    return query.where(given.join(Answer.code).where(Code.key == wanted.code).exists())


def _own(assignment: Assignment, coding: Coding) -> Own:
    sentence = assignment.unit.sentence
    article = sentence.article
    return Own(
        assignment.public_id,
        assignment.served_order or 0,
        article.language,
        parts(sentence.text, masked_names(assignment.round, article)),
        earlier(coding),
    )
