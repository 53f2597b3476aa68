"""Which key gives which answer on the desk.

Commands own their keys. A code takes the hotkey that the codebook gives it. The others take,
in the order of questions and codes, the first of ``1``-``9``, ``0`` and the letters that no command
owns which is still free in the whole book; when those have run out, the first that is free in the
question, which then acts on the question in focus; and no hotkey when there is none left.
"""

from collections.abc import Iterator
from dataclasses import replace

from annotator.codebook.schema import Codebook, Question
from annotator.errors import Problem

COMMANDS = {
    "n": "none",
    "s": "skip",
    "u": "undo",
    "f": "flag",
    "m": "mark words",
    "c": "context",
    ".": "note",
    "?": "codebook",
    "Enter": "save and next",
    "Backspace": "previous",
}
FREE = tuple(key for key in "1234567890abcdefghijklmnopqrstuvwxyz" if key not in COMMANDS)
_REMEDY = f"Take one of {' '.join(FREE)}, or leave it out to have one chosen."


def hotkey_problem(hotkey: str, path: str) -> Problem | None:
    """What is wrong with a hotkey; an empty one is left to the rule."""
    if not hotkey or _is_usable(hotkey):
        return None
    command = {name.lower(): act for name, act in COMMANDS.items()}.get(hotkey.lower())
    if command:
        message = f'The hotkey "{hotkey}" belongs to the command "{command}".'
    elif len(hotkey) > 1:
        message = f'The hotkey "{hotkey[:20]}" is not a single character.'
    else:
        message = f'The hotkey "{hotkey}" is neither a lower-case letter nor a digit.'
    return Problem(message, column=path, remedy=_REMEDY)


def with_hotkeys(book: Codebook) -> Codebook:
    """The same book in which every code has its hotkey, as far as there are keys."""
    taken = {code.hotkey for question in book.questions for code in question.codes if code.hotkey}
    questions = []
    for question in book.questions:
        keyed = _assigned(question, taken)
        taken.update(code.hotkey for code in keyed.codes)
        questions.append(keyed)
    return replace(book, questions=tuple(questions))


def _assigned(question: Question, taken: set[str]) -> Question:
    own = {code.hotkey for code in question.codes}
    left = _in_order(taken, own)
    codes = (
        code if code.hotkey else replace(code, hotkey=next(left, "")) for code in question.codes
    )
    return replace(question, codes=tuple(codes))


def _in_order(taken: set[str], own: set[str]) -> Iterator[str]:
    """The keys to give out: those free in the book, then those free in the question."""
    yield from [key for key in FREE if key not in taken]
    yield from [key for key in FREE if key in taken and key not in own]


def _is_usable(hotkey: str) -> bool:
    """One letter or digit of any script, in lower case, that no command owns."""
    one = len(hotkey) == 1 and hotkey.isalnum()
    return one and hotkey == hotkey.lower() and hotkey not in COMMANDS
