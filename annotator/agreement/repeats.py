"""What coders said of the same sentences twice, and how far they agree with themselves. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import NamedTuple, cast

from annotator.agreement.measure import Measured, measure
from annotator.agreement.reliability import reliability
from annotator.agreement.rows import Rows
from annotator.agreement.scales import Level
from annotator.coding.values import Said, Variable, values
from annotator.errors import Refused

#: The two occasions stand in the place of two coders.
OCCASIONS = ("1", "2")
SECONDS_OF_A_DAY = 24 * 60 * 60


class Moment(NamedTuple):
    """What a coder said of a sentence once; ``said`` is empty if they skipped it."""

    coder: str
    sentence: str
    article: str
    at: datetime
    said: Sequence[Said]


class Twice(NamedTuple):
    """What a coder said of a sentence at first and later."""

    first: Moment
    second: Moment

    @property
    def days(self) -> float:
        """How many days lie between."""
        return (self.second.at - self.first.at).total_seconds() / SECONDS_OF_A_DAY


@dataclass(frozen=True, slots=True)
class Gap:
    """How many days lie between the two codings: the shortest, the middle, the longest."""

    shortest: float
    middle: float
    longest: float


@dataclass(frozen=True, slots=True)
class Stable:
    """How far one coder, or all of them (an empty name), agree with themselves on a variable.

    ``n`` are the sentences judged on both occasions; ``measured`` is empty with a ``reason``.
    """

    coder: str
    variable: Variable
    n: int
    gap: Gap | None
    measured: Measured | None
    reason: str = ""


def paired(first: Iterable[Moment], second: Iterable[Moment]) -> list[Twice]:
    """The sentences that a coder coded on both occasions, by coder and sentence."""
    before: Mapping[tuple[str, str], Moment] = {(m.coder, m.sentence): m for m in first}
    pairs = [
        Twice(before[m.coder, m.sentence], m) for m in second if (m.coder, m.sentence) in before
    ]
    return sorted(pairs, key=lambda pair: (pair.second.coder, pair.second.sentence))


def stability(asked: Sequence[Variable], pairs: Sequence[Twice]) -> list[Stable]:
    """Self-agreement on each variable: of all coders together, then of each by name."""
    names = sorted({pair.first.coder for pair in pairs})
    groups = [("", pairs), *((n, [p for p in pairs if p.first.coder == n]) for n in names)]
    measured = [each for each in asked if each.level is not None]
    return [
        _stable(name, variable, at, asked, group)
        for name, group in groups
        for at, variable in enumerate(asked)
        if variable in measured
    ]


def _stable(
    name: str, variable: Variable, at: int, asked: Sequence[Variable], pairs: Sequence[Twice]
) -> Stable:
    both = [(pair, one, other) for pair, one, other in _values(asked, at, pairs) if one and other]
    if not both:
        return Stable(name, variable, 0, None, None, "no sentence has a value on both occasions")
    gaps = [pair.days for pair, _, _ in both]
    gap = Gap(min(gaps), median(gaps), max(gaps))
    try:
        return Stable(name, variable, len(both), gap, _measured(variable, both))
    except Refused as refused:
        return Stable(name, variable, len(both), gap, None, str(refused))


def _values(
    asked: Sequence[Variable], at: int, pairs: Sequence[Twice]
) -> Iterable[tuple[Twice, str, str]]:
    """The value of one variable on both occasions, empty where there is none."""
    for pair in pairs:
        one, other = (values(each.said, asked)[at].value if each.said else "" for each in pair)
        yield pair, one, other


def _measured(variable: Variable, both: Sequence[tuple[Twice, str, str]]) -> Measured:
    """A sentence counts for each coder who coded it twice."""
    unit = [f"{pair.first.coder} {pair.first.sentence}" for pair, _, _ in both]
    rows = Rows(
        unit=[*unit, *unit],
        coder=[OCCASIONS[0]] * len(both) + [OCCASIONS[1]] * len(both),
        value=[one for _, one, _ in both] + [other for _, _, other in both],
        cluster=[pair.first.article for pair, _, _ in both] * 2,
    )
    level = cast(Level, variable.level)
    return measure(reliability(rows, level=level, values=variable.values or None))
