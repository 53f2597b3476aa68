"""Known answers, what coders said of the same sentences, and what a coder in training is shown."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from annotator.codebook.models import Code, Question
from annotator.codebook.queries import book
from annotator.codebook.rules.answer_rules import Answer as Right
from annotator.codebook.values import Said
from annotator.coding.display import in_words
from annotator.coding.models import Answer, Coding
from annotator.coding.training_scores import Own, Tally, agrees, tallies
from annotator.rounds.controls.known_answers import Known, answer_of
from annotator.rounds.models import Assignment, Enrolment, KnownAnswer, Round, Unit
from annotator.studies.models import Member


class Lesson(NamedTuple):
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
) -> Mapping[int, Known]:
    """The known answers of a round by the row of their unit, or those of one unit."""
    query = (
        select(Unit.id, KnownAnswer)
        .join(KnownAnswer, KnownAnswer.unit_id == Unit.id)
        .where(Unit.round_id == round_.id)
    )
    if unit_id is not None:
        query = query.where(Unit.id == unit_id)
    answers: dict[int, dict[str, Right]] = defaultdict(dict)
    reasons: dict[int, dict[str, str]] = defaultdict(dict)
    for unit, row in session.execute(query):
        answers[unit][row.question_key] = answer_of(row.answer)
        reasons[unit][row.question_key] = row.reason
    return {unit: Known(answers[unit], reasons[unit]) for unit in answers}


def own_answers(
    session: Session, round_: Round, member_id: int | None = None
) -> Mapping[str, Mapping[int, Own]]:
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
    said = _said(session, query)
    found: dict[str, dict[int, Own]] = defaultdict(dict)
    for coding, unit, coder in rows:
        found[coder].setdefault(unit, said.get(coding, {}))
    return found


def _said(
    session: Session, codings: Select[int, int, str]
) -> Mapping[int, Mapping[str, list[Said]]]:
    """What these codings say, by coding and question."""
    ids = codings.order_by(None).with_only_columns(Coding.id)
    rows = session.execute(
        select(Answer, Question.key, Code.key)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(Code, Answer.code_id == Code.id)
        .where(Answer.coding_id.in_(ids))
        .order_by(Answer.id)
    )
    found: dict[int, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    for row, question, code in rows:
        said = Said(question, str(row.state), code or "", row.number, row.text, row.primary)
        found[row.coding_id][question].append(said)
    return found


def results(session: Session, round_: Round) -> dict[str, list[Tally]]:
    """How each coder agreed with the known answers of a round, by pseudonym."""
    known = known_answers(session, round_)
    own = own_answers(session, round_)
    return {coder: _tallies(round_, known, own[coder]) for coder in sorted(own)}


def result_of(session: Session, enrolment: Enrolment) -> list[Tally]:
    """How one coder agreed with the known answers of a round."""
    round_ = enrolment.round
    own = own_answers(session, round_, enrolment.member_id)
    return _tallies(round_, known_answers(session, round_), own.get(enrolment.member.pseudonym, {}))


def _tallies(round_: Round, known: Mapping[int, Known], own: Mapping[int, Own]) -> list[Tally]:
    pairs = [(known[unit].answers, said) for unit, said in own.items() if unit in known]
    return tallies(book(round_.version), pairs)


def lessons(session: Session, assignment: Assignment) -> Sequence[Lesson]:
    """The known answers to a sentence that a coder in training has answered, beside their own."""
    round_ = assignment.round
    if not round_.is_training or assignment.done_at is None:
        return ()
    found = known_answers(session, round_, assignment.unit_id).get(assignment.unit_id)
    if found is None:
        return ()
    standing = (
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
    said = _said(session, standing)
    own: Own = next(iter(said.values()), {})
    return list(_lessons(round_, found, own))


def _lessons(round_: Round, found: Known, own: Own) -> list[Lesson]:
    asked = book(round_.version)
    labels = {question.key: question for question in asked.questions}
    right = dict(in_words(asked, found.raw))
    theirs = dict(in_words(asked, {key: _as_raw(said) for key, said in own.items()}))
    return [
        Lesson(
            labels[key].label,
            right.get(labels[key].label, "left empty"),
            theirs.get(labels[key].label, "not asked" if own else "skipped"),
            agrees(answer, own.get(key, ())),
            found.reasons.get(key, ""),
            labels[key].kind != "text",
        )
        for key, answer in found.answers.items()
    ]


def _as_raw(said: Sequence[Said]) -> list[str]:
    """One's own answer to a question in the form in which a desk sends it."""
    first = said[0]
    if first.state == "not_applicable":
        return []
    if first.state == "none":
        return ["none"]
    if first.code:
        return [each.code for each in said]
    return [f"{first.number:.15g}" if first.number is not None else first.text or ""]
