"""Percent agreement: how often two judgements of the same unit are the same."""

from functools import partial

import numpy as np

from annotator.reliability.coefficients.coefficient import (
    CountCoefficient,
    Part,
    Reference,
    Statistic,
    standard_error,
)
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.patterns import Patterns, coincidences


def agreeing(patterns: Patterns, weights: Floats | None = None) -> Floats:
    """The share of agreeing pairs in a unit of each pattern, shape (P,); 0 without a pair.

    With weights, shape (V, V), two different values agree as far as their weight.
    """
    judged = patterns.judged
    count, row = patterns.count, patterns.row
    pairs = totals(row, count * (count - 1), judged.size)
    if weights is not None:
        # A unit of m judgements has met = n_c n_k / (m - 1), in both orders.
        at, low, high, met = coincidences(patterns)
        pairs += totals(at, 2 * met * (judged[at] - 1) * weights[low, high], judged.size)
    share = np.zeros(judged.size)
    np.divide(pairs, judged * (judged - 1), out=share, where=judged > 1)
    return share


def observed(patterns: Patterns, weights: Floats | None = None) -> list[Part]:
    """Each unit with two judgements adds 1 to column 0, and its agreeing pairs to column 1."""
    paired = np.flatnonzero(patterns.judged >= 2)
    share = agreeing(patterns, weights)[paired]
    return [
        (paired, np.zeros_like(paired), np.ones(paired.size)),
        (paired, np.ones_like(paired), share),
    ]


def percent(weights: Weights | None = None) -> CountCoefficient:
    """Percent agreement. Every unit with a pair weighs the same, however many coders judged it.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CountCoefficient
        Between 0 and 1.

    References
    ----------
    .. [1] K. Gwet, Handbook of Inter-Rater Reliability (2014), chapter 2: p_a.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, list("1123")), level="ordinal"
    ... )
    >>> rel.estimate(rel.percent(), rel.count_patterns(data)).value
    0.5
    >>> rel.estimate(rel.percent(rel.linear), rel.count_patterns(data)).value
    0.75
    """
    return CountCoefficient(
        key="percent",
        label="Percent agreement",
        meaning="percent agreement (Gwet's p_a, from 0 to 1)",
        reference=Reference("K. Gwet", 2014, "Handbook of Inter-Rater Reliability"),
        lowest=0.0,
        statistic=partial(_statistic, weights=weights),
        error=partial(_error, weights=weights),
    )


def _statistic(patterns: Patterns, weights: Weights | None) -> Statistic:
    return Statistic(observed(patterns, weights and weights(patterns.scale)), 2, _value)


def _value(sums: Floats) -> Floats:
    """The mean share of agreeing pairs, shape (R,)."""
    units, share = sums.T
    mean = np.full(units.size, np.nan)
    np.divide(share, units, out=mean, where=units > 0)
    return mean


def _error(patterns: Patterns, weights: Weights | None) -> float | None:
    """Gwet's, as in his R package irrCAC 1.4: units with one judgement are in the sample."""
    share = agreeing(patterns, weights and weights(patterns.scale))
    judged = patterns.judged
    freq = np.where(judged > 0, patterns.freq, 0)
    paired = int(freq[judged > 1].sum())
    if not paired:
        return None
    return standard_error(freq, share * freq.sum() / paired, float(share @ freq) / paired)


PERCENT = percent()
