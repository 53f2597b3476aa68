"""The figures of one question: every coefficient, or the reason why there is none."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.cohen_kappa import COHEN_KAPPA
from annotator.reliability.coefficients.conger_kappa import CONGER_KAPPA
from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA, SCOTT_PI
from annotator.reliability.coefficients.gwet_ac import BRENNAN_PREDIGER, GWET_AC1
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.data.patterns import Patterns, merge, pooled
from annotator.reliability.data.profiles import Profiles, profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.uncertainty.coefficients_of_counts import (
    Counts,
    counts_of,
    replicates_by_coder,
    value,
    value_by_coder,
)
from annotator.reliability.uncertainty.coefficients_of_counts import replicates as replicates_of
from annotator.reliability.uncertainty.intervals import (
    JACKKNIFE,
    Interval,
    PointEstimate,
    are_drawn,
    intervals,
    percentiles,
)
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampled_counts import Drawn
from annotator.reliability.uncertainty.resampled_counts import drawn as samples
from annotator.reliability.uncertainty.resampling import Pool, finer, pool

#: Every coefficient that does not ask who judged, in the order in which it is shown.
COEFFICIENTS = (PERCENT, ALPHA, FLEISS_KAPPA, SCOTT_PI, GWET_AC1, BRENNAN_PREDIGER)

#: Those that do.
BY_CODER = (CONGER_KAPPA, COHEN_KAPPA)

#: Those of two coders and no more.
OF_TWO = ("cohen_kappa", "weighted_kappa")

#: What each is called on a page.
NAMES = {
    "percent": "Percent agreement",
    "alpha": "Krippendorff's alpha",
    "fleiss_kappa": "Fleiss' kappa",
    "scott_pi": "Scott's pi",
    "gwet_ac1": "Gwet's AC1",
    "brennan_prediger": "Brennan and Prediger's coefficient",
    "conger_kappa": "Conger's kappa",
    "cohen_kappa": "Cohen's kappa",
}

#: With fewer articles than this, and a value that more than this share of judgements has,
#: an interval is not to be trusted.
SAFE_ARTICLES, COMMON = 20, 0.9

NOT_TO_BE_TRUSTED = "not to be trusted: few articles, and nearly all judgements are alike"

_TWO_CODERS = "Cohen's kappa is for two coders; see every two coders by themselves"


@dataclass(frozen=True, slots=True)
class Estimate:
    """A coefficient with its standard error and its 95 % interval.

    ``method`` names the method of the interval. ``reason`` says in words why the value
    or the interval is missing, and is empty if both are there. The standard error is that
    of the interval's method where articles are known, and else the one of the literature.
    ``below`` is the share of bootstrap replicates below .667 and below .800.
    """

    value: float | None
    se: float | None
    low: float | None
    high: float | None
    method: str
    reason: str
    below: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """One question's judgements, as patterns and as profiles with the pattern of each.

    Where nothing is known but counts, there are no profiles.
    """

    patterns: Patterns
    n_coders: int
    profiles: Profiles | None = None
    place: Ints = field(default_factory=lambda: np.empty(0, np.int64))


def whole(data: ReliabilityData) -> Whole:
    """All judgements of reliability data."""
    who = profiles(data)
    patterns, place = merge(who.patterns())
    return Whole(patterns, len(data.coders), who, place)


def figures(
    whole: Whole,
    *,
    replicates: int,
    seed: int,
    coefficients: Sequence[Coefficient[Patterns]] = COEFFICIENTS,
    by_coder: Sequence[Coefficient[Profiles]] = BY_CODER,
) -> dict[str, Estimate]:
    """Each coefficient of all these units together."""
    by_coder = by_coder if whole.profiles else ()
    keys = [each.key for each in coefficients] + [each.key for each in by_coder]
    lack = _lack(whole.patterns, whole.n_coders)
    if lack:
        return {key: undefined(lack) for key in keys}
    drawn = pool(whole.patterns)
    if whole.profiles and are_drawn(drawn):
        of = counts_of(whole.profiles)
        if of is not None:
            sample = samples(of.tally, replicates, seed)
            return figures_of_counts(of, sample, coefficients)
    found = {key: undefined(_TWO_CODERS) for key in keys}
    estimates = {each.key: _estimate(each, whole.patterns, drawn) for each in coefficients}
    if whole.profiles:
        fine = finer(drawn, whole.profiles, whole.place)
        asked = [each for each in by_coder if whole.n_coders == 2 or each.key not in OF_TWO]
        estimates |= {each.key: _by_coder(each, whole.profiles, fine) for each in asked}
    made = intervals(drawn, list(estimates.values()), replicates=replicates, seed=seed)
    for (key, estimate), interval in zip(estimates.items(), made, strict=True):
        found[key] = figure_of(whole.patterns, estimate, interval)
    return found


def figures_of_counts(
    of: Counts, drawn: Drawn, coefficients: Sequence[Coefficient[Patterns]] = COEFFICIENTS
) -> dict[str, Estimate]:
    """The same from counts by article, where articles are drawn."""
    found = {
        each.key: _figure_of_draw(of, each, value(of, each), replicates_of(of, drawn, each))
        for each in coefficients
    }
    found |= {each.key: undefined(_TWO_CODERS) for each in BY_CODER}
    for each, paired in zip(BY_CODER, (False, True), strict=True):
        if not paired or of.coders.size == 2:
            at = value_by_coder(of, paired=paired)
            values = replicates_by_coder(of, drawn, paired=paired)
            found[each.key] = _figure_of_draw(of, each, at, values)
    return found


def _figure_of_draw(
    of: Counts, coefficient: Coefficient[Any], value: float, drawn: Floats
) -> Estimate:
    if np.isnan(value):
        return undefined(_one_value(of.patterns))
    made = percentiles("article", drawn, coefficient.lowest, coefficient.highest)
    return Estimate(value, made.error, made.low, made.high, made.method, made.reason, made.below)


def figure(coefficient: Coefficient[Patterns], patterns: Patterns) -> Estimate:
    """One coefficient of all units by itself, with the standard error of the literature."""
    if not (patterns.judged >= 2).any():
        return undefined("no unit has two judgements")
    estimate = _estimate(coefficient, patterns, pool(patterns))
    return figure_of(patterns, estimate, Interval(reason="no interval was asked for"))


def _estimate(coefficient: Coefficient[Patterns], patterns: Patterns, drawn: Pool) -> PointEstimate:
    """The coefficient's value, nan where undefined, and its statistic for resamples.

    The value comes from the units pooled over articles, so that it has the same digits
    whether articles are known or not.
    """
    together = pooled(patterns)
    value = coefficient.statistic(together).of_all(together.freq)
    error = coefficient.error(together) if coefficient.error and not patterns.clusters else None
    sampled = Sampled(coefficient.statistic(patterns), drawn)
    return PointEstimate(value, coefficient.lowest, coefficient.highest, sampled, error)


def _by_coder(coefficient: Coefficient[Profiles], who: Profiles, drawn: Pool) -> PointEstimate:
    """The same for a coefficient that asks who judged."""
    statistic = coefficient.statistic(who)
    error = coefficient.error(who) if coefficient.error and not who.clusters else None
    value = statistic.of_all(who.freq)
    return PointEstimate(
        value, coefficient.lowest, coefficient.highest, Sampled(statistic, drawn), error
    )


def figure_of(patterns: Patterns, estimate: PointEstimate, interval: Interval) -> Estimate:
    """The value with its error and interval, or why there is no value."""
    if np.isnan(estimate.value):
        return undefined(_one_value(patterns))
    interval = _cautioned(patterns, interval)
    error = interval.error if patterns.clusters else estimate.error
    limits = (interval.low, interval.high, interval.method, interval.reason, interval.below)
    return Estimate(estimate.value, error, *limits)


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
    """A figure without a value: never 0, never 1."""
    return Estimate(None, None, None, None, "", f"undefined: {reason}")


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
