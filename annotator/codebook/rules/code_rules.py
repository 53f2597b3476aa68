"""What makes the codes of a question fit for coding."""

import math
from collections.abc import Iterator

from annotator.codebook.hotkeys import hotkey_problem
from annotator.codebook.rules.names import key_problem, label_problem, shortened
from annotator.codebook.schema import NONE, Code, Question
from annotator.errors import Problem


def code_problems(question: Question, path: str) -> Iterator[Problem]:
    """Everything wrong with the codes of a coded question; ``path`` is that of its codes."""
    for number, code in enumerate(question.codes, 1):
        where, earlier = f"{path}[{number}]", question.codes[: number - 1]
        name = f'The code "{shortened(code.key)}"' if code.key else f"Code {number}"
        yield from _of_names(code, earlier, where, name)
        yield from _of_the_hotkey(code, earlier, where)
        yield from _of_the_meaning(code, question.kind == "scale", where, name)
        yield from _of_the_value(code, earlier, question.kind == "scale", where, name)


def _of_names(code: Code, earlier: tuple[Code, ...], path: str, name: str) -> Iterator[Problem]:
    key = key_problem(code.key, f"{path}.key", name)
    label = label_problem(code.label, f"{path}.label", name)
    yield from (problem for problem in (key, label) if problem)
    if not key and code.key in {other.key for other in earlier}:
        message = f'Another code of this question has the key "{code.key}" already.'
        yield Problem(message, column=f"{path}.key", remedy="Give one of them another key.")
    if code.key == NONE:
        message = f'The key "{NONE}" is kept for the answer that no code applies.'
        remedy = 'Choose another key, or take the code out; "many" questions offer none themselves.'
        yield Problem(message, column=f"{path}.key", remedy=remedy)
    if not label and code.label.casefold() in {other.label.casefold() for other in earlier}:
        message = f'Another code of this question has the label "{code.label}" already.'
        remedy = "Give one of them another label, so that coders can tell them apart."
        yield Problem(message, column=f"{path}.label", remedy=remedy)


def _of_the_hotkey(code: Code, earlier: tuple[Code, ...], path: str) -> Iterator[Problem]:
    where = f"{path}.hotkey"
    problem = hotkey_problem(code.hotkey, where)
    if problem:
        yield problem
        return
    for other in earlier:
        if code.hotkey and other.hotkey == code.hotkey:
            message = f'The hotkey "{code.hotkey}" is that of "{shortened(other.key)}" already.'
            remedy = "Give one of them another hotkey, or leave it out to have one chosen."
            yield Problem(message, column=where, remedy=remedy)
            return


def _of_the_meaning(code: Code, is_point: bool, path: str, name: str) -> Iterator[Problem]:
    """A definition is what coders agree by; only a point of a scale may do with its label."""
    if not code.definition and not is_point:
        message = f"{name} has no definition."
        remedy = 'Add "definition:" that says exactly what the code means.'
        yield Problem(message, column=f"{path}.definition", remedy=remedy)
    for word in ("use_when", "not_when"):
        for number, rule in enumerate(getattr(code, word), 1):
            if not rule:
                message = f"{name} has an empty line under {word}."
                remedy = "Write the rule, or take the line out."
                yield Problem(message, column=f"{path}.{word}[{number}]", remedy=remedy)
    for number, example in enumerate(code.examples, 1):
        if not (example.coded or example.not_coded):
            message = f"{name} has an example with no sentence in it."
            remedy = 'Add "coded:" or "not_coded:" with a sentence, or take the example out.'
            yield Problem(message, column=f"{path}.examples[{number}]", remedy=remedy)


def _of_the_value(
    code: Code, earlier: tuple[Code, ...], is_point: bool, path: str, name: str
) -> Iterator[Problem]:
    where = f"{path}.value"
    if not is_point:
        if code.value is not None:
            message = f"{name} has a value, but its question is not a scale."
            remedy = 'Take "value" out, or write "kind: scale".'
            yield Problem(message, column=where, remedy=remedy)
        return
    if code.value is None or not math.isfinite(code.value):
        message = f"{name} is a point of a scale and has no number."
        yield Problem(message, column=where, remedy='Add "value:" with its number.')
        return
    before = earlier[-1].value if earlier else None
    if before is not None and code.value <= before:
        message = f"The value {code.value:g} does not rise above {before:g}, the one before it."
        yield Problem(message, column=where, remedy="Order the points from low to high.")
