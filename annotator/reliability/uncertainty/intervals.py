"""Which 95 % interval a coefficient gets, and why it gets none.

Sentences of one article are alike, so articles are what is drawn, not sentences:
fewer than 5 articles give no interval; 5 to 29 the delete-one-article jackknife with
Student's t; 30 or more the percentile bootstrap over articles. Where no article is
known, the percentile bootstrap over units, from 5 units on.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.reliability.data.arrays import Floats
from annotator.reliability.uncertainty.replicates import Sampled, bootstrapped, jackknifed
from annotator.reliability.uncertainty.resampling import Pool, Resampling

FEWEST = 5
FEWEST_TO_DRAW = 30

#: How the name of that method begins.
JACKKNIFE = "delete-one-article jackknife"

#: Krippendorff's customary limits, below which the share of replicates is told.
LIMITS = (0.667, 0.8)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval, or the reason why there is none.

    Attributes
    ----------
    low, high : float or None
        The limits.
    method : str
        The name of the method.
    reason : str
        Why there is no interval.
    error : float or None
        The standard error by the same method.
    below : tuple of float
        The shares of replicates below .667 and below .800; empty where nothing was drawn.
    """

    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str = ""
    error: float | None = None
    below: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class PointEstimate:
    """A coefficient's value for a study, its range, and what it is sampled from.

    ``error`` is its standard error by the literature, if there is one.
    """

    value: float
    lowest: float
    highest: float
    sampled: Sampled
    error: float | None = None


def intervals(
    pool: Pool, estimates: Sequence[PointEstimate], resampling: Resampling
) -> list[Interval]:
    """The interval of each estimate; one draw serves all, so that they can be compared."""
    reason = scarce(pool.noun, pool.size)
    if reason:
        return [Interval(reason=reason) for _ in estimates]
    if few_articles(pool):
        return [
            jackknife(pool.names, jackknifed(each.sampled), each) if each.sampled.fits else WIDE
            for each in estimates
        ]
    fitting = [each.sampled for each in estimates if each.sampled.fits]
    drawn = iter(bootstrapped(pool, fitting, resampling))
    return [
        percentiles(pool.noun, next(drawn), each.lowest, each.highest)
        if each.sampled.fits
        else WIDE
        for each in estimates
    ]


WIDE = Interval(reason="too many different values for an interval")


def scarce(noun: str, size: int) -> str:
    """Why there is no interval at all; empty if there is one."""
    return f"too few {noun}s ({size}) for an interval" if size < FEWEST else ""


def few_articles(pool: Pool) -> bool:
    """Whether articles are left out in turn, and not drawn."""
    return pool.noun == "article" and pool.size < FEWEST_TO_DRAW


def are_drawn(pool: Pool) -> bool:
    """Whether articles are drawn."""
    return pool.noun == "article" and pool.size >= FEWEST_TO_DRAW


def jackknife(
    names: Sequence[str], rest: Floats, point: PointEstimate, freedom: int | None = None
) -> Interval:
    """Leave out each of G articles in turn: B. Efron, The Jackknife (1982), chapter 3.

    ``rest``, shape (G,), are the values without each of ``names``. The variance is
    (G - 1) / G times the sum of squares around the mean, and the limits are the value and
    t(G - 1) standard errors to each side. Where all variation sits in one article, leaving
    that one out of the sum would hide it: no interval.
    """
    lost = np.flatnonzero(np.isnan(rest))
    if lost.size:
        return Interval(reason=f"no interval: all variation is in article {names[lost[0]]}")
    freedom = freedom or rest.size - 1
    error = float(np.sqrt((rest.size - 1) / rest.size * ((rest - rest.mean()) ** 2).sum()))
    reach = t_quantile(freedom) * error
    method = f"{JACKKNIFE}, t({freedom})"
    low, high = np.clip([point.value - reach, point.value + reach], point.lowest, point.highest)
    return Interval(float(low), float(high), method, error=error)


def percentiles(noun: str, values: Floats, lowest: float, highest: float) -> Interval:
    """The middle 95 % of the replicates in which the coefficient is defined."""
    defined = values[~np.isnan(values)]
    lost = values.size - defined.size
    if lost * 2 > values.size:
        without = f"{lost:,} of {values.size:,} replicates have no variation"
        return Interval(reason=f"no interval: {without}")
    low, high = np.clip(np.quantile(defined, [0.025, 0.975]), lowest, highest)
    left_out = f" ({lost:,} without variation left out)" if lost else ""
    method = f"{noun} bootstrap, {values.size:,} replicates{left_out}"
    error = float(defined.std(ddof=1)) if defined.size > 1 else None
    below = tuple(float((defined < limit).mean()) for limit in LIMITS)
    return Interval(float(low), float(high), method, "", error, below)


def t_quantile(freedom: int, confidence: float = 0.95) -> float:
    """The t that holds ``confidence`` of the distribution between -t and t.

    Halves the angle atan(t / sqrt(freedom)) until no float lies between the ends.
    """
    low, high = 0.0, math.pi / 2
    while low < (middle := (low + high) / 2) < high:
        if _between(middle, freedom) < confidence:
            low = middle
        else:
            high = middle
    return math.sqrt(freedom) * math.tan(middle)


def _between(angle: float, freedom: int) -> float:
    """P(-t < T < t) for whole degrees of freedom and t = sqrt(freedom) tan(angle).

    Abramowitz & Stegun, Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4:
    a finite sum of powers of the cosine.
    """
    sine, cosine = math.sin(angle), math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for power in range(2 + odd, freedom - 1, 2):
        term *= cosine**2 * (power - 1) / power
        total += term
    return 2 / math.pi * (angle + sine * total) if odd else sine * total
