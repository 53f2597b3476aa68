"""What coders said of the same sentences twice, and how far they agree with themselves. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from statistics import median
from typing import NamedTuple, cast

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.values import values
from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.data.scales import Level, code_values
from annotator.reliability.results import stability as twice_measured
from annotator.reliability.results.estimates import Estimate

SECONDS_OF_A_DAY = 24 * 60 * 60


class Moment(NamedTuple):
    """A coder's answers to a sentence at one time; there are none if they skipped it."""

    coder: str
    sentence: str
    article: str
    at: datetime
    answers: Sequence[Answer]


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
class Stability:
    """How far one coder, or all of them (an empty name), agree with themselves on a variable.

    ``n`` are the sentences judged on both occasions; ``figures`` has percent and alpha, and
    is empty with a ``reason``.
    """

    coder: str
    variable: Variable
    n: int
    gap: Gap | None
    figures: Mapping[str, Estimate]
    reason: str = ""


def paired(first: Iterable[Moment], second: Iterable[Moment]) -> list[Twice]:
    """The sentences that a coder coded on both occasions, by coder and sentence."""
    before: Mapping[tuple[str, str], Moment] = {(m.coder, m.sentence): m for m in first}
    pairs = [
        Twice(before[m.coder, m.sentence], m) for m in second if (m.coder, m.sentence) in before
    ]
    return sorted(pairs, key=lambda pair: (pair.second.coder, pair.second.sentence))


def stability(asked: Sequence[Variable], pairs: Sequence[Twice]) -> list[Stability]:
    """Self-agreement on each variable: of all coders together, then of each by name."""
    names = ["", *sorted({pair.first.coder for pair in pairs})]
    found = [
        _of_variable(variable, names, _values(asked, at, pairs))
        for at, variable in enumerate(asked)
        if variable.level is not None
    ]
    return [each[name] for name in names for each in found]


def _of_variable(
    variable: Variable, names: Sequence[str], both: Sequence[tuple[Twice, str, str]]
) -> dict[str, Stability]:
    """What each coder, and all together, said of one variable on both occasions."""
    try:
        together, coders = _measured(variable, both) if both else (None, {})
    except Refused as refused:
        return {name: _none(name, variable, _of(name, both), str(refused)) for name in names}
    measured = coders | ({"": together} if together else {})
    return {
        name: Stability(name, variable, each.n_units, _gap(_of(name, both)), each.estimates)
        if (each := measured.get(name))
        else _none(name, variable, [], "no sentence has a value on both occasions")
        for name in names
    }


def _none(
    name: str, variable: Variable, both: Sequence[tuple[Twice, str, str]], reason: str
) -> Stability:
    return Stability(name, variable, len(both), _gap(both) if both else None, {}, reason)


def _of(name: str, both: Sequence[tuple[Twice, str, str]]) -> Sequence[tuple[Twice, str, str]]:
    """What one coder said, or all of them."""
    return [each for each in both if name in {"", each[0].first.coder}]


def _gap(both: Sequence[tuple[Twice, str, str]]) -> Gap:
    days = [pair.days for pair, _, _ in both]
    return Gap(min(days), median(days), max(days))


def _values(
    asked: Sequence[Variable], at: int, pairs: Sequence[Twice]
) -> list[tuple[Twice, str, str]]:
    """The values of one variable on both occasions, where it has one on each."""
    found = []
    for pair in pairs:
        one, other = (
            values(each.answers, asked)[at].value if each.answers else "" for each in pair
        )
        if one and other:
            found.append((pair, one, other))
    return found


def _measured(
    variable: Variable, both: Sequence[tuple[Twice, str, str]]
) -> tuple[twice_measured.Stability, dict[str, twice_measured.Stability]]:
    """The two occasions are reliability data each, on one scale.

    :raises Refused: if a value does not fit.
    """
    level = cast(Level, variable.level)
    first = _rows(both, [one for _, one, _ in both])
    second = _rows(both, [other for _, _, other in both])
    together = replace(first, value=[*first.value, *second.value])
    scale, _ = code_values(together, level, variable.values or None)
    return twice_measured.stability(
        reliability_data(first, level=level, values=scale.values),
        reliability_data(second, level=level, values=scale.values),
    )


def _rows(both: Sequence[tuple[Twice, str, str]], said: Sequence[str]) -> Judgements:
    """What was said on one occasion; a sentence counts for each coder who coded it twice."""
    return Judgements(
        unit=[pair.first.sentence for pair, _, _ in both],
        coder=[pair.first.coder for pair, _, _ in both],
        value=said,
        cluster=[pair.first.article for pair, _, _ in both],
    )
