"""Known answers: what is right for a sentence, and why. Pure.

They may leave questions open: only those with a known answer are compared.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from annotator.codebook.kinds.raw_values import said
from annotator.codebook.rules.answer_rules import PRIMARY, Answer, check
from annotator.codebook.rules.names import character_problem
from annotator.codebook.schema import CODED, NONE, Codebook
from annotator.errors import Problem, Refused

LONGEST_REASON = 2_000


@dataclass(frozen=True, slots=True)
class Known:
    """The right answers to one sentence by question, and the reason of each, if one is given."""

    answers: Mapping[str, Answer]
    reasons: Mapping[str, str]

    @property
    def kept(self) -> dict[str, Any]:
        """The answers and reasons as a round keeps them."""
        answers = {key: asdict(answer) for key, answer in self.answers.items()}
        return {"answers": answers, "reasons": dict(self.reasons)}

    @property
    def raw(self) -> dict[str, object]:
        """The answers in the form in which a desk sends them."""
        sent: dict[str, object] = {}
        for key, answer in self.answers.items():
            sent[key] = _as_sent(answer)
            if answer.primary is not None and len(answer.codes) > 1:
                sent[key + PRIMARY] = [answer.primary]
        return sent


def _as_sent(answer: Answer) -> list[str]:
    if answer.state != "given":
        return [NONE]
    if answer.codes:
        return list(answer.codes)
    return [f"{answer.number:.15g}" if answer.number is not None else answer.text or ""]


def known(book: Codebook, raw: Mapping[str, object], reasons: Mapping[str, str]) -> Known:
    """Check the known answers to a sentence; what is empty is not known.

    :raises Refused: with every problem at its question, or if nothing is known.
    """
    given = {key: value for key, value in raw.items() if said(value)}
    if not given:
        remedy = "Answer at least one question, or take the sentence off the list."
        raise Refused(Problem("No question has a known answer.", remedy=remedy))
    answers = {each.question: each for each in check(_of_known(book, given), given)}
    why = {key: text.strip() for key, text in reasons.items() if key in answers and text.strip()}
    problems = [problem for key, text in why.items() for problem in _reason_problems(key, text)]
    if problems:
        raise Refused(problems)
    return Known(answers, why)


def _of_known(book: Codebook, given: Mapping[str, object]) -> Codebook:
    """The book without the questions that stay open, and without conditions on them."""
    asked = [question for question in book.questions if question.key in given]
    keys = {question.key for question in asked}
    return replace(
        book,
        questions=tuple(
            question
            if question.shown_if is None or question.shown_if.question in keys
            else replace(question, shown_if=None)
            for question in asked
        ),
    )


def _reason_problems(question: str, text: str) -> list[Problem]:
    unseen = character_problem(text, question)
    problems = [unseen] if unseen else []
    if len(text) > LONGEST_REASON:
        message = f"The reason has {len(text):,} characters; at most {LONGEST_REASON:,} are kept."
        problems.append(Problem(message, column=question, remedy="Shorten it."))
    return problems


def known_of(kept: Mapping[str, Any]) -> Known:
    """Known answers as a round kept them."""
    return Known(
        {key: answer_of(each) for key, each in kept["answers"].items()}, dict(kept["reasons"])
    )


def answer_of(kept: Mapping[str, Any]) -> Answer:
    """One known answer as it was kept."""
    return Answer(**{**kept, "codes": tuple(kept["codes"])})


def compared(book: Codebook) -> tuple[str, ...]:
    """The keys of the questions whose answers can be compared: all but texts."""
    return tuple(q.key for q in book.questions if q.kind in (*CODED, "number"))
