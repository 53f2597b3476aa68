"""The estimates of one question: each coefficient with its interval, or why there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from annotator.reliability.coefficients.coefficient import CoderCoefficient, CountCoefficient
from annotator.reliability.coefficients.registry import COEFFICIENTS, AnyCoefficient
from annotator.reliability.data.arrays import Ints
from annotator.reliability.data.patterns import Patterns, merge, pooled
from annotator.reliability.data.profiles import Profiles, profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.uncertainty.article_counts import QuestionCounts, counts_of_profiles
from annotator.reliability.uncertainty.intervals import (
    JACKKNIFE,
    Interval,
    PointEstimate,
    are_drawn,
    intervals,
    percentiles,
)
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampled_counts import (
    ResampledCounts,
    replicates_of_counts,
    replicates_of_margins,
    resample_counts,
    value_of_counts,
    value_of_margins,
)
from annotator.reliability.uncertainty.resampling import Pool, Resampling, finer, pool

#: With fewer articles than this, and a value that more than this share of judgements has,
#: an interval is not to be trusted.
SAFE_ARTICLES, COMMON = 20, 0.9

NOT_TO_BE_TRUSTED = "not to be trusted: few articles, and nearly all judgements are alike"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its standard error and its 95 % interval.

    Attributes
    ----------
    value : float or None
        The coefficient; None where it is undefined.
    se : float or None
        Its standard error: that of the interval's method where articles are known, and else
        the one of the literature.
    low, high : float or None
        The limits of the interval.
    method : str
        The name of the interval's method.
    reason : str
        Why the value or the interval is missing; empty if both are there.
    below : tuple of float
        The shares of bootstrap replicates below .667 and below .800; empty without replicates.
    """

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    method: str
    reason: str
    below: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class CountedJudgements:
    """One question's judgements, as patterns and as profiles with the pattern of each.

    Where nothing is known but counts, there are no profiles.
    """

    patterns: Patterns
    n_coders: int
    profiles: Profiles | None = None
    place: Ints = field(default_factory=lambda: np.empty(0, np.int64))


def count_judgements(data: ReliabilityData) -> CountedJudgements:
    """All judgements of reliability data."""
    by_coder = profiles(data)
    patterns, place = merge(by_coder.patterns())
    return CountedJudgements(patterns, len(data.coders), by_coder, place)


def estimates(
    counted: CountedJudgements,
    resampling: Resampling,
    coefficients: Sequence[AnyCoefficient] = COEFFICIENTS,
) -> dict[str, Estimate]:
    """Each coefficient of all these units together; those by coder only where coders are known."""
    if counted.profiles is None:
        coefficients = [each for each in coefficients if isinstance(each, CountCoefficient)]
    drawn = pool(counted.patterns)
    by_coder = counted.profiles
    counts = counts_of_profiles(by_coder) if by_coder and are_drawn(drawn) else None
    if counts is not None:
        resampled = resample_counts(counts.by_article, resampling)
        return estimates_of_counts(counts, resampled, lambda: counted, coefficients)
    lacks = _lacks(counted.patterns, counted.n_coders, coefficients)
    defined = [each for each in coefficients if each.key not in lacks]
    measured = _of_samples(counted, drawn, resampling, defined)
    return {each.key: measured.get(each.key) or lacks[each.key] for each in coefficients}


def estimates_of_counts(
    counts: QuestionCounts,
    resampled: ResampledCounts,
    counted: Callable[[], CountedJudgements],
    coefficients: Sequence[AnyCoefficient] = COEFFICIENTS,
) -> dict[str, Estimate]:
    """The same from counts by article, where articles are drawn.

    ``counted`` gives the judgements themselves. It is called only for coefficients that do
    not come from counts.
    """
    lacks = _lacks(counts.patterns, counts.coders.size, coefficients)
    defined = [each for each in coefficients if each.key not in lacks]
    measured = {
        each.key: estimate
        for each in defined
        if (estimate := _of_counts(counts, resampled, each)) is not None
    }
    rest = [each for each in defined if each.key not in measured]
    if rest:
        whole = counted()
        measured |= _of_samples(whole, pool(whole.patterns), resampled.resampling, rest)
    return {each.key: measured.get(each.key) or lacks[each.key] for each in coefficients}


def _lacks(
    patterns: Patterns, n_coders: int, coefficients: Sequence[AnyCoefficient]
) -> dict[str, Estimate]:
    """The coefficients whose needs these judgements do not meet."""
    lack = _lack(patterns, n_coders)
    level = patterns.scale.level
    reasons = {each.key: lack or each.needs.lacking(level, n_coders) for each in coefficients}
    return {key: undefined(reason) for key, reason in reasons.items() if reason}


def _lack(patterns: Patterns, n_coders: int) -> str:
    """What every coefficient needs and these judgements do not have."""
    if not patterns.freq.size:
        return "no judgement"
    if n_coders == 1:
        return "only one coder"
    return "" if (patterns.judged >= 2).any() else "no unit has two judgements"


def _of_counts(
    counts: QuestionCounts, resampled: ResampledCounts, coefficient: AnyCoefficient
) -> Estimate | None:
    """A coefficient from counts by article; None if it does not come from them."""
    if isinstance(coefficient, CountCoefficient):
        value = value_of_counts(counts, coefficient)
        drawn = replicates_of_counts(counts, resampled, coefficient)
    elif coefficient.margins is not None:
        value = value_of_margins(counts, coefficient.margins)
        drawn = replicates_of_margins(counts, resampled, coefficient.margins)
    else:
        return None
    if np.isnan(value):
        return undefined(_one_value(counts.patterns))
    interval = percentiles("article", drawn, coefficient.lowest, coefficient.highest)
    return with_interval(value, interval.error, interval)


def _of_samples(
    counted: CountedJudgements,
    drawn: Pool,
    resampling: Resampling,
    coefficients: Sequence[AnyCoefficient],
) -> dict[str, Estimate]:
    """Coefficients from samples of articles or units, or from leaving out one in turn."""
    if not coefficients:
        return {}
    points = _points(counted, drawn, coefficients)
    made = intervals(drawn, list(points.values()), resampling)
    return {
        key: estimate_of(counted.patterns, point, interval)
        for (key, point), interval in zip(points.items(), made, strict=True)
    }


def _points(
    counted: CountedJudgements, drawn: Pool, coefficients: Sequence[AnyCoefficient]
) -> dict[str, PointEstimate]:
    points: dict[str, PointEstimate] = {}
    by_coder = counted.profiles
    fine = finer(drawn, by_coder, counted.place) if by_coder else None
    for each in coefficients:
        if isinstance(each, CountCoefficient):
            points[each.key] = _point(each, counted.patterns, drawn)
        elif by_coder and fine:
            points[each.key] = _point_by_coder(each, by_coder, fine)
    return points


def _point(coefficient: CountCoefficient, patterns: Patterns, drawn: Pool) -> PointEstimate:
    """The coefficient's value, nan where undefined, and its statistic for resamples.

    The value comes from the units pooled over articles, so that it has the same digits
    whether articles are known or not.
    """
    together = pooled(patterns)
    value = coefficient.statistic(together).of_all(together.freq)
    error = coefficient.error(together) if coefficient.error and not patterns.clusters else None
    sampled = Sampled(coefficient.statistic(patterns), drawn)
    return PointEstimate(value, coefficient.lowest, coefficient.highest, sampled, error)


def _point_by_coder(
    coefficient: CoderCoefficient, by_coder: Profiles, drawn: Pool
) -> PointEstimate:
    """The same for a coefficient that asks who judged."""
    statistic = coefficient.statistic(by_coder)
    error = coefficient.error(by_coder) if coefficient.error and not by_coder.clusters else None
    value = statistic.of_all(by_coder.freq)
    sampled = Sampled(statistic, drawn)
    return PointEstimate(value, coefficient.lowest, coefficient.highest, sampled, error)


def estimate(coefficient: CountCoefficient, patterns: Patterns) -> Estimate:
    """Estimate one coefficient of all units, with the standard error of the literature.

    Parameters
    ----------
    coefficient : CountCoefficient
        One that does not ask who judged.
    patterns : Patterns
        The counts of one question.

    Returns
    -------
    Estimate
        Without an interval; `measure` gives intervals.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> counts = np.array([[3, 0], [2, 1], [1, 2], [0, 3]])
    >>> scale = rel.Scale("nominal", ("calm", "loud"))
    >>> patterns = rel.patterns_from_counts(counts, np.array([40, 5, 5, 10]), scale)
    >>> found = rel.estimate(rel.ALPHA, patterns)
    >>> round(found.value, 3), round(found.se, 3)
    (0.705, 0.084)
    """
    if not (patterns.judged >= 2).any():
        return undefined("no unit has two judgements")
    point = _point(coefficient, patterns, pool(patterns))
    return estimate_of(patterns, point, Interval(reason="no interval was asked for"))


def estimate_of(patterns: Patterns, point: PointEstimate, interval: Interval) -> Estimate:
    """The value with its error and interval, or why there is no value."""
    if np.isnan(point.value):
        return undefined(_one_value(patterns))
    interval = _cautioned(patterns, interval)
    error = interval.error if patterns.clusters else point.error
    return with_interval(point.value, error, interval)


def with_interval(value: float, error: float | None, interval: Interval) -> Estimate:
    """A value with its standard error, and an interval or why there is none."""
    limits = (interval.low, interval.high, interval.method, interval.reason, interval.below)
    return Estimate(value, error, *limits)


def _cautioned(patterns: Patterns, interval: Interval) -> Interval:
    """The interval, with a warning where it holds the true value less often than it says.

    With few articles and a value that nearly everyone gave, 82 (5 articles) and 90 (10) of
    100 intervals hold it; ``python -m benchmarks coverage`` shows how that was found.
    """
    times = patterns.distribution
    if not interval.method.startswith(JACKKNIFE) or times.max(initial=0) <= COMMON * times.sum():
        return interval
    if pool(patterns).size >= SAFE_ARTICLES:
        return interval
    return replace(interval, method=f"{interval.method}; {NOT_TO_BE_TRUSTED}")


def undefined(reason: str) -> Estimate:
    """An estimate without a value: never 0, never 1."""
    return Estimate(None, None, None, None, "", f"undefined: {reason}")


def _one_value(patterns: Patterns) -> str:
    """Why a coefficient that allows for chance says nothing here."""
    n_units = patterns.freq[patterns.judged >= 2].sum()
    where = " where two or more judged" if np.count_nonzero(patterns.distribution) > 1 else ""
    units = "1 unit" if n_units == 1 else f"{n_units:,} units"
    return f"every coder used one value{where} ({units}, 100 % agreement)"
