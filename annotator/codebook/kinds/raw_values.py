"""What a raw value means to a question: codes, a point of the scale, a number, a text."""

import math
import re
from collections.abc import Sequence

from annotator.codebook.kinds.scale import number_text
from annotator.codebook.rules.names import character_problem, shortened
from annotator.codebook.schema import Code, Question
from annotator.errors import Problem, Refused

LONGEST_TEXT = 10_000
_NUMBER = re.compile(r"[-+]?(\d{1,300}(\.\d*)?|\.\d+)")


def said(raw: object) -> list[object]:
    """The values that were said; nothing and empty fields of a form are not said."""
    values = raw if isinstance(raw, list | tuple) else [raw]
    return [each for each in values if each is not None and not _is_blank(each)]


def codes_of(question: Question, values: Sequence[object]) -> tuple[str, ...]:
    """The keys of the chosen codes, each once and in the order of the book.

    :raises Refused: if a value is not the key of a code.
    """
    known = tuple(code.key for code in question.codes)
    strange = [value for value in values if value not in known]
    if strange:
        raise refusal(
            question,
            f'The question "{question.key}" has no code "{_shown(strange[0])}".',
            f"Its codes are {', '.join(known)}.",
        )
    return tuple(key for key in known if key in values)


def point_of(question: Question, value: object) -> Code:
    """The point of a scale, named by its key or by its number.

    :raises Refused: if it is not one of the points.
    """
    number = _number(value)
    for code in question.codes:
        if value == code.key or (number is not None and number == code.value):
            return code
    points = ", ".join(number_text(code.value or 0) for code in question.codes)
    message = f'The scale "{question.key}" has no point "{_shown(value)}".'
    raise refusal(question, message, f"Its points are {points}.")


def number_of(question: Question, value: object) -> float:
    """The number, if it is in the range.

    :raises Refused: if it is not a number or lies outside the range.
    """
    number = _number(value)
    low, high = question.minimum, question.maximum
    if number is None:
        message = f'"{_shown(value)}" was found where a number was expected.'
        raise refusal(question, message, "Write digits, with a point before decimals: 2.5.")
    if low is not None and number < low:
        message = f"{number_text(number)} is below the lowest number, {number_text(low)}."
        raise refusal(question, message, "Check the number.")
    if high is not None and number > high:
        message = f"{number_text(number)} is above the highest number, {number_text(high)}."
        raise refusal(question, message, "Check the number.")
    return number


def text_of(question: Question, value: object) -> str:
    """The text without the space at its end, with lines that end in one way.

    :raises Refused: if it is not a text, too long, or has characters that nobody can see.
    """
    if not isinstance(value, str):
        message = f'"{_shown(value)}" was found where a text was expected.'
        raise refusal(question, message, "Send the answer as a text.")
    text = value.replace("\r\n", "\n").replace("\r", "\n").rstrip()
    if len(text) > LONGEST_TEXT:
        message = f"The text has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept."
        raise refusal(question, message, "Shorten it.")
    problem = character_problem(text, question.key)
    if problem:
        raise Refused(problem)
    return text


def refusal(question: Question, message: str, remedy: str) -> Refused:
    """A refusal placed at a question."""
    return Refused(Problem(message, column=question.key, remedy=remedy))


def _number(value: object) -> float | None:
    """A finite number, or None; true and false are not numbers, and minus zero is zero."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value) + 0.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_kept = abs(value) < 1e300 and math.isfinite(value)
    return float(value) + 0.0 if is_kept else None


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()


def _shown(value: object) -> str:
    """A value as it may stand in a message."""
    return shortened(value if isinstance(value, str) else repr(value))
