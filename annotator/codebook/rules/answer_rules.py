"""The rules of a valid answer: what a form or a program sent, checked against the codebook.

Raw answers are a plain mapping from question keys to what was said: a code's key or a list of
them, a number, a text, or ``"none"`` for "seen, and no code applies". Which of several codes weighs
most is sent beside them, as ``frames.primary``.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Literal

from annotator.codebook.kinds.raw_values import (
    codes_of,
    number_of,
    point_of,
    refusal,
    said,
    text_of,
)
from annotator.codebook.rules.names import shortened
from annotator.codebook.schema import NONE, Codebook, Question
from annotator.errors import Problem, Refused

PRIMARY = ".primary"
State = Literal["given", "none", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Answer:
    """A valid answer to one question; a point of a scale has both its code and its number."""

    question: str
    state: State
    codes: tuple[str, ...] = ()
    number: float | None = None
    text: str | None = None
    primary: str | None = None


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


def canonical(answers: Iterable[Answer]) -> str:
    """The answers as JSON that is the same for the same content, to be digested."""
    ordered = sorted(answers, key=lambda answer: answer.question)
    return json.dumps([asdict(each) for each in ordered], sort_keys=True, separators=(",", ":"))


def _strangers(book: Codebook, raw: Mapping[str, object]) -> Iterable[Problem]:
    """What was sent for questions that the book does not ask."""
    asked = {question.key for question in book.questions}
    asked |= {question.key + PRIMARY for question in book.questions if question.primary}
    for key in raw:
        if key not in asked:
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
    values, primary = said(raw.get(question.key)), said(raw.get(question.key + PRIMARY))
    if not _is_shown(question, answers):
        if values or primary:
            message = f'"{question.key}" is not asked after this answer to an earlier question.'
            raise refusal(question, message, "Leave it empty.")
        return Answer(question.key, "not_applicable")
    if not values or (NONE in values and question.kind != "text"):
        return _none(question, values, primary)
    if len(values) > 1 and question.kind != "many":
        message = f'"{question.key}" takes one answer; {len(values)} were given.'
        raise refusal(question, message, "Choose one of them.")
    return _given(question, values, primary)


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


def _given(question: Question, values: list[object], primary: list[object]) -> Answer:
    if question.kind == "number":
        return Answer(question.key, "given", number=number_of(question, values[0]))
    if question.kind == "text":
        return Answer(question.key, "given", text=text_of(question, values[0]))
    if question.kind == "scale":
        point = point_of(question, values[0])
        return Answer(question.key, "given", codes=(point.key,), number=point.value)
    codes = codes_of(question, values)
    weightiest = _primary(question, codes, primary) if question.primary else None
    return Answer(question.key, "given", codes=codes, primary=weightiest)


def _primary(question: Question, codes: tuple[str, ...], primary: list[object]) -> str:
    """The code that weighs most: the only one, or the one named among several."""
    if not primary and len(codes) == 1:
        return codes[0]
    chosen = codes_of(question, primary)
    if len(chosen) != 1 or chosen[0] not in codes:
        message = f'"{question.key}" needs one of the chosen codes as the one that weighs most.'
        raise refusal(question, message, f"Choose one of {', '.join(codes)}.")
    return chosen[0]
