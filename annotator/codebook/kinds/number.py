"""Questions that are answered with a number, which may have to lie in a range."""

import math
from collections.abc import Iterator, Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.kind import Kind
from annotator.codebook.kinds.raw_values import number_cell, number_in, number_text, quoted, refusal
from annotator.codebook.schema import Question
from annotator.errors import Problem


class Number(Kind):
    name = "number"
    meaning = "a free answer"
    levels = ("interval", "ratio", "ordinal")
    form_part = "codebook/kinds/_number.html"
    own_settings = ("minimum", "maximum")
    is_numeric = True

    def problems(self, question: Question, path: str, name: str) -> Iterator[Problem]:
        yield from super().problems(question, path, name)
        low, high = question.minimum, question.maximum
        if question.level == "ratio" and (low is None or low < 0):
            message = f"{name} has the level ratio, which needs a true zero."
            remedy = 'Add "minimum: 0", or write "level: interval".'
            yield Problem(message, column=f"{path}.level", remedy=remedy)
        for word, bound in (("minimum", low), ("maximum", high)):
            if bound is not None and not math.isfinite(bound):
                message = f"The {word} of {name} is not a finite number."
                remedy = "Leave it out if there is none."
                yield Problem(message, column=f"{path}.{word}", remedy=remedy)
        if low is not None and high is not None and low >= high:
            message = f"The minimum {low:g} is not below the maximum {high:g}."
            remedy = "Exchange them, or leave one out."
            yield Problem(message, column=f"{path}.minimum", remedy=remedy)

    def instruction(self, question: Question) -> str:
        low, high = question.minimum, question.maximum
        if low is not None and high is not None:
            return f"Write a number from {number_text(low)} to {number_text(high)}."
        if low is not None:
            return f"Write a number, {number_text(low)} or more."
        if high is not None:
            return f"Write a number, {number_text(high)} or less."
        return "Write a number."

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        number = number_in(values[0])
        if number is None:
            message = f'"{quoted(values[0])}" was found where a number was expected.'
            remedy = "Write digits, with a point before decimals: 2.5."
            raise refusal(question, message, remedy)
        _refuse_outside(question, number)
        return Answer(question.key, "given", number=number)

    def cell(self, answer: Answer) -> str:
        return number_cell(answer.number or 0.0)


def _refuse_outside(question: Question, number: float) -> None:
    """Refuse a number that is not in the range of its question."""
    low, high = question.minimum, question.maximum
    if low is not None and number < low:
        message = f"{number_text(number)} is below the lowest number, {number_text(low)}."
        raise refusal(question, message, "Check the number.")
    if high is not None and number > high:
        message = f"{number_text(number)} is above the highest number, {number_text(high)}."
        raise refusal(question, message, "Check the number.")
