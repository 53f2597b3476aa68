"""What coders said of the same sentences twice, and how far they agree with themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from statistics import median
from typing import NamedTuple, cast

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Variable
from annotator.codebook.values import values
from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.data.scales import Level, code_values
from annotator.reliability.reporting.table import (
    ALPHA,
    INTERVAL,
    Cell,
    Column,
    Missing,
    Table,
    limits_cell,
    value_cell,
)
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.results.stability import Stability, stability

SECONDS_OF_A_DAY = 24 * 60 * 60


class Occasion(NamedTuple):
    """A coder's answers to a sentence at one time; there are none if they skipped it."""

    coder: str
    sentence: str
    article: str
    at: datetime
    answers: Sequence[Answer]


class CodedTwice(NamedTuple):
    """What a coder said of a sentence at first and later."""

    first: Occasion
    second: Occasion

    @property
    def days(self) -> float:
        """How many days lie between."""
        return (self.second.at - self.first.at).total_seconds() / SECONDS_OF_A_DAY


#: What a coder said of a sentence twice, and the values of one variable in it.
BothValues = tuple[CodedTwice, str, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """How many days lie between the two codings: the shortest, the middle, the longest."""

    shortest: float
    middle: float
    longest: float


@dataclass(frozen=True, slots=True)
class SelfAgreement:
    """How far one coder, or all of them (an empty name), agree with themselves on a variable.

    ``n_sentences`` were judged on both occasions; ``estimates`` has percent and alpha, and
    is empty with a ``reason``.
    """

    coder: str
    variable: Variable
    n_sentences: int
    gap: Gap | None
    estimates: Mapping[str, Estimate]
    reason: str = ""


def paired(first: Iterable[Occasion], second: Iterable[Occasion]) -> list[CodedTwice]:
    """The sentences that a coder coded on both occasions, by coder and sentence."""
    before: Mapping[tuple[str, str], Occasion] = {(m.coder, m.sentence): m for m in first}
    pairs = [
        CodedTwice(before[m.coder, m.sentence], m)
        for m in second
        if (m.coder, m.sentence) in before
    ]
    return sorted(pairs, key=lambda pair: (pair.second.coder, pair.second.sentence))


def self_agreement(
    variables: Sequence[Variable], pairs: Sequence[CodedTwice]
) -> list[SelfAgreement]:
    """Self-agreement on each variable: of all coders together, then of each by name."""
    names = ["", *sorted({pair.first.coder for pair in pairs})]
    by_name = [
        _of_variable(variable, names, _values(variables, at, pairs))
        for at, variable in enumerate(variables)
        if variable.level is not None
    ]
    return [each[name] for name in names for each in by_name]


def _of_variable(
    variable: Variable, names: Sequence[str], both: Sequence[BothValues]
) -> dict[str, SelfAgreement]:
    """What each coder, and all together, said of one variable on both occasions."""
    try:
        together, coders = _measured(variable, both) if both else (None, {})
    except Refused as refused:
        return {name: _none(name, variable, _of_coder(name, both), str(refused)) for name in names}
    measured = coders | ({"": together} if together else {})
    return {
        name: SelfAgreement(
            name, variable, each.n_units, _gap(_of_coder(name, both)), each.estimates
        )
        if (each := measured.get(name))
        else _none(name, variable, [], "no sentence has a value on both occasions")
        for name in names
    }


def _none(name: str, variable: Variable, both: Sequence[BothValues], reason: str) -> SelfAgreement:
    return SelfAgreement(name, variable, len(both), _gap(both) if both else None, {}, reason)


def _of_coder(name: str, both: Sequence[BothValues]) -> Sequence[BothValues]:
    """What one coder said, or all of them."""
    return [each for each in both if name in {"", each[0].first.coder}]


def _gap(both: Sequence[BothValues]) -> Gap:
    days = [pair.days for pair, _, _ in both]
    return Gap(min(days), median(days), max(days))


def _values(
    variables: Sequence[Variable], at: int, pairs: Sequence[CodedTwice]
) -> list[BothValues]:
    """The values of one variable on both occasions, where it has one on each."""
    both = []
    for pair in pairs:
        one, other = (
            values(each.answers, variables)[at].value if each.answers else "" for each in pair
        )
        if one and other:
            both.append((pair, one, other))
    return both


def _measured(
    variable: Variable, both: Sequence[BothValues]
) -> tuple[Stability, dict[str, Stability]]:
    """The two occasions are reliability data each, on one scale.

    :raises Refused: if a value does not fit.
    """
    level = cast(Level, variable.level)
    first = _judgements(both, [one for _, one, _ in both])
    second = _judgements(both, [other for _, _, other in both])
    together = replace(first, value=[*first.value, *second.value])
    scale, _ = code_values(together, level, variable.values or None)
    return stability(
        reliability_data(first, level=level, values=scale.values),
        reliability_data(second, level=level, values=scale.values),
    )


def _judgements(both: Sequence[BothValues], values: Sequence[str]) -> Judgements:
    """What was said on one occasion; a sentence counts for each coder who coded it twice."""
    return Judgements(
        unit=[pair.first.sentence for pair, _, _ in both],
        coder=[pair.first.coder for pair, _, _ in both],
        value=values,
        cluster=[pair.first.article for pair, _, _ in both],
    )


@dataclass(frozen=True, slots=True)
class CoderStability:
    """What the page says of one coder, or of all of them (an empty name).

    ``gap`` is from the shortest to the longest time between two codings of any variable.
    """

    name: str
    gap: Gap | None
    table: Table


def by_coder(every: Sequence[SelfAgreement]) -> list[CoderStability]:
    """The same coder by coder, with a table of all variables."""
    return [
        CoderStability(name, _widest([each.gap for each in of_coder if each.gap]), _table(of_coder))
        for name, group in groupby(every, lambda each: each.coder)
        if (of_coder := list(group))
    ]


def _widest(gaps: Sequence[Gap]) -> Gap | None:
    if not gaps:
        return None
    middle = median(each.middle for each in gaps)
    return Gap(min(each.shortest for each in gaps), middle, max(each.longest for each in gaps))


def _table(of_coder: Sequence[SelfAgreement]) -> Table:
    name = of_coder[0].coder or "all coders"
    return Table("stability", f"Self-agreement of {name}", _COLUMNS, [*map(_row, of_coder)])


def _row(each: SelfAgreement) -> tuple[Cell, ...]:
    days = each.gap.middle if each.gap else Missing("nothing came again")
    missing = Missing(each.reason)
    if not each.estimates:
        return (each.variable.label, each.n_sentences, missing, missing, missing, days)
    percent, alpha = each.estimates["percent"], each.estimates["alpha"]
    values = (value_cell(percent), value_cell(alpha), limits_cell(alpha))
    return (each.variable.label, each.n_sentences, *values, days)


_COLUMNS = (
    Column("question", "Question or code"),
    Column("n_sentences", "Sentences", "whole"),
    Column("percent", "Percent", "figure"),
    ALPHA,
    INTERVAL,
    Column("days", "Days, median", "figure", digits=1),
)
