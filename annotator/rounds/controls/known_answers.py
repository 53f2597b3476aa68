"""Known answers: what is right for a sentence, and why. Pure.

They may leave questions open: only those with a known answer are compared.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from annotator.codebook.answers import PRIMARY, Answer, Answers
from annotator.codebook.kinds.raw_values import given_values
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.rules.answer_rules import check
from annotator.codebook.rules.names import character_problem
from annotator.codebook.schema import Codebook
from annotator.errors import Problem, Refused

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class KnownAnswers:
    """The right answers to one sentence by question, and the reason of each, if one is given."""

    answers: Answers
    reasons: Mapping[str, str]

    @property
    def raw(self) -> dict[str, list[str]]:
        """The answers in the form in which a desk sends them."""
        sent = {key: answer.raw for key, answer in self.answers.items()}
        primary = {
            key + PRIMARY: [answer.primary]
            for key, answer in self.answers.items()
            if answer.primary is not None
        }
        return sent | primary


def checked_known_answers(
    book: Codebook, raw: Mapping[str, object], reasons: Mapping[str, str]
) -> KnownAnswers:
    """Check the known answers to a sentence; what is empty is not known.

    :raises Refused: with every problem at its question, or if nothing is known.
    """
    given = {key: value for key, value in raw.items() if given_values(value)}
    if not given:
        remedy = "Answer at least one question, or take the sentence off the list."
        raise Refused(Problem("No question has a known answer.", remedy=remedy))
    answers = {each.question: each for each in check(_of_known(book, given), given)}
    why = {key: text.strip() for key, text in reasons.items() if key in answers and text.strip()}
    problems = [problem for key, text in why.items() for problem in _reason_problems(key, text)]
    if problems:
        raise Refused(problems)
    return KnownAnswers(answers, why)


def _of_known(book: Codebook, given: Mapping[str, object]) -> Codebook:
    """The book without the questions that stay open, and without conditions on them."""
    questions = [question for question in book.questions if question.key in given]
    keys = {question.key for question in questions}
    return replace(
        book,
        questions=tuple(
            question
            if question.shown_if is None or question.shown_if.question in keys
            else replace(question, shown_if=None)
            for question in questions
        ),
    )


def _reason_problems(question: str, text: str) -> list[Problem]:
    unseen = character_problem(text, question)
    problems = [unseen] if unseen else []
    if len(text) > LONGEST_REASON:
        message = f"The reason has {len(text):,} characters; at most {LONGEST_REASON:,} are kept."
        problems.append(Problem(message, column=question, remedy="Shorten it."))
    return problems


def known_from_rows(rows: Iterable[tuple[str, Mapping[str, Any], str]]) -> KnownAnswers:
    """Known answers by their rows: each has a question, its answer and a reason."""
    kept = list(rows)
    return KnownAnswers(
        {question: Answer.from_json(answer) for question, answer, _ in kept},
        {question: reason for question, _, reason in kept},
    )


def compared(book: Codebook) -> tuple[str, ...]:
    """The keys of the questions whose answers can be compared with known ones."""
    return tuple(each.key for each in book.questions if kind_of(each).is_compared)
