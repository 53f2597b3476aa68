"""An answer to one question, and its other forms: as a page sends it, as rows, as JSON."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast

from annotator.codebook.kinds.raw_values import number_cell
from annotator.codebook.schema import NONE, Codebook

#: Which of several codes weighs most is sent beside the codes, as ``frames.primary``.
PRIMARY = ".primary"
State = Literal["given", "none", "not_applicable"]


class AnswerRow(NamedTuple):
    """A row as it is stored, with the keys of its question and code (empty if it has none)."""

    question: str
    state: str
    code: str = ""
    number: float | None = None
    text: str | None = None
    primary: bool = False


class Answer(NamedTuple):
    """A valid answer to one question; a point of a scale has both its code and its number."""

    question: str
    state: State
    codes: tuple[str, ...] = ()
    number: float | None = None
    text: str | None = None
    primary: str | None = None

    @property
    def rows(self) -> tuple[AnswerRow, ...]:
        """The rows that keep it: one for each code, or only one."""
        return tuple(
            AnswerRow(
                self.question,
                self.state,
                code,
                self.number,
                self.text,
                bool(code) and code == self.primary,
            )
            for code in self.codes or ("",)
        )

    @classmethod
    def from_rows(cls, rows: Sequence[AnswerRow]) -> "Answer":
        """The answer that these rows keep; there is one at least."""
        first = rows[0]
        return cls(
            first.question,
            cast(State, first.state),
            tuple(row.code for row in rows if row.code),
            first.number,
            first.text,
            next((row.code for row in rows if row.primary), None),
        )

    @property
    def raw(self) -> list[str]:
        """The values that a form has for it; ``none`` also where a question was left empty."""
        if self.state != "given":
            return [NONE] if self.state == "none" else []
        if self.codes:
            return list(self.codes)
        return [number_cell(self.number) if self.number is not None else self.text or ""]

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Answer":
        """An answer as ``_asdict()`` gives it, after a way through JSON."""
        return cls(**{**kept, "codes": tuple(kept["codes"])})


#: The answers of one coding, by question.
Answers = Mapping[str, Answer]


def answers_from_rows(rows: Iterable[AnswerRow]) -> Answers:
    """The answers that the rows of a coding keep."""
    grouped: dict[str, list[AnswerRow]] = {}
    for row in rows:
        grouped.setdefault(row.question, []).append(row)
    return {question: Answer.from_rows(group) for question, group in grouped.items()}


def raw_answers(book: Codebook, answers: Answers) -> dict[str, list[str]]:
    """What the form of a page holds; nothing for what was left empty or is not asked."""
    raw: dict[str, list[str]] = {}
    for question in book.questions:
        answer = answers.get(question.key)
        if answer is None or (answer.state != "given" and not question.none):
            continue
        if answer.raw:
            raw[question.key] = answer.raw
        if answer.primary is not None:
            raw[question.key + PRIMARY] = [answer.primary]
    return raw


def canonical(answers: Iterable[Answer]) -> str:
    """The answers as JSON that is the same for the same content, to be digested."""
    ordered = sorted(answers, key=lambda answer: answer.question)
    as_objects = [answer._asdict() for answer in ordered]
    return json.dumps(as_objects, sort_keys=True, separators=(",", ":"))
