"""Answers in the words of their codebook, and the answers that there are to choose from."""

from collections.abc import Iterator

from annotator.codebook.answers import Answer, Answers
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.schema import Codebook, Question


def answers_in_words(book: Codebook, answers: Answers) -> Iterator[tuple[str, str]]:
    """The answers by the labels of their questions, in the order of the book.

    A question that was left empty or was not asked is left out.
    """
    for question in book.questions:
        words = answer_in_words(question, answers.get(question.key))
        if words:
            yield question.label, words


def answer_in_words(question: Question, answer: Answer | None) -> str:
    """One answer; nothing where the question was left empty or was not asked."""
    if answer is None or (answer.state == "none" and not question.none):
        return ""
    return ", ".join(kind_of(question).in_words(question, answer))


def choices(book: Codebook) -> list[tuple[str, list[tuple[str, str]]]]:
    """The codes to choose from: each question's label with the keys and labels of its codes."""
    return [
        (question.label, [(f"{question.key}.{key}", label) for key, label in labels.items()])
        for question in book.questions
        if (labels := kind_of(question).labels(question))
    ]
