"""Known answers, what coders said of the same sentences, and what a coder in training is shown."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from annotator.codebook import schema
from annotator.codebook.answers import AnswerRow, Answers, answers_from_rows
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.models import Code, Question
from annotator.codebook.queries import book
from annotator.codebook.words.answers import answer_in_words
from annotator.coding.models import Answer, Coding
from annotator.coding.training_scores import CodeScore, code_scores
from annotator.rounds.controls.known_answers import KnownAnswers
from annotator.rounds.models import Assignment, Enrolment, KnownAnswer, Round, Unit
from annotator.rounds.service.known_answers import known_answers_by
from annotator.studies.models import Member


class Feedback(NamedTuple):
    """One question of a sentence: the known answer with its reason beside the coder's own.

    ``compares`` is false for texts, which are not compared.
    """

    question: str
    known: str
    own: str
    agrees: bool
    reason: str
    compares: bool


def known_answers(
    session: Session, round_: Round, unit_id: int | None = None
) -> Mapping[int, KnownAnswers]:
    """The known answers of a round by the row of their unit, or those of one unit."""
    query = (
        select(Unit.id, KnownAnswer)
        .join(KnownAnswer, KnownAnswer.unit_id == Unit.id)
        .where(Unit.round_id == round_.id)
        .order_by(KnownAnswer.id)
    )
    if unit_id is not None:
        query = query.where(Unit.id == unit_id)
    return known_answers_by(session.execute(query))


def own_answers(
    session: Session, round_: Round, member_id: int | None = None
) -> Mapping[str, Mapping[int, Answers]]:
    """What each coder said of the sentences with known answers, by pseudonym and unit.

    In training it is their first answer, which they gave before they were shown the known
    one; of a check it is the answer that stands. Nothing was said of what was skipped.
    """
    which = Coding.revision == 1 if round_.is_training else Coding.current
    query = (
        select(Coding.id, Coding.unit_id, Member.pseudonym)
        .join(Coding.unit)
        .join(Coding.member)
        .join(KnownAnswer, KnownAnswer.unit_id == Unit.id)
        .where(Unit.round_id == round_.id, which, Coding.withdrawn_at.is_(None), ~Coding.unread)
        .distinct()
        .order_by(Coding.id)
    )
    if member_id is not None:
        query = query.where(Coding.member_id == member_id)
    rows = session.execute(query).all()
    answers = _answers(session, query)
    found: dict[str, dict[int, Answers]] = defaultdict(dict)
    for coding, unit, coder in rows:
        found[coder].setdefault(unit, answers.get(coding, {}))
    return found


def _answers(session: Session, codings: Select[int, int, str]) -> Mapping[int, Answers]:
    """The answers of these codings, by coding and question."""
    ids = codings.order_by(None).with_only_columns(Coding.id)
    rows = session.execute(
        select(Answer, Question.key, Code.key)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(Code, Answer.code_id == Code.id)
        .where(Answer.coding_id.in_(ids))
        .order_by(Answer.id)
    )
    found: dict[int, list[AnswerRow]] = defaultdict(list)
    for row, question, code in rows:
        found[row.coding_id].append(
            AnswerRow(question, str(row.state), code or "", row.number, row.text, row.primary)
        )
    return {coding: answers_from_rows(kept) for coding, kept in found.items()}


def results(session: Session, round_: Round) -> dict[str, list[CodeScore]]:
    """How each coder agreed with the known answers of a round, by pseudonym."""
    known = known_answers(session, round_)
    own = own_answers(session, round_)
    return {coder: _scores(round_, known, own[coder]) for coder in sorted(own)}


def result_of(session: Session, enrolment: Enrolment) -> list[CodeScore]:
    """How one coder agreed with the known answers of a round."""
    round_ = enrolment.round
    own = own_answers(session, round_, enrolment.member_id)
    return _scores(round_, known_answers(session, round_), own.get(enrolment.member.pseudonym, {}))


def _scores(
    round_: Round, known: Mapping[int, KnownAnswers], own: Mapping[int, Answers]
) -> list[CodeScore]:
    pairs = [(known[unit].answers, answers) for unit, answers in own.items() if unit in known]
    return code_scores(book(round_.version), pairs)


def feedback(session: Session, assignment: Assignment) -> Sequence[Feedback]:
    """The known answers to a sentence that a coder in training has answered, beside their own."""
    round_ = assignment.round
    if not round_.is_training or assignment.done_at is None:
        return ()
    known = known_answers(session, round_, assignment.unit_id).get(assignment.unit_id)
    if known is None:
        return ()
    current = (
        select(Coding.id, Coding.unit_id, Member.pseudonym)
        .join(Coding.member)
        .where(
            and_(
                Coding.unit_id == assignment.unit_id,
                Coding.member_id == assignment.member_id,
                Coding.occasion == assignment.occasion,
                Coding.current,
            )
        )
    )
    own: Answers = next(iter(_answers(session, current).values()), {})
    return list(_feedback(book(round_.version), known, own))


def _feedback(book: schema.Codebook, known: KnownAnswers, own: Answers) -> Iterator[Feedback]:
    questions = {question.key: question for question in book.questions}
    for key, answer in known.answers.items():
        question = questions[key]
        kind = kind_of(question)
        yield Feedback(
            question.label,
            answer_in_words(question, answer) or "left empty",
            _own_words(question, own),
            kind.agrees(answer, own.get(key)),
            known.reasons.get(key, ""),
            kind.is_compared,
        )


def _own_words(question: schema.Question, own: Answers) -> str:
    answer = own.get(question.key)
    if answer is None:
        return "skipped"
    empty = "not asked" if answer.state == "not_applicable" else "left empty"
    return answer_in_words(question, answer) or empty
