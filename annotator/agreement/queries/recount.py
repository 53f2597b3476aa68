"""The counted answers of a round, counted by the database in another way: to check by."""

from collections import Counter
from typing import NamedTuple, TypeVarTuple

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from annotator.codebook import answers
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.models import Code, Question
from annotator.codebook.queries import book
from annotator.codebook.values import variables
from annotator.coding.exclusions import NOTHING, Included
from annotator.coding.models import Answer, AnswerState, Coding
from annotator.coding.queries import counting
from annotator.database.session import rows
from annotator.rounds.models import Enrolment, Round, Unit
from annotator.studies.models import Member

Columns = TypeVarTuple("Columns")


class Cell(NamedTuple):
    """A value of a variable in a unit, by the unit's row."""

    variable: str
    unit: int
    value: str


def recounted(
    session: Session, round_: Round, first: int, last: int, also: Included = NOTHING
) -> Counter[Cell]:
    """How many coders gave each value to each unit between two rows of units."""
    found: Counter[Cell] = Counter()
    measured = [each for each in variables(book(round_.version)) if each.level is not None]
    by_question: dict[str, list[Variable]] = {}
    for variable in measured:
        by_question.setdefault(variable.question, []).append(variable)
    answered = _of_units(
        select(Question.key, Coding.unit_id, func.count(Coding.id.distinct())),
        round_, first, last, also, Answer.state != AnswerState.NOT_APPLICABLE,
    ).group_by(Question.key, Coding.unit_id)  # fmt: skip
    for key, unit, codings in rows(session, answered):
        # Of each code, all say at first that it does not apply.
        for variable in by_question.get(key, ()):
            if variable.code:
                found[_cell(variable, unit, answers.Answer(key, "none"))] += codings
    what = (Question.key, Code.key, Answer.number)
    given = (
        _of_units(
            select(*what, Coding.unit_id, func.count()),
            round_, first, last, also, Answer.state == AnswerState.GIVEN,
        )
        .outerjoin(Code, Answer.code_id == Code.id)
        .group_by(*what, Coding.unit_id)
    )  # fmt: skip
    for key, code, amount, unit, codings in rows(session, given):
        for variable in by_question.get(key, ()):
            if variable.code in ("", code):
                answer = answers.Answer(key, "given", (code,) if code else (), amount)
                found[_cell(variable, unit, answer)] += codings
            if variable.code == code:
                found[_cell(variable, unit, answers.Answer(key, "none"))] -= codings
    return +found


def _cell(variable: Variable, unit: int, answer: answers.Answer) -> Cell:
    return Cell(variable.key, unit, kind_of(variable).value(variable, answer).value)


def _of_units(
    query: Select[*Columns],
    round_: Round,
    first: int,
    last: int,
    also: Included,
    state: ColumnElement[bool],
) -> Select[*Columns]:
    return (
        counting.of_codings(query)
        .join(Member, Coding.member_id == Member.id)
        .join(Answer, Answer.coding_id == Coding.id)
        .join(Question, Answer.question_id == Question.id)
        .where(
            Unit.round_id == round_.id,
            Unit.id.between(first, last),
            counting.counted(also),
            state,
        )
    )


def stored(session: Session, round_: Round) -> list[tuple[str, int, int]]:
    """Each coder, how many codings of theirs were counted as they came, and how many there are."""
    by_member = (
        select(Coding.member_id, func.count().label("many"))
        .join(Unit, Coding.unit_id == Unit.id)
        .where(Unit.round_id == round_.id)
        .group_by(Coding.member_id)
        .subquery()
    )
    query = (
        select(Member.pseudonym, Enrolment.codings, func.coalesce(by_member.c.many, 0))
        .select_from(Enrolment)
        .join(Member, Enrolment.member_id == Member.id)
        .outerjoin(by_member, by_member.c.member_id == Enrolment.member_id)
        .where(Enrolment.round_id == round_.id)
        .order_by(Member.pseudonym)
    )
    return [(coder, kept, codings) for coder, kept, codings in rows(session, query)]
