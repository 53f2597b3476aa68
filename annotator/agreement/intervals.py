"""Which 95 % interval a coefficient gets, and why it gets none.

Sentences of one article are alike, so articles are what is drawn, not sentences:
fewer than 5 articles give no interval; 5 to 29 the delete-one-article jackknife with
Student's t; 30 or more the percentile bootstrap over articles. Where no article is
known, the percentile bootstrap over units, from 5 units on.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.coefficient import Coefficient, Statistic
from annotator.agreement.resampling import LARGEST, Pool, draws, sums, without_one
from annotator.agreement.student import t_quantile

FEWEST = 5
FEWEST_TO_DRAW = 30
REPLICATES = 2_000
SEED = 1


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval and the name of its method, or the reason why there is none."""

    low: float | None = None
    high: float | None = None
    method: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient's value for a study, and the statistic that it comes from."""

    coefficient: Coefficient
    statistic: Statistic
    value: float

    def between(self, low: float, high: float, method: str) -> Interval:
        """The interval, cut off where the coefficient's range ends."""
        ends = np.clip([low, high], self.coefficient.lowest, self.coefficient.highest)
        return Interval(float(ends[0]), float(ends[1]), method)


def intervals(
    pool: Pool, estimates: Sequence[Estimate], *, replicates: int, seed: int
) -> list[Interval]:
    """The interval of each estimate; one draw serves all, so that they can be compared."""
    if pool.size < FEWEST:
        few = f"too few {pool.noun}s ({pool.size}) for an interval"
        return [Interval(reason=few) for _ in estimates]
    if pool.noun == "article" and pool.size < FEWEST_TO_DRAW:
        return [_jackknife(pool, estimate) for estimate in estimates]
    fitting = [estimate for estimate in estimates if _fits(pool, estimate)]
    drawn = iter(_bootstrap(pool, fitting, replicates, seed))
    wide = Interval(reason="too many different values for an interval")
    return [next(drawn) if _fits(pool, estimate) else wide for estimate in estimates]


def _fits(pool: Pool, estimate: Estimate) -> bool:
    """Whether the sums of everything that is drawn fit into memory."""
    return pool.copies.size * estimate.statistic.width <= LARGEST


def _jackknife(pool: Pool, estimate: Estimate) -> Interval:
    """Leave out each of G articles in turn: B. Efron, The Jackknife (1982), chapter 3.

    The variance is (G - 1) / G times the sum of squares around the mean, and the
    limits are the value and t(G - 1) standard errors to each side. Where all variation
    sits in one article, leaving that one out of the sum would hide it: no interval.
    """
    rest = without_one(sums(pool, estimate.statistic), estimate.statistic.value)
    lost = np.flatnonzero(np.isnan(rest))
    if lost.size:
        return Interval(reason=f"no interval: all variation is in article {pool.names[lost[0]]}")
    freedom = pool.size - 1
    error = np.sqrt(freedom / pool.size * ((rest - rest.mean()) ** 2).sum())
    reach = t_quantile(freedom) * error
    method = f"delete-one-article jackknife, t({freedom})"
    return estimate.between(estimate.value - reach, estimate.value + reach, method)


def _bootstrap(
    pool: Pool, estimates: Sequence[Estimate], replicates: int, seed: int
) -> list[Interval]:
    """Draw as many articles, or units, as there are, again and again, with replacement."""
    each = [sums(pool, estimate.statistic) for estimate in estimates]
    widest = max([pool.copies.size, *(table.shape[1] for table in each)])
    values = [np.empty(0) for _ in estimates]
    for drawn in draws(pool.copies, replicates, seed, widest):
        for at, (estimate, table) in enumerate(zip(estimates, each, strict=True)):
            values[at] = np.append(values[at], estimate.statistic.value(drawn @ table))
    return [
        _percentiles(estimate, found, f"{pool.noun} bootstrap, {replicates:,} replicates")
        for estimate, found in zip(estimates, values, strict=True)
    ]


def _percentiles(estimate: Estimate, values: Floats, method: str) -> Interval:
    """The middle 95 % of the replicates in which the coefficient is defined."""
    defined = values[~np.isnan(values)]
    lost = values.size - defined.size
    if lost * 2 > values.size:
        without = f"{lost:,} of {values.size:,} replicates have no variation"
        return Interval(reason=f"no interval: {without}")
    low, high = np.quantile(defined, [0.025, 0.975])
    left_out = f" ({lost:,} without variation left out)" if lost else ""
    return estimate.between(low, high, method + left_out)
