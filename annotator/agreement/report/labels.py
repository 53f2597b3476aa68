"""What the values of a variable are called where people read them."""

from collections.abc import Mapping

from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.schema import NONE, NONE_LABEL, Codebook, Question
from annotator.reliability.results.confusions import BETWEEN


def labels(book: Codebook, variable: Variable) -> dict[str, str]:
    """The name of each value, as far as it has one."""
    return kind_of(variable).value_labels(question(book, variable.question), variable)


def code_labels(question: Question) -> dict[str, str]:
    """The label of each code of a question."""
    return {code.key: code.label for code in question.codes}


def question(book: Codebook, key: str) -> Question:
    """The question of a book with this key.

    :raises StopIteration: if there is none.
    """
    return next(each for each in book.questions if each.key == key)


def set_label(value: str, names: Mapping[str, str]) -> str:
    """A set of codes, as confusions write it, by the labels of its codes in their order."""
    if value == NONE:
        return NONE_LABEL
    held = value.split(BETWEEN)
    known = [names[code] for code in names if code in held]
    return ", ".join([*known, *(code for code in held if code not in names)])
