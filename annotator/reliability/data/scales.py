"""Scales: the level at which a question is measured, and all its values in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Literal, get_args

import numpy as np

from annotator.errors import Problem, Refused
from annotator.reliability.data.arrays import Floats, Ints, factorise
from annotator.reliability.data.long_form import Judgements

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)

#: Those at which some values are nearer than others.
LEVELS_WITH_ORDER: tuple[Level, ...] = ("ordinal", "interval", "ratio")

#: Larger numbers than this are slips, and their squares are no numbers any more.
_LARGEST = 1e100


#: The ratio distance is a table of values by values; beyond this it would not fit.
MOST_RATIO_VALUES = 3_000

_NUMBERS = "Write numbers with a point, such as 2.5, or choose the nominal level."
_ORDER = "Declare the values in their order, such as low,middle,high."


@dataclass(frozen=True, slots=True)
class Scale:
    """A level of measurement and all values of a question.

    Parameters
    ----------
    level : {"nominal", "ordinal", "interval", "ratio"}
        The level of measurement.
    values : tuple of str, length V
        All possible values; at the ordinal level their order counts.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.Scale("ordinal", ("low", "middle", "high")).positions
    array([0., 1., 2.])
    """

    level: Level
    values: tuple[str, ...]

    @property
    def positions(self) -> Floats:
        """The number that stands for each value, shape (V,): its own, or else its rank."""
        if self.level in {"interval", "ratio"}:
            return np.array([float(value) for value in self.values], np.float64)
        return np.arange(len(self.values), dtype=np.float64)


def number(label: str) -> float | None:
    """The number that a label writes, if it writes one and not nan, inf or 1_000."""
    try:
        value = float(label)
    except ValueError:
        return None
    return value if abs(value) <= _LARGEST and "_" not in label else None


def level_of(name: str | None) -> Level:
    """The level with this name."""
    if name not in LEVELS:
        raise ValueError(f"{name} is no level of measurement")
    return name


def code_values(
    rows: Judgements, level: Level, declared: Sequence[str] | None = None
) -> tuple[Scale, Ints]:
    """The scale of a question, and the place on it of each row's value.

    Without declared values the scale has the values of the rows: in the order of their
    numbers if all are numbers, else in that of the alphabet. Where numbers are measured,
    1 and 1.0 are one value.

    :raises Refused: for values that are empty, not declared, or not fit for the level.
    """
    numeric = level in {"interval", "ratio"} or (level == "ordinal" and declared is None)
    if declared is not None:
        _check_declared(declared, level, numeric)
    at, labels = factorise(rows.value)
    _refuse_rows(rows, {label: _fault(label, level, numeric) for label in labels})
    values = _distinct(labels, numeric) if declared is None else tuple(declared)
    if level == "ratio" and len(values) > MOST_RATIO_VALUES:
        raise Refused(_too_many(rows, len(values)))
    place = {_key(value, numeric): at for at, value in enumerate(values)}
    code = np.array([place.get(_key(label, numeric), -1) for label in labels], np.int64)
    strangers = compress(labels, code < 0)
    _refuse_rows(rows, {label: _stranger(values) for label in strangers})
    return Scale(level, values), code[at]


def _key(label: str, numeric: bool) -> float | str:
    """What makes two labels one value: the same number, or else the same text."""
    return float(label) if numeric else label


def _fault(label: str, level: Level, numeric: bool) -> tuple[str, str]:
    """Why a label is no value of this level, and the remedy; empty where it is one."""
    written = number(label)
    if not label:
        return "is empty; a judgement has a value", "Leave out rows without a value."
    if numeric and written is None:
        expected = "an order of values" if level == "ordinal" else "numbers"
        remedy = _ORDER if level == "ordinal" else _NUMBERS
        return f"is not a number, and the {level} level needs {expected}", remedy
    if level == "ratio" and written is not None and written < 0:
        return "is negative; the ratio level counts from zero", "Choose the interval level."
    return "", ""


def _stranger(values: Sequence[str]) -> tuple[str, str]:
    """What to say of a label that is not among the declared values."""
    shown = ", ".join(values[:10]) + (", ..." if len(values) > 10 else "")
    return f"is not among the declared values ({shown})", "Correct it or declare it too."


def _refuse_rows(rows: Judgements, faults: dict[str, tuple[str, str]]) -> None:
    """:raises Refused: naming the lines whose label has a fault."""
    wrong = {label: fault for label, fault in faults.items() if fault[0]}
    if wrong:
        rows.refuse(
            rows.problem(at, "value", f'"{label}" {wrong[label][0]}.', wrong[label][1])
            for at, label in enumerate(rows.value)
            if label in wrong
        )


def _check_declared(declared: Sequence[str], level: Level, numeric: bool) -> None:
    """:raises Refused: if the declared values cannot be a scale of this level."""
    fault = next(_declared_faults(declared, level, numeric), None)
    if fault:
        raise Refused(Problem(f"The declared values do not fit: {fault[0]}.", remedy=fault[1]))


def _declared_faults(
    declared: Sequence[str], level: Level, numeric: bool
) -> Iterator[tuple[str, str]]:
    """What is wrong with the declared values, one fault after the other."""
    if not declared:
        yield "there are none", "Declare all of them, or none to take those of the data."
    for label in declared:
        fault, remedy = _fault(label, level, numeric)
        if fault:
            yield f'"{label}" {fault}', remedy
    first: dict[float | str, str] = {}
    for label in declared:
        if _key(label, numeric) in first:
            yield f'"{first[_key(label, numeric)]}" and "{label}" are one value', "Give it once."
        first[_key(label, numeric)] = label


def _distinct(labels: Sequence[str], numeric: bool) -> tuple[str, ...]:
    """The values among sorted labels, in order; of 1 and 1.0 the shorter one is kept."""
    ordered = list(labels)
    if all(number(label) is not None for label in ordered):
        ordered.sort(key=lambda label: (float(label), len(label)))
    kept: dict[float | str, str] = {}
    for label in ordered:
        kept.setdefault(_key(label, numeric), label)
    return tuple(kept.values())


def _too_many(rows: Judgements, size: int) -> Problem:
    """The ratio level with more values than its table of distances can hold."""
    message = f"{size:,} different values; the ratio level takes {MOST_RATIO_VALUES:,}."
    return Problem(message, rows.file, None, rows.column("value"), "Choose the interval level.")
