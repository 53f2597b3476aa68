"""Cohen's kappa of two coders, and Light's, the mean of the kappas of every two coders.

J. Cohen (1960, 1968 with weights); R. Light, Measures of response agreement for
qualitative data (1971). Two coders are compared on the units that both judged.
"""

from dataclasses import replace
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.chance_corrected import kappa
from annotator.reliability.coefficients.coefficient import (
    CoderCoefficient,
    Needs,
    Reference,
    Statistic,
)
from annotator.reliability.coefficients.conger_kappa import by_coder, margins
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.data.scales import LEVELS, LEVELS_WITH_ORDER


def cohen_kappa(one: int = 0, other: int = 1, weights: Weights | None = None) -> CoderCoefficient:
    """Cohen's kappa of two coders, from the units that both judged.

    Parameters
    ----------
    one, other : int
        The places of the two among the coders.
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CoderCoefficient
        With the key ``cohen_kappa``, or ``weighted_kappa`` with weights.

    References
    ----------
    .. [1] J. Cohen, A coefficient of agreement for nominal scales (1960).
       https://doi.org/10.1177/001316446002000104
    .. [2] J. Cohen, Weighted kappa (1968). https://doi.org/10.1037/h0026256
    .. [3] J. Fleiss, J. Cohen and B. Everitt, Large sample standard errors of kappa and weighted
       kappa (1969). https://doi.org/10.1037/h0028106

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyyy"))
    ... )
    >>> found = rel.measure(data, coefficients=[rel.cohen_kappa()])
    >>> round(found.coefficients["cohen_kappa"].value, 3)
    0.4
    """
    return CoderCoefficient(
        key="weighted_kappa" if weights else "cohen_kappa",
        label="Cohen's weighted kappa" if weights else "Cohen's kappa",
        meaning="Cohen's, with weights, for two coders" if weights else "Cohen's, for two coders",
        reference=_WEIGHTED if weights else _UNWEIGHTED,
        needs=Needs(
            levels=LEVELS_WITH_ORDER if weights else LEVELS,
            most_coders=2,
            too_many="Cohen's kappa is for two coders; see every two coders by themselves",
        ),
        statistic=partial(_statistic, one=one, other=other, weights=weights),
        error=partial(_error, one=one, other=other, weights=weights),
        margins=margins(weights, "paired"),
    )


_UNWEIGHTED = Reference(
    "J. Cohen", 1960, "A coefficient of agreement for nominal scales", "10.1177/001316446002000104"
)
_WEIGHTED = Reference(
    "J. Cohen",
    1968,
    "Weighted kappa: Nominal scale agreement provision for scaled disagreement or partial credit",
    "10.1037/h0026256",
)


def shared(profiles: Profiles, one: int, other: int) -> Profiles:
    """What two coders, and they alone, said of the units that both judged."""
    theirs = (profiles.coder == one) | (profiles.coder == other)
    both = np.bincount(profiles.row[theirs], minlength=profiles.freq.size) == 2
    kept = theirs & both[profiles.row]
    return replace(
        profiles,
        coders=(profiles.coders[one], profiles.coders[other]),
        row=profiles.row[kept],
        coder=(profiles.coder[kept] == other).astype(np.int64),
        value=profiles.value[kept],
    )


def _statistic(profiles: Profiles, one: int, other: int, weights: Weights | None) -> Statistic:
    return by_coder(shared(profiles, one, other), weights)


def confusion(profiles: Profiles, one: int, other: int) -> Floats:
    """How many units got which value from one (rows) and from the other, shape (V, V)."""
    size = len(profiles.scale.values)
    both = shared(profiles, one, other)
    first, second = both.coder == 0, both.coder == 1
    cell = both.value[first] * size + both.value[second]
    return totals(cell, both.freq[both.row[first]], size * size).reshape(size, size)


def _error(profiles: Profiles, one: int, other: int, weights: Weights | None) -> float | None:
    """J. Fleiss, J. Cohen and B. Everitt, Large sample standard errors of kappa (1969)."""
    size = len(profiles.scale.values)
    table = np.eye(size) if weights is None else weights(profiles.scale)
    return large_sample_error(confusion(profiles, one, other), table)


def large_sample_error(table: Floats, weights: Floats) -> float | None:
    """The standard error of kappa from a confusion table, with n (not n - 1) units."""
    units = table.sum()
    if not units:
        return None
    share = table / units
    first, second = share.sum(axis=1), share.sum(axis=0)
    expected = first @ weights @ second
    value = float(kappa(np.array([(share * weights).sum()]), np.array([expected]))[0])
    if np.isnan(value):
        return None
    marginal = (weights @ second)[:, None] + (first @ weights)[None, :]
    squares = (share * (weights - marginal * (1 - value)) ** 2).sum()
    variance = squares - (value - expected * (1 - value)) ** 2
    return float(np.sqrt(max(variance, 0) / units) / (1 - expected))


def light_kappa(weights: Weights | None = None) -> CoderCoefficient:
    """Light's kappa: the mean of Cohen's over every two coders for whom it is defined.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CoderCoefficient

    References
    ----------
    .. [1] R. Light, Measures of response agreement for qualitative data (1971).
       https://doi.org/10.1037/h0031643

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         ["s1", "s1", "s1", "s2", "s2", "s2"], ["A", "B", "C"] * 2, list("xxyyyy")
    ...     )
    ... )
    >>> found = rel.measure(data, coefficients=[rel.light_kappa()])
    >>> round(found.coefficients["light_kappa"].value, 3)
    0.333
    """
    return CoderCoefficient(
        key="light_kappa",
        label="Light's kappa",
        meaning="the mean of Cohen's over every two coders",
        reference=Reference(
            "R. Light",
            1971,
            "Measures of response agreement for qualitative data: Some generalizations and "
            "alternatives",
            "10.1037/h0031643",
        ),
        statistic=partial(_light, weights=weights),
    )


def _light(profiles: Profiles, weights: Weights | None) -> Statistic:
    """The sums of every two coders side by side."""
    pairs = [
        _statistic(profiles, one, other, weights)
        for one, other in combinations(range(len(profiles.coders)), 2)
    ]
    width = sum(pair.width for pair in pairs)
    starts = np.cumsum([0, *(pair.width for pair in pairs)])
    parts = [
        (row, column + start, amount)
        for pair, start in zip(pairs, starts, strict=False)
        for row, column, amount in pair.parts
    ]

    def value(sums: Floats) -> Floats:
        each = [
            pair.value(sums[:, start : start + pair.width])
            for pair, start in zip(pairs, starts, strict=False)
        ]
        return _mean(np.array(each, np.float64).reshape(len(pairs), len(sums)))

    return Statistic(parts, width, value)


def _mean(each: Floats) -> Floats:
    """The mean of what is defined in each column; nan where nothing is."""
    known: NDArray[np.bool_] = ~np.isnan(each)
    total = np.where(known, each, 0).sum(axis=0)
    count = known.sum(axis=0)
    mean = np.full(count.size, np.nan)
    np.divide(total, count, out=mean, where=count > 0)
    return mean


COHEN_KAPPA = cohen_kappa()
LIGHT_KAPPA = light_kappa()
