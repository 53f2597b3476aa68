"""Which 95 % interval a coefficient gets, and why it gets none.

Sentences of one article are alike, so articles are what is drawn, not sentences:
fewer than 5 articles give no interval; 5 to 29 the delete-one-article jackknife with
Student's t; 30 or more the percentile bootstrap over articles. Where no article is
known, the percentile bootstrap over units, from 5 units on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.reliability.data.arrays import Floats
from annotator.reliability.uncertainty.replicates import Sampled, bootstrapped, jackknifed
from annotator.reliability.uncertainty.resampling import Pool
from annotator.reliability.uncertainty.student_t import t_quantile

FEWEST = 5
FEWEST_TO_DRAW = 30
REPLICATES = 2_000
SEED = 1

#: How the name of that method begins.
JACKKNIFE = "delete-one-article jackknife"

#: Krippendorff's customary limits, below which the share of replicates is told.
LIMITS = (0.667, 0.8)


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval and the name of its method, or the reason why there is none.

    ``error`` is the standard error by the same method. ``below`` is the share of bootstrap
    replicates below each of ``LIMITS``, empty where nothing was drawn.
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
    pool: Pool, estimates: Sequence[PointEstimate], *, replicates: int, seed: int
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
    drawn = iter(bootstrapped(pool, fitting, replicates, seed))
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
    names: Sequence[str], rest: Floats, of: PointEstimate, freedom: int | None = None
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
    low, high = np.clip([of.value - reach, of.value + reach], of.lowest, of.highest)
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
