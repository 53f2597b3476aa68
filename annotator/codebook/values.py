"""What a coding says about each thing that is measured or exported. Pure.

A *variable* is one column of judgements: a question, or one code of a ``many``
question. Its value in a coding is a text that a CSV cell can hold.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.codebook.schema import Codebook, Question


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of judgements. ``values`` are all its possible values, in order.

    ``code`` is empty unless the question is of kind ``many``. ``level`` is None, and
    ``values`` empty, where agreement is not measured (free text).
    """

    question: str
    code: str
    kind: str
    level: str | None
    values: tuple[str, ...]
    label: str

    @property
    def key(self) -> str:
        return f"{self.question}.{self.code}" if self.code else self.question


class Value(NamedTuple):
    """The value (empty unless there is one) and ``given``, ``none``, ``not_applicable``.

    ``primary`` is 1 or 0 where the code that weighs most was asked for, and else empty.
    """

    value: str
    status: str
    primary: str = ""


class Said(NamedTuple):
    """One stored answer, with the keys of its question and code."""

    question: str
    state: str
    code: str
    number: float | None
    text: str | None
    primary: bool = False


def variables(book: Codebook) -> tuple[Variable, ...]:
    """The variables of a codebook, in its order."""
    return tuple(each for question in book.questions for each in _of_question(question))


def _of_question(question: Question) -> Iterator[Variable]:
    if question.kind == "many":
        for code in question.codes:
            yield Variable(question.key, code.key, "many", "nominal", ("0", "1"), code.label)
        return
    if question.kind == "scale":
        values = tuple(number(code.value or 0.0) for code in question.codes)
    else:
        values = tuple(code.key for code in question.codes)
    yield Variable(question.key, "", question.kind, question.level, values, question.label)


def number(value: float) -> str:
    """A number as a cell holds it: ``3``, ``2.5``."""
    return f"{value:.15g}"


def values(said: Iterable[Said], of: Sequence[Variable]) -> list[Value]:
    """The value of each variable in one coding, in the order of the variables.

    In a ``many`` question a coder says of every code whether it applies: 1 or 0, also
    when none of them does.
    """
    answers: dict[str, list[Said]] = {}
    for answer in said:
        answers.setdefault(answer.question, []).append(answer)
    return [_value(answers, variable) for variable in of]


def _value(answers: Mapping[str, Sequence[Said]], variable: Variable) -> Value:
    given = answers.get(variable.question)
    if not given:
        return Value("", "not_applicable")
    state = given[0].state
    if variable.kind == "many" and state != "not_applicable":
        return _applied(given, variable.code, state)
    if state != "given":
        return Value("", state)
    first = given[0]
    if variable.kind == "one":
        return Value(first.code, state)
    return Value(
        first.text or "" if variable.kind == "text" else number(first.number or 0.0), state
    )


def _applied(given: Sequence[Said], code: str, state: str) -> Value:
    """Whether a code was given, and where it was asked for, whether it weighs most."""
    applies = any(each.code == code for each in given)
    weightiest = next((each.code for each in given if each.primary), None)
    return Value(
        str(int(applies)), state, "" if weightiest is None else str(int(code == weightiest))
    )
