"""Values as they are sent, and numbers as they are read and written."""

import math
import re
from decimal import Decimal

from annotator.codebook.rules.names import shortened
from annotator.codebook.schema import Question
from annotator.errors import Problem, Refused

_NUMBER = re.compile(r"[-+]?(\d{1,300}(\.\d*)?|\.\d+)")


def given_values(raw: object) -> list[object]:
    """The values that were sent for a question; empty fields of a form are none."""
    values = raw if isinstance(raw, list | tuple) else [raw]
    return [value for value in values if value is not None and not _is_blank(value)]


def number_in(value: object) -> float | None:
    """A finite number, or None; true and false are not numbers, and minus zero is zero."""
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        return float(value) + 0.0
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    is_kept = abs(value) < 1e300 and math.isfinite(value)
    return float(value) + 0.0 if is_kept else None


def number_text(value: float) -> str:
    """A number as people write it: 2, not 2.0."""
    return decimal_text(Decimal(repr(float(value) + 0.0)))


def decimal_text(value: Decimal) -> str:
    """The same for a decimal number."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def number_cell(value: float) -> str:
    """A number as a cell of a table holds it: ``3``, ``2.5``."""
    return f"{value:.15g}"


def quoted(value: object) -> str:
    """A value as it may stand in a message."""
    return shortened(value if isinstance(value, str) else repr(value))


def refusal(question: Question, message: str, remedy: str) -> Refused:
    """A refusal placed at a question."""
    return Refused(Problem(message, column=question.key, remedy=remedy))


def _is_blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
