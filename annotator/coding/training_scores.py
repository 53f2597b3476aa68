"""A coder's answers beside the known ones: who agreed with how many, code by code. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from annotator.codebook.answers import Answers
from annotator.codebook.kinds.kind import Score
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.schema import Codebook
from annotator.codebook.values import values
from annotator.rounds.controls.known_answers import KnownAnswers


@dataclass(slots=True)
class CodeScore:
    """How often known answers were agreed with, for one code (or a question without codes).

    ``n`` is how many known answers there are, ``missed`` and ``extra`` are what ``Score``
    calls so.
    """

    question: str
    code: str
    question_label: str
    label: str
    n: int = 0
    agreed: int = 0
    missed: int = 0
    extra: int = 0

    @property
    def share(self) -> float | None:
        """The share of the known answers that was agreed with; none without any."""
        return self.agreed / self.n if self.n else None

    def add(self, score: Score) -> None:
        self.n += score.known
        self.agreed += score.agreed
        self.missed += score.missed
        self.extra += score.extra


def code_scores(book: Codebook, pairs: Iterable[tuple[Answers, Answers]]) -> list[CodeScore]:
    """The score of each code with a known answer, in the order of the book.

    A pair has the known answers to a sentence and a coder's own, which are empty if the
    sentence was skipped.
    """
    questions = {question.key: question for question in book.questions}
    found = {
        (question.key, code): CodeScore(question.key, code, question.label, label)
        for question in book.questions
        for code, label in kind_of(question).scored(question)
    }
    for known, own in pairs:
        for key, answer in known.items():
            question = questions[key]
            for score in kind_of(question).scores(question, answer, own.get(key)):
                found[key, score.code].add(score)
    return [score for score in found.values() if score.n]


def passed(scores: Iterable[CodeScore], mark: float) -> bool:
    """Whether every code with known answers reaches the pass mark."""
    return all(score.share is not None and score.share >= mark for score in scores)


class Compared(NamedTuple):
    """A known answer to a variable beside a coder's own, as ``checks.csv`` has it.

    ``agrees`` is 1 or 0, and None where the variable is not measured.
    """

    question: str
    code: str
    known: str
    own: str
    agrees: int | None
    reason: str


def compared(
    variables: Sequence[Variable], known: KnownAnswers, own: Answers
) -> Iterator[Compared]:
    """Each variable with a known answer beside what a coder said."""
    right = values(known.answers.values(), variables)
    given = values(own.values(), variables) if own else None
    for at, variable in enumerate(variables):
        if variable.question in known.answers:
            own_value = given[at].value if given else ""
            same = (
                int(right[at].value == own_value and given is not None) if variable.level else None
            )
            reason = known.reasons.get(variable.question, "")
            yield Compared(
                variable.question, variable.code, right[at].value, own_value, same, reason
            )
