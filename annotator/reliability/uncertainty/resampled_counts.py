"""Counts in samples of the articles, and the coefficients of all articles and of each sample.

The counts of a sample are sums of whole numbers, so they are the same to the last digit
whether they are summed anew or changed by the few articles that changed.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.coefficient import CountCoefficient, Margins
from annotator.reliability.data.arrays import Floats, Ints, sum_of_rows
from annotator.reliability.uncertainty.article_counts import ArticleCounts, QuestionCounts, wider
from annotator.reliability.uncertainty.resampling import Resampling

Numbers = TypeVar("Numbers", NDArray[np.int32], Floats)


@dataclass(frozen=True, slots=True)
class ResampledCounts:
    """Counts by article in each of R samples of the articles that are drawn.

    ``pool`` are the articles that are drawn. ``kinds``, shape (R, P), is how many units of
    each kind a sample has; ``given`` and ``paired``, shape (R, C, V), how often each coder gave
    each value.
    """

    by_article: ArticleCounts
    pool: Ints
    resampling: Resampling
    kinds: Floats
    given: Floats
    paired: Floats


def resample_counts(
    counts: ArticleCounts, resampling: Resampling, before: ResampledCounts | None = None
) -> ResampledCounts:
    """The counts in samples of the articles; those drawn before are kept as far as they hold."""
    pool = counts.pool
    now = _side_by_side(counts, counts)[pool]
    if before is None or not _holds(before, counts, resampling):
        rows, known, more = np.arange(pool.size), None, now
    else:
        then = _side_by_side(before.by_article, counts)[pool]
        rows, known = np.flatnonzero((now != then).any(axis=1)), _samples(before, counts)
        more = (now - then)[rows]
    sums = _sums(pool.size, resampling, rows, more)
    return _split(counts, pool, resampling, sums if known is None else known + sums)


def _holds(before: ResampledCounts, counts: ArticleCounts, resampling: Resampling) -> bool:
    """Whether the articles that were drawn before are those that are drawn now."""
    (_, coders, values), (_, now, more) = before.by_article.given.shape, counts.given.shape
    fits = coders == now and values <= more and len(before.by_article.kinds) <= len(counts.kinds)
    return before.resampling == resampling and fits and np.array_equal(before.pool, counts.pool)


def _side_by_side(counts: ArticleCounts, like: ArticleCounts) -> NDArray[np.int32]:
    """The counts of each article in one row, in tables as wide as those of another."""
    return _flat(counts.units, counts.given, counts.paired, like)


def _samples(before: ResampledCounts, like: ArticleCounts) -> Floats:
    """The same of samples that were drawn before."""
    return _flat(before.kinds, before.given, before.paired, like)


def _flat(kinds: Numbers, given: Numbers, paired: Numbers, like: ArticleCounts) -> Numbers:
    values, size = like.given.shape[2], len(kinds)
    one, other = wider(given, values).reshape(size, -1), wider(paired, values).reshape(size, -1)
    return np.hstack([wider(kinds, len(like.kinds)), one, other])


def _sums(size: int, resampling: Resampling, rows: Ints, each: NDArray[np.int32]) -> Floats:
    """What some of the articles add up to in each sample, shape (R, W)."""
    table = np.ascontiguousarray(each, np.float64)
    which = slice(None) if rows.size == size else rows
    blocks = resampling.draws_of_articles(size)
    return np.concatenate([block[:, which].astype(np.float64) @ table for block in blocks])


def _split(
    counts: ArticleCounts, pool: Ints, resampling: Resampling, sums: Floats
) -> ResampledCounts:
    _, coders, values = counts.given.shape
    ends = len(counts.kinds) + np.array([0, coders * values])
    kinds, given, paired = np.split(sums, ends, axis=1)
    shape = (len(sums), coders, values)
    return ResampledCounts(
        counts, pool, resampling, kinds, given.reshape(shape), paired.reshape(shape)
    )


def value_of_counts(counts: QuestionCounts, coefficient: CountCoefficient) -> float:
    """A coefficient of all units together."""
    return coefficient.statistic(counts.patterns).of_all(counts.patterns.freq)


def value_of_margins(counts: QuestionCounts, margins: Margins) -> float:
    """The same of one that asks who judged."""
    patterns = counts.patterns
    agreement = margins.agreement.statistic(patterns)
    agreed = agreement.sums(np.zeros_like(patterns.freq), 1, patterns.freq)
    given = sum_of_rows(_table(counts.by_article, margins))
    given_by_all = _asked_for(counts, given[None].astype(np.float64))
    return float(margins.value(patterns.scale, agreed, given_by_all)[0])


def replicates_of_counts(
    counts: QuestionCounts, resampled: ResampledCounts, coefficient: CountCoefficient
) -> Floats:
    """A coefficient in every sample, shape (R,)."""
    statistic = coefficient.statistic(counts.patterns)
    return statistic.value(_units(counts, resampled) @ _each(counts, coefficient))


def replicates_of_margins(
    counts: QuestionCounts, resampled: ResampledCounts, margins: Margins
) -> Floats:
    """The same of one that asks who judged."""
    agreed = _units(counts, resampled) @ _each(counts, margins.agreement)
    drawn = resampled.given if margins.of_units == "all" else resampled.paired
    given = drawn + _undrawn(_table(counts.by_article, margins), resampled)
    return margins.value(counts.patterns.scale, agreed, _asked_for(counts, given))


def _table(counts: ArticleCounts, margins: Margins) -> NDArray[np.int32]:
    """How often each coder gave each value in each article, in the units that count."""
    return counts.given if margins.of_units == "all" else counts.paired


def _each(counts: QuestionCounts, coefficient: CountCoefficient) -> Floats:
    """What one unit of each pattern adds to a coefficient's sums, shape (P, S)."""
    size = counts.patterns.freq.size
    each = np.arange(size)
    return coefficient.statistic(counts.patterns).sums(each, size, np.ones(size, np.int64))


def _units(counts: QuestionCounts, resampled: ResampledCounts) -> Floats:
    """How many units show each pattern in every sample, shape (R, P)."""
    every = resampled.kinds + _undrawn(counts.by_article.units, resampled)
    return np.ascontiguousarray(every[:, counts.kind])


def _undrawn(table: NDArray[np.int32], resampled: ResampledCounts) -> Ints:
    """What is in no article that is drawn, and always counts."""
    kept = np.ones(len(table), bool)
    kept[resampled.pool] = False
    return sum_of_rows(table[kept])


def _asked_for(counts: QuestionCounts, given: Floats) -> Floats:
    """The judgements of coders and values that the question has, in their order."""
    return np.ascontiguousarray(given[:, counts.coders][:, :, counts.values])
