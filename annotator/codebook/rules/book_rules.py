"""What makes a codebook fit for coding, wherever it came from: a file, a form or a program.

A problem is placed by its key path, in which list items count from 1: ``questions[2].label``.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from annotator.codebook.rules.names import (
    character_problem,
    key_problem,
    label_problem,
    language_problem,
)
from annotator.codebook.rules.question_rules import question_problems
from annotator.codebook.schema import Codebook
from annotator.errors import Problem

MOST_QUESTIONS = 50


def problems(book: Codebook) -> list[Problem]:
    """Everything that makes a codebook unfit for coding, in no promised order."""
    found = [*_of_the_book(book), *_of_characters(book, "")]
    for number, question in enumerate(book.questions[:MOST_QUESTIONS], 1):
        found.extend(question_problems(question, book.questions[: number - 1], number))
    return found


def _of_the_book(book: Codebook) -> Iterator[Problem]:
    names = (
        key_problem(book.key, "key", "The codebook"),
        label_problem(book.title, "title", "The codebook"),
        language_problem(book.language),
    )
    yield from (problem for problem in names if problem)
    if not book.questions:
        message = "The codebook asks nothing."
        remedy = 'Add "questions:" with a list of at least one question.'
        yield Problem(message, column="questions", remedy=remedy)
    if len(book.questions) > MOST_QUESTIONS:
        message = f"{len(book.questions)} questions are more than the {MOST_QUESTIONS} allowed."
        yield Problem(message, column="questions", remedy="Split the codebook into two rounds.")


def _of_characters(value: object, path: str) -> Iterator[Problem]:
    """Every text in the book, however deep, is free of characters that nobody can see."""
    if isinstance(value, str):
        problem = character_problem(value, path)
        yield from (problem,) if problem else ()
    elif isinstance(value, tuple):
        for number, item in enumerate(value, 1):
            yield from _of_characters(item, f"{path}[{number}]")
    elif is_dataclass(value):
        for field in fields(value):
            below = f"{path}.{field.name}" if path else field.name
            yield from _of_characters(getattr(value, field.name), below)
