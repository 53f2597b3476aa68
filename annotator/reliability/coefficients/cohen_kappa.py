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
from annotator.reliability.coefficients.coefficient import Coefficient, Statistic
from annotator.reliability.coefficients.conger_kappa import by_coder
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats, totals
from annotator.reliability.data.profiles import Profiles


def cohen_kappa(
    one: int = 0, other: int = 1, weights: Weights | None = None
) -> Coefficient[Profiles]:
    """Cohen's kappa of two coders, by their places among the coders."""
    return Coefficient(
        "cohen_kappa",
        -1.0,
        1.0,
        partial(_statistic, one=one, other=other, weights=weights),
        partial(_error, one=one, other=other, weights=weights),
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
    said = shared(profiles, one, other)
    first, second = said.coder == 0, said.coder == 1
    cell = said.value[first] * size + said.value[second]
    return totals(cell, said.freq[said.row[first]], size * size).reshape(size, size)


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


def light_kappa(weights: Weights | None = None) -> Coefficient[Profiles]:
    """The mean of Cohen's kappa over every two coders for whom it is defined."""
    return Coefficient("light_kappa", -1.0, 1.0, partial(_light, weights=weights))


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
