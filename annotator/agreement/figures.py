"""The figures of one question: every coefficient, or the reason why there is none."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.alpha import ALPHA
from annotator.agreement.coefficient import Coefficient
from annotator.agreement.intervals import Estimate, Interval, intervals
from annotator.agreement.patterns import Patterns, pooled
from annotator.agreement.percent import PERCENT
from annotator.agreement.resampling import pool

#: Every coefficient that is measured, in the order in which it is shown.
COEFFICIENTS: tuple[Coefficient, ...] = (PERCENT, ALPHA)


@dataclass(frozen=True, slots=True)
class Figure:
    """A coefficient with its 95 % interval.

    ``method`` names the method of the interval. ``reason`` says in words why the value
    or the interval is missing, and is empty if both are there.
    """

    value: float | None
    low: float | None
    high: float | None
    method: str
    reason: str


def figures(patterns: Patterns, n_coders: int, *, replicates: int, seed: int) -> dict[str, Figure]:
    """Each coefficient of all these units together."""
    lack = _lack(patterns, n_coders)
    if lack:
        return {each.key: _undefined(lack) for each in COEFFICIENTS}
    whole = pooled(patterns)
    estimates = [_estimate(each, patterns, whole) for each in COEFFICIENTS]
    found = intervals(pool(patterns), estimates, replicates=replicates, seed=seed)
    return {
        estimate.coefficient.key: _figure(patterns, estimate, interval)
        for estimate, interval in zip(estimates, found, strict=True)
    }


def _estimate(coefficient: Coefficient, patterns: Patterns, whole: Patterns) -> Estimate:
    """The coefficient's value, nan where undefined, and its statistic for resamples.

    The value comes from the units pooled over articles, so that it has the same digits
    whether articles are known or not.
    """
    statistic = coefficient.statistic(whole)
    total = statistic.sums(np.zeros_like(whole.freq), 1, whole.freq)
    value = float(statistic.value(total)[0])
    return Estimate(coefficient, coefficient.statistic(patterns), value)


def _figure(patterns: Patterns, estimate: Estimate, interval: Interval) -> Figure:
    """The value with its interval, or why there is no value."""
    if np.isnan(estimate.value):
        return _undefined(_one_value(patterns))
    return Figure(estimate.value, interval.low, interval.high, interval.method, interval.reason)


def _undefined(reason: str) -> Figure:
    """A figure without a value: never 0, never 1."""
    return Figure(None, None, None, "", f"undefined: {reason}")


def _lack(patterns: Patterns, n_coders: int) -> str:
    """What every coefficient needs and these judgements do not have."""
    if not patterns.freq.size:
        return "no judgement"
    if n_coders == 1:
        return "only one coder"
    return "" if (patterns.judged >= 2).any() else "no unit has two judgements"


def _one_value(patterns: Patterns) -> str:
    """Why a coefficient that allows for chance says nothing here."""
    n_units = patterns.freq[patterns.judged >= 2].sum()
    where = " where two or more judged" if np.count_nonzero(patterns.distribution) > 1 else ""
    units = "1 unit" if n_units == 1 else f"{n_units:,} units"
    return f"every coder used one value{where} ({units}, 100 % agreement)"
