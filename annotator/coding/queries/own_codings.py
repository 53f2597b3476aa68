"""A coder's own current codings in a round, in the order in which they were served."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from annotator.codebook.models import Code, Question
from annotator.codebook.schema import NONE, Codebook
from annotator.codebook.words.answers import choices
from annotator.coding.masking import parts
from annotator.coding.models import Answer, AnswerState, Coding, Outcome
from annotator.coding.queries.sentence_view import Parts, StoredCoding, masked_names, stored_coding
from annotator.corpus.models import Article, Sentence
from annotator.rounds.models import Assignment, AssignmentState, Enrolment, Unit

PAGE = 50
#: What a coder may list of their own codings.
ONLY = {"": "All", "flagged": "Flagged", "note": "With a note", "skipped": "Skipped"}


@dataclass(frozen=True, slots=True)
class CodingFilter:
    """Which of their own codings a coder wants to see: a key of ``ONLY``, and a code.

    ``code`` is ``none`` for those that say that no code applies; without a ``question``
    any answer will do.
    """

    only: str = ""
    question: str = ""
    code: str = ""
    page: int = 1

    @property
    def key(self) -> str:
        return f"{self.question}.{self.code}" if self.question else ""


def coding_filter(address: Mapping[str, str], book: Codebook) -> CodingFilter:
    """What an address asks for; what it cannot mean is left out."""
    only, key, page = address.get("show", ""), address.get("code", ""), address.get("page", "")
    known = {key for _, codes in choices(book) for key, _ in codes}
    question, _, code = key.partition(".") if key in known else ("", "", "")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    return CodingFilter(only if only in ONLY else "", question, code, max(1, number))


@dataclass(frozen=True, slots=True)
class OwnCoding:
    """A sentence as its coder may see it, with the answer of theirs that stands."""

    assignment: str
    order: int
    language: str
    parts: Parts
    stored: StoredCoding


def own_codings(
    session: Session, enrolment: Enrolment, wanted: CodingFilter
) -> tuple[Sequence[OwnCoding], bool]:
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


def _narrowed(
    query: Select[Assignment, Coding], wanted: CodingFilter
) -> Select[Assignment, Coding]:
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


def _own(assignment: Assignment, coding: Coding) -> OwnCoding:
    sentence = assignment.unit.sentence
    article = sentence.article
    return OwnCoding(
        assignment.public_id,
        assignment.served_order or 0,
        article.language,
        parts(sentence.text, masked_names(assignment.round, article)),
        stored_coding(coding),
    )
