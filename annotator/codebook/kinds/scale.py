"""Questions that are answered with one point of a scale, each of which has a number."""

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.coded import Coded
from annotator.codebook.kinds.raw_values import (
    decimal_text,
    number_cell,
    number_in,
    number_text,
    quoted,
    refusal,
)
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.schema import Code, Question
from annotator.codebook.yaml_file.codes import RANGE, listed_codes
from annotator.codebook.yaml_file.fields import Fields
from annotator.errors import Problem

MOST_POINTS = 100


class Scale(Coded):
    name = "scale"
    meaning = "a point of a scale"
    levels = ("ordinal", "interval")
    form_part = "codebook/kinds/_scale.html"
    codes_part = "codebook/_points.html"
    has_colours = False
    is_numeric = True

    def codes(self, fields: Fields) -> tuple[Code, ...]:
        """The points by their ends, or listed; one between the ends needs no label."""
        if "codes" in fields or not any(word in fields for word in RANGE):
            return listed_codes(fields, are_points=True)
        return _points_of_range(fields)

    def code_problems(
        self, code: Code, earlier: Sequence[Code], path: str, name: str
    ) -> Iterator[Problem]:
        """A point may do with its label instead of a definition; its number must rise."""
        where = f"{path}.value"
        if code.value is None or not math.isfinite(code.value):
            message = f"{name} is a point of a scale and has no number."
            yield Problem(message, column=where, remedy='Add "value:" with its number.')
            return
        before = earlier[-1].value if earlier else None
        if before is not None and code.value <= before:
            message = f"The value {code.value:g} does not rise above {before:g}, the one before it."
            yield Problem(message, column=where, remedy="Order the points from low to high.")

    def instruction(self, question: Question) -> str:
        return "Choose one point of the scale."

    def answer(
        self, question: Question, values: Sequence[object], primary: Sequence[object]
    ) -> Answer:
        point = _chosen_point(question, values[0])
        return Answer(question.key, "given", codes=(point.key,), number=point.value)

    def variables(self, question: Question) -> Iterator[Variable]:
        numbers = tuple(_number(code) for code in question.codes)
        yield Variable(question.key, "", self.name, question.level, numbers, question.label)

    def cell(self, answer: Answer) -> str:
        return number_cell(answer.number or 0.0)

    def value_labels(self, question: Question, variable: Variable) -> dict[str, str]:
        return {_number(code): f"{_number(code)} {code.label}".strip() for code in question.codes}


def _number(code: Code) -> str:
    return number_cell(code.value or 0.0)


def _chosen_point(question: Question, value: object) -> Code:
    """The point that is named by its key or by its number.

    :raises Refused: if it is not one of the points.
    """
    number = number_in(value)
    for code in question.codes:
        if value == code.key or (number is not None and number == code.value):
            return code
    numbers = ", ".join(number_text(code.value or 0) for code in question.codes)
    message = f'The scale "{question.key}" has no point "{quoted(value)}".'
    raise refusal(question, message, f"Its points are {numbers}.")


def _points_of_range(fields: Fields) -> tuple[Code, ...]:
    """The points of a scale that is given by its ends."""
    for key in ("low", "high", "low_label", "high_label"):
        if not fields.text(key):
            fields.note(key, f'The scale has no "{key}".', "Give both ends a number and a label.")
    low, high, step = fields.number("low"), fields.number("high"), fields.number("step")
    if low is None or high is None:
        return _ANY_POINTS
    labels = fields.line("low_label"), fields.line("high_label")
    try:
        return points(low, high, 1 if step is None else step, *labels)
    except ValueError as error:
        fields.note("high", str(error), "Choose ends and a step that fit.")
        return _ANY_POINTS


def points(
    low: float, high: float, step: float = 1, low_label: str = "", high_label: str = ""
) -> tuple[Code, ...]:
    """The points from low to high; only the ends are labelled in words.

    A point's key is made of its number, ``p`` before it for plus and ``m`` for minus:
    ``p2``, ``m0_5``.

    :raises ValueError: in a whole sentence, if there are no such points.
    """
    # Decimals, because ten steps of the float 0.1 do not lead from 0 to 1.
    first, last, stride = (Decimal(repr(float(number) + 0.0)) for number in (low, high, step))
    if stride <= 0 or last <= first:
        raise ValueError(f"Steps of {step:g} do not lead up from {low:g} to {high:g}.")
    if last - first > stride * (MOST_POINTS - 1):
        raise ValueError(f"From {low:g} to {high:g} there are more than {MOST_POINTS} points.")
    if (last - first) % stride:
        raise ValueError(f"Steps of {step:g} do not lead from {low:g} to exactly {high:g}.")
    values = [first + stride * index for index in range(int((last - first) / stride) + 1)]
    labels = [decimal_text(value) for value in values]
    labels[0], labels[-1] = low_label or labels[0], high_label or labels[-1]
    return tuple(
        Code(key=_key(value), label=label, value=float(value))
        for value, label in zip(values, labels, strict=True)
    )


def _key(value: Decimal) -> str:
    sign = "m" if value < 0 else "p"
    return sign + decimal_text(abs(value)).replace(".", "_")


#: Stands for points that cannot be made, so that the book is refused for that reason alone.
_ANY_POINTS = points(0, 1)
