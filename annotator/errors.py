"""The errors a person is told of: one small tree, with no word of the web in it.

``str(error)`` is always one or more whole sentences that may be shown as they are.
The web maps each class to a status and a page (``web/errors.py``); the command line
prints the sentence and exits with 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


class AnnotatorError(Exception):
    """Something that a person must be told in one clear message."""


class NotFound(AnnotatorError):
    """What was asked for does not exist, or not for the one who asks."""


class Forbidden(AnnotatorError):
    """It exists and may be known to exist, but this person may not do this to it."""


class FinishFirst(Forbidden):
    """The page shows others' answers to one who still has to code: by id, the rounds' titles."""

    def __init__(self, rounds: Mapping[str, str]) -> None:
        self.rounds = rounds
        super().__init__(
            "You code in an open round. Pages made from the coders' answers would influence yours."
        )


class Conflict(AnnotatorError):
    """The state does not allow it: a closed round, a frozen article, a used link."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with some input: what, where, and what to do about it.

    ``message`` is a whole sentence that says what was found and what was expected;
    ``remedy`` is a whole sentence that says what to do. ``line`` counts from 1.
    """

    message: str
    file: str = ""
    line: int | None = None
    column: str = ""
    remedy: str = ""

    @property
    def for_programs(self) -> dict[str, str]:
        """What a program is told of it: the field, what is wrong, and what to do."""
        return {"place": self.column, "message": self.message, "remedy": self.remedy}

    @property
    def place(self) -> str:
        """Where it is, as far as known: ``articles.csv, line 3, column text``."""
        line = f"line {self.line}" if self.line is not None else ""
        # In a form there is no file, and the message stands beside its field.
        column = f"column {self.column}" if self.column and (self.file or line) else ""
        return ", ".join(part for part in (self.file, line, column) if part)

    def __str__(self) -> str:
        sentence = f"{self.place}: {self.message}" if self.place else self.message
        return f"{sentence} {self.remedy}".rstrip()


class Refused(AnnotatorError):
    """Input that is refused as a whole, with every problem that was found in it."""

    def __init__(self, problems: Problem | str | Iterable[Problem]) -> None:
        if isinstance(problems, str):
            problems = Problem(problems)
        if isinstance(problems, Problem):
            problems = (problems,)
        self.problems: tuple[Problem, ...] = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
