"""Krippendorff's alpha, with gaps, for nominal, ordinal, interval and ratio values and others.

K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011): alpha is
1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck, summed over values c < k. o_ck are the
coincidences within units, n_c the judgements of c in units with two or more judgements,
n their sum, and d_ck the squared difference of the two values at the level.

Alpha is never below -1: every d is a squared distance between points in some space, so
values differ within units at most twice as much as they do between any two judgements.
"""

from dataclasses import replace
from functools import partial

import numpy as np

from annotator.reliability.coefficients.coefficient import (
    CountCoefficient,
    Part,
    Reference,
    Statistic,
    standard_error,
)
from annotator.reliability.coefficients.percent import agreeing
from annotator.reliability.coefficients.weights import Distance, weights_of_distances
from annotator.reliability.data.arrays import Floats, Ints, totals
from annotator.reliability.data.patterns import Patterns, coincidences
from annotator.reliability.data.scales import Scale

#: Variation below this share of the sum of squares is rounding.
_ROUNDING = 1e-12

#: A table of values by values is made for this many values, and not for more.
MOST_VALUES = 3_000


def _statistic(patterns: Patterns) -> Statistic:
    """What a unit adds to alpha at the level of the patterns' scale."""
    match patterns.scale.level:
        case "nominal":
            return _nominal(patterns)
        case "ordinal":
            return _ordinal(patterns)
        case "interval":
            return _interval(patterns)
        case "ratio":
            return by_distance(patterns, ratio)


def _nominal(patterns: Patterns) -> Statistic:
    """Any two different values differ by 1. Sums: n_c for each value, observed."""
    row, low, _, met = coincidences(patterns)
    size = len(patterns.scale.values)
    observed = (row, np.full_like(low, size), met)
    return Statistic([_marginals(patterns), observed], size + 1, _nominal_value)


def _nominal_value(sums: Floats) -> Floats:
    n_c, observed = sums[:, :-1], sums[:, -1]
    n = n_c.sum(axis=1)
    return _alpha(n, observed, (n**2 - (n_c**2).sum(axis=1)) / 2)


def _ordinal(patterns: Patterns) -> Statistic:
    """Values differ by the judgements between them, which change with the sample.

    Sums: n_c for each value, then o_ck for each two values that meet anywhere.
    """
    row, low, high, met = coincidences(patterns)
    size = len(patterns.scale.values)
    pairs, pair = np.unique(low * size + high, return_inverse=True)
    first, second = np.divmod(pairs, max(size, 1))
    parts = [_marginals(patterns), (row, size + pair, met)]
    return Statistic(parts, size + pairs.size, partial(_ordinal_value, first, second))


def _ordinal_value(first: Ints, second: Ints, sums: Floats) -> Floats:
    """The ordinal difference of c and k is the difference of their middle ranks."""
    size = sums.shape[1] - first.size
    n_c, o_ck = sums[:, :size], sums[:, size:]
    n = n_c.sum(axis=1)
    rank = np.cumsum(n_c, axis=1) - n_c / 2
    observed = (o_ck * (rank[:, first] - rank[:, second]) ** 2).sum(axis=1)
    return _alpha(n, observed, n * (n_c * (rank - n[:, None] / 2) ** 2).sum(axis=1))


def _interval(patterns: Patterns) -> Statistic:
    """Values differ as numbers. Sums: n, sum of x, sum of x squared, observed.

    Moments instead of n_c keep the sums few when every judgement is another number.
    """
    row, value, count = _marginals(patterns)
    position = patterns.scale.positions
    n_c = totals(value, count * patterns.freq[row], position.size)
    at = _standardised(position, n_c)
    moments = [(row, np.full_like(row, power), count * at[value] ** power) for power in range(3)]
    low_row, low, high, met = coincidences(patterns)
    observed = (low_row, np.full_like(low_row, 3), met * (at[low] - at[high]) ** 2)
    return Statistic([*moments, observed], 4, _interval_value)


def _standardised(position: Floats, n_c: Floats) -> Floats:
    """Positions from their median, in units of the farthest, so that sums lose no digits.

    One mistyped number would draw a mean away, and with it the digits of all others.
    """
    if not n_c.any():
        return position
    order = np.argsort(position)
    median = position[order][np.searchsorted(np.cumsum(n_c[order]), n_c.sum() / 2)]
    farthest = float(np.abs(position - median)[n_c > 0].max())
    standardised: Floats = (position - median) / (farthest or 1.0)
    return standardised


def _interval_value(sums: Floats) -> Floats:
    n, x, squares, observed = sums.T
    expected = n * squares - x**2
    return _alpha(n, observed, np.where(expected > _ROUNDING * n * squares, expected, 0))


def by_distance(patterns: Patterns, distance: Distance) -> Statistic:
    """Values differ by a table, shape (V, V), whatever they are. Sums: n_c, observed."""
    difference = distance(patterns.scale)
    size = len(difference)
    row, low, high, met = coincidences(patterns)
    observed = (row, np.full_like(low, size), met * difference[low, high])
    value = partial(_distance_value, difference)
    return Statistic([_marginals(patterns), observed], size + 1, value)


def _distance_value(difference: Floats, sums: Floats) -> Floats:
    n_c, observed = sums[:, :-1], sums[:, -1]
    return _alpha(n_c.sum(axis=1), observed, ((n_c @ difference) * n_c).sum(axis=1) / 2)


def ratio(scale: Scale) -> Floats:
    """Values differ by the square of their difference over their sum."""
    at = scale.positions
    return _ratio_difference(at[:, None], at[None, :])


def _ratio_difference(one: Floats, other: Floats) -> Floats:
    """((c - k) / (c + k)) squared; 0 where both are 0."""
    total = one + other
    share = np.divide(one - other, total, out=np.zeros_like(total), where=total > 0)
    return share**2


def _marginals(patterns: Patterns) -> Part:
    """Row, value and count of all judgements in units with two or more of them.

    Read as a part: each judgement adds 1 to the n_c of its value.
    """
    kept = np.flatnonzero(patterns.judged[patterns.row] >= 2)
    return patterns.row[kept], patterns.value[kept], patterns.count[kept].astype(np.float64)


def _alpha(n: Floats, observed: Floats, expected: Floats) -> Floats:
    """Alpha from sums over c < k; nan where no two judgements differ."""
    ratio = np.full(n.size, np.nan)
    np.divide((n - 1) * observed, expected, out=ratio, where=expected > 0)
    return 1 - ratio


def _error(patterns: Patterns) -> float | None:
    """Gwet's, as in his R package irrCAC 1.4, for levels whose differences are fixed.

    Ordinal differences change with the sample; the literature has no formula for them.
    """
    match patterns.scale.level:
        case "nominal":
            return distance_error(patterns, None)
        case "interval" if len(patterns.scale.values) <= MOST_VALUES:
            return distance_error(patterns, squared(patterns.scale))
        case "ratio":
            return distance_error(patterns, ratio(patterns.scale))
    return None


def squared(scale: Scale) -> Floats:
    """Values differ by the square of their difference."""
    at = scale.positions
    found: Floats = (at[:, None] - at[None, :]) ** 2
    return found


def distance_error(patterns: Patterns, difference: Floats | None) -> float | None:
    """The standard error of alpha with a table of differences; None for the nominal level."""
    weights = None if difference is None else weights_of_distances(difference)
    judged = patterns.judged
    freq = np.where(judged > 1, patterns.freq, 0)
    units = int(freq.sum())
    if units < 2:
        return None
    mean = float(judged @ freq) / units
    prevalence = totals(
        patterns.value, patterns.count * freq[patterns.row], len(patterns.scale.values)
    )
    prevalence /= units * mean
    weighted = prevalence if weights is None else weights @ prevalence
    expected = float(prevalence @ weighted)
    if expected > 1 - _ROUNDING:
        return None
    relative = (judged - mean) / mean
    agreed = agreeing(patterns, weights) * judged / mean
    share = float(agreed @ freq) / units
    value = (share - expected) / (1 - expected)
    contributes = (
        totals(patterns.row, patterns.count * weighted[patterns.value], judged.size) / mean
    )
    each = (agreed - share * relative - expected) / (1 - expected)
    each -= 2 * (1 - value) * (contributes - expected * relative - expected) / (1 - expected)
    return standard_error(freq, each, value)


ALPHA = CountCoefficient(
    key="alpha",
    label="Krippendorff's alpha",
    meaning="Krippendorff's alpha",
    reference=Reference("K. Krippendorff", 2011, "Computing Krippendorff's Alpha-Reliability"),
    statistic=_statistic,
    error=_error,
)


def alpha_by_distance(distance: Distance) -> CountCoefficient:
    """Krippendorff's alpha with a distance of one's own in the place of his differences.

    Parameters
    ----------
    distance : callable
        Makes of a `Scale` of V values the distances of every two, shape (V, V), such as
        `distances_of_table` gives. They are used as they are, not squared; whether they are
        on a scale of 1 or of 100 makes no difference.

    Returns
    -------
    CountCoefficient
        With the key of `ALPHA`, so that it stands in its place.

    References
    ----------
    .. [1] K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011).

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("aabbac"))
    ... )
    >>> near = rel.distances_of_table("abc", np.array([[0, 1, 0.2], [1, 0, 1], [0.2, 1, 0]]))
    >>> patterns = rel.count_patterns(data)
    >>> round(rel.estimate(rel.ALPHA, patterns).value, 3)
    0.545
    >>> round(rel.estimate(rel.alpha_by_distance(near), patterns).value, 3)
    0.884
    """

    def error(patterns: Patterns) -> float | None:
        return distance_error(patterns, distance(patterns.scale))

    statistic = partial(by_distance, distance=distance)
    return replace(ALPHA, lowest=-np.inf, statistic=statistic, error=error)
