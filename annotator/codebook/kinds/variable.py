"""What is measured of a question, and what an answer says about it."""

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Variable:
    """One column of judgements. ``values`` are all its possible values, in order.

    ``code`` is empty unless the question is measured code by code. ``level`` is None, and
    ``values`` empty, where agreement is not measured (free text).
    """

    question: str
    code: str
    kind: str
    level: str | None
    values: tuple[str, ...]
    label: str

    @property
    def key(self) -> str:
        return f"{self.question}.{self.code}" if self.code else self.question


class Value(NamedTuple):
    """The value (empty unless there is one) and ``given``, ``none``, ``not_applicable``.

    ``primary`` is 1 or 0 where the code that weighs most was asked for, and else empty.
    """

    value: str
    status: str
    primary: str = ""
