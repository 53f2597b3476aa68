"""What makes the codes of a question fit for coding."""

from collections.abc import Iterator

from annotator.codebook.hotkeys import hotkey_problem
from annotator.codebook.kinds.kind import Kind
from annotator.codebook.rules.names import key_problem, label_problem, shortened
from annotator.codebook.schema import NONE, Code, Question
from annotator.errors import Problem


def code_problems(question: Question, kind: Kind, path: str) -> Iterator[Problem]:
    """Everything wrong with the codes of a coded question; ``path`` is that of its codes."""
    for number, code in enumerate(question.codes, 1):
        where, earlier = f"{path}[{number}]", question.codes[: number - 1]
        name = f'The code "{shortened(code.key)}"' if code.key else f"Code {number}"
        yield from _of_names(code, earlier, where, name)
        yield from _of_the_hotkey(code, earlier, where)
        yield from _of_the_rules(code, where, name)
        yield from kind.code_problems(code, earlier, where, name)


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


def _of_the_rules(code: Code, path: str, name: str) -> Iterator[Problem]:
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
