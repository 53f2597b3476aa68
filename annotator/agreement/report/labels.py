"""What the values of a variable are called where people read them. Pure."""

from collections.abc import Mapping

from annotator.codebook.schema import NONE, NONE_LABEL, Codebook, Question
from annotator.codebook.values import Variable, number
from annotator.reliability.results.confusions import BETWEEN

#: Of one code of a ``many`` question coders say only this.
_GIVEN = {"1": "given", "0": "not given"}


def labels(book: Codebook, variable: Variable) -> dict[str, str]:
    """The name of each value, as far as it has one."""
    if variable.code:
        return dict(_GIVEN)
    asked = question(book, variable.question)
    if variable.kind == "scale":
        return {number(code.value or 0.0): f"{number(code.value or 0.0)} {code.label}".strip()
                for code in asked.codes}  # fmt: skip
    return code_labels(asked)


def code_labels(asked: Question) -> dict[str, str]:
    """The label of each code of a question."""
    return {code.key: code.label for code in asked.codes}


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
