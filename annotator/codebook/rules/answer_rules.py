"""The rules of a valid answer: what a form or a program sent, checked against the codebook.

Raw answers are a plain mapping from question keys to what was sent: a code's key or a list of
them, a number, a text, or ``"none"`` for "seen, and no code applies". Which of several codes weighs
most is sent beside them, as ``frames.primary``.
"""

from collections.abc import Iterable, Mapping

from annotator.codebook.answers import PRIMARY, Answer
from annotator.codebook.kinds.raw_values import given_values, refusal
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.rules.names import shortened
from annotator.codebook.schema import NONE, Codebook, Question
from annotator.errors import Problem, Refused


def check(book: Codebook, raw: Mapping[str, object]) -> tuple[Answer, ...]:
    """One valid answer to each question, in the order of the book.

    :raises Refused: with every problem, each at its question's key.
    """
    problems = list(_strangers(book, raw))
    answers: dict[str, Answer] = {}
    for question in book.questions:
        if _is_open(question, answers):
            try:
                answers[question.key] = _answer(question, raw, answers)
            except Refused as refused:
                problems.extend(refused.problems)
    if problems:
        raise Refused(problems)
    return tuple(answers.values())


def _strangers(book: Codebook, raw: Mapping[str, object]) -> Iterable[Problem]:
    """What was sent for questions that the book does not ask."""
    keys = {question.key for question in book.questions}
    keys |= {question.key + PRIMARY for question in book.questions if question.primary}
    for key in raw:
        if key not in keys:
            message = f'The codebook has no question "{shortened(str(key))}".'
            remedy = "Load the page again; the codebook may have changed."
            yield Problem(message, column=shortened(str(key)), remedy=remedy)


def _is_open(question: Question, answers: Mapping[str, Answer]) -> bool:
    """Whether it is known if the question is asked; not so if the one it hangs on was refused."""
    return question.shown_if is None or question.shown_if.question in answers


def _is_shown(question: Question, answers: Mapping[str, Answer]) -> bool:
    condition = question.shown_if
    if condition is None:
        return True
    earlier = answers[condition.question]
    if condition.codes is None:
        return earlier.state == "given"
    return not set(condition.codes).isdisjoint(earlier.codes)


def _answer(question: Question, raw: Mapping[str, object], answers: Mapping[str, Answer]) -> Answer:
    kind = kind_of(question)
    values = given_values(raw.get(question.key))
    primary = given_values(raw.get(question.key + PRIMARY))
    if not _is_shown(question, answers):
        if values or primary:
            message = f'"{question.key}" is not asked after this answer to an earlier question.'
            raise refusal(question, message, "Leave it empty.")
        return Answer(question.key, "not_applicable")
    if not values or (NONE in values and kind.knows_none):
        return _none(question, values, primary)
    if len(values) > 1 and not kind.takes_several:
        message = f'"{question.key}" takes one answer; {len(values)} were given.'
        raise refusal(question, message, "Choose one of them.")
    return kind.answer(question, values, primary)


def _none(question: Question, values: list[object], primary: list[object]) -> Answer:
    """The explicit answer that no code applies, or an optional question left empty."""
    offer = "Choose one, or say that none applies." if question.none else "Answer it."
    if len(values) > 1 or (values and primary):
        message = f'"{question.key}" has codes together with the answer that none applies.'
        raise refusal(question, message, "Take back one of the two.")
    if primary or (question.required and not values):
        raise refusal(question, f'"{question.key}" is not answered yet.', offer)
    if question.required and not question.none:
        message = f'"{question.key}" does not offer the answer that none applies.'
        raise refusal(question, message, offer)
    return Answer(question.key, "none")
