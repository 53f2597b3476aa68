"""The variables of a codebook, and what a coding says about each.

A *variable* is one column of judgements: a question, or one code of a question that is
measured code by code. Its value in a coding is a text that a CSV cell can hold.
"""

from collections.abc import Iterable, Mapping, Sequence

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.schema import Codebook

_NOT_ASKED = Value("", "not_applicable")


def variables(book: Codebook) -> tuple[Variable, ...]:
    """The variables of a codebook, in its order."""
    return tuple(
        variable
        for question in book.questions
        for variable in kind_of(question).variables(question)
    )


def values(answers: Iterable[Answer], variables: Sequence[Variable]) -> list[Value]:
    """The value of each variable in one coding, in the order of the variables."""
    by_question = {answer.question: answer for answer in answers}
    return [_value(by_question, variable) for variable in variables]


def _value(answers: Mapping[str, Answer], variable: Variable) -> Value:
    answer = answers.get(variable.question)
    return _NOT_ASKED if answer is None else kind_of(variable).value(variable, answer)
