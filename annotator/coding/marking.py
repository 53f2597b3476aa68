"""The words that a coder ties to a code: spans of a sentence, checked and put in order. Pure.

Offsets count code points of the sentence from 0; ``end`` is behind the last one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import regex

from annotator.codebook.answers import Answer
from annotator.codebook.schema import Codebook, Question
from annotator.errors import Problem, Refused

#: A sentence has far fewer words; more marks than this are a mistake of a program.
MOST_MARKS = 200

_WORD = regex.compile(r"(?w)\b\w.*?\b")


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """A span of the sentence for one code of one question."""

    question: str
    code: str
    start: int
    end: int


def words(sentence: str) -> list[tuple[int, int]]:
    """The words of a sentence by Unicode word boundaries, as spans."""
    return [match.span() for match in _WORD.finditer(sentence)]


def checked_marks(
    sent: Sequence[Mark], book: Codebook, answers: Sequence[Answer], length: int
) -> tuple[Mark, ...]:
    """The marks in order, those of one code that touch or overlap made one.

    :raises Refused: if a mark is outside the sentence (``length`` code points), at a code
        that was not given, in a question without marks, or missing where one is required.
    """
    questions = {question.key: question for question in book.questions}
    given = {answer.question: answer.codes for answer in answers}
    problems = [*_problems(sent, questions, given, length), *_missing(sent, questions, given)]
    if problems:
        raise Refused(problems)
    return tuple(_joined(sorted(set(sent))))


def _problems(
    sent: Sequence[Mark],
    questions: Mapping[str, Question],
    given: Mapping[str, tuple[str, ...]],
    length: int,
) -> Iterator[Problem]:
    if len(sent) > MOST_MARKS:
        yield Problem(f"There are {len(sent)} marks; {MOST_MARKS} are possible.", column="marks")
    for mark in sent[:MOST_MARKS]:
        question = questions.get(mark.question)
        if question is None or question.marks == "off":
            yield Problem(
                f'"{mark.question}" takes no marks.',
                column="marks",
                remedy="Load the page again; the codebook may have changed.",
            )
        elif mark.code not in given.get(mark.question, ()):
            yield Problem(
                f'Words are marked for "{mark.code}", which is not chosen.',
                column=mark.question,
                remedy="Choose the code, or take the marks back.",
            )
        elif not 0 <= mark.start < mark.end <= length:
            yield Problem(
                f"The mark {mark.start} to {mark.end} is outside the sentence of {length} "
                "characters.",
                column=mark.question,
                remedy="Mark the words again.",
            )


def _missing(
    sent: Sequence[Mark], questions: Mapping[str, Question], given: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    marked = {(mark.question, mark.code) for mark in sent}
    for key, codes in given.items():
        if questions[key].marks == "required":
            for code in codes:
                if (key, code) not in marked:
                    yield Problem(
                        f'No words are marked for "{code}".',
                        column=key,
                        remedy="Mark the words that carry it.",
                    )


def _joined(marks: Sequence[Mark]) -> Iterator[Mark]:
    held: Mark | None = None
    for mark in marks:
        if (
            held
            and (held.question, held.code) == (mark.question, mark.code)
            and (mark.start <= held.end)
        ):
            held = Mark(held.question, held.code, held.start, max(held.end, mark.end))
            continue
        if held:
            yield held
        held = mark
    if held:
        yield held
