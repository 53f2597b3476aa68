"""What is counted in each of the samples that are drawn of articles.

The counts of a sample are sums of whole numbers, so they are the same to the last digit
whether they are summed anew or changed by the few articles that changed.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.uncertainty.article_counts import Tally, wider
from annotator.reliability.uncertainty.resampling import of_articles

Numbers = TypeVar("Numbers", NDArray[np.int32], Floats)


@dataclass(frozen=True, slots=True)
class Drawn:
    """The counts of a tally in each of R samples of its articles that are drawn.

    ``kinds``, shape (R, P), is how many units of each kind; ``given`` and ``paired``, shape
    (R, C, V), how often each coder gave each value.
    """

    tally: Tally
    pool: Ints
    seed: int
    kinds: Floats
    given: Floats
    paired: Floats


def drawn(tally: Tally, replicates: int, seed: int, before: Drawn | None = None) -> Drawn:
    """The counts in samples of the articles; those drawn before are kept as far as they hold."""
    pool = tally.pool
    now = _side_by_side(tally, tally)[pool]
    if before is None or not _holds(before, tally, replicates, seed):
        rows, known, more = np.arange(pool.size), None, now
    else:
        then = _side_by_side(before.tally, tally)[pool]
        rows, known = np.flatnonzero((now != then).any(axis=1)), _of(before, tally)
        more = (now - then)[rows]
    sums = _sums(pool.size, replicates, seed, rows, more)
    return _split(tally, pool, seed, sums if known is None else known + sums)


def _holds(before: Drawn, tally: Tally, replicates: int, seed: int) -> bool:
    """Whether the articles that were drawn before are those that are drawn now."""
    same = (before.seed, len(before.kinds)) == (seed, replicates)
    (_, coders, values), (_, now, more) = before.tally.given.shape, tally.given.shape
    fits = coders == now and values <= more and len(before.tally.kinds) <= len(tally.kinds)
    return same and fits and np.array_equal(before.pool, tally.pool)


def _side_by_side(of: Tally, like: Tally) -> NDArray[np.int32]:
    """The counts of each article in one row, in tables as wide as those of another tally."""
    return _flat(of.units, of.given, of.paired, like)


def _of(before: Drawn, like: Tally) -> Floats:
    """The same of samples that were drawn before."""
    return _flat(before.kinds, before.given, before.paired, like)


def _flat(kinds: Numbers, given: Numbers, paired: Numbers, like: Tally) -> Numbers:
    values, size = like.given.shape[2], len(kinds)
    one, other = wider(given, values).reshape(size, -1), wider(paired, values).reshape(size, -1)
    return np.hstack([wider(kinds, len(like.kinds)), one, other])


def _sums(size: int, replicates: int, seed: int, rows: Ints, each: NDArray[np.int32]) -> Floats:
    """What some of the articles add up to in each sample, shape (R, W)."""
    table = np.ascontiguousarray(each, np.float64)
    which = slice(None) if rows.size == size else rows
    blocks = of_articles(size, replicates, seed)
    return np.concatenate([block[:, which].astype(np.float64) @ table for block in blocks])


def _split(tally: Tally, pool: Ints, seed: int, sums: Floats) -> Drawn:
    _, coders, values = tally.given.shape
    kinds, given, paired = np.split(sums, len(tally.kinds) + np.array([0, coders * values]), axis=1)
    shape = (len(sums), coders, values)
    return Drawn(tally, pool, seed, kinds, given.reshape(shape), paired.reshape(shape))
