"""What is counted in each of the samples that are drawn of articles.

The counts of a sample are sums of whole numbers, so they are the same to the last digit
whether they are summed anew or changed by the few articles that changed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.resampling import of_articles
from annotator.agreement.tally import Tally, wider


@dataclass(frozen=True, slots=True)
class Drawn:
    """The counts of a tally in each of R samples of its articles that are drawn.

    ``kinds``, shape (R, P), is how many units of each kind; ``given`` and ``paired``, shape
    (R, C, V), how often each coder gave each value. ``fixed`` are the same of the articles
    that are never drawn and always there, with R = 1.
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
    if before is not None and (before.seed, len(before.kinds)) == (seed, replicates):
        if np.array_equal(before.pool, pool):
            then = _side_by_side(before.tally, tally)[pool]
            rows = np.flatnonzero((now != then).any(axis=1))
            known = _of(before, tally)
            sums = known + _sums(pool.size, replicates, seed, rows, (now - then)[rows])
            return _split(tally, pool, seed, sums)
    rows = np.arange(pool.size)
    return _split(tally, pool, seed, _sums(pool.size, replicates, seed, rows, now))


def _side_by_side(of: Tally, like: Tally) -> NDArray[np.int32]:
    """The counts of each article in one row, in tables as wide as those of another tally."""
    return _flat(of.units, of.given, of.paired, like)


def _of(before: Drawn, like: Tally) -> Floats:
    """The same of samples that were drawn before."""
    return _flat(before.kinds, before.given, before.paired, like)


def _flat(kinds, given, paired, like: Tally):  # type: ignore[no-untyped-def]
    values = like.given.shape[2]
    both = [wider(each, values).reshape(len(each), -1) for each in (given, paired)]
    return np.hstack([wider(kinds, len(like.kinds)), *both])


def _sums(size: int, replicates: int, seed: int, rows: Ints, each: NDArray[np.int32]) -> Floats:
    """What some of the articles add up to in each sample, shape (R, W)."""
    table = np.ascontiguousarray(each, np.float64)
    found = [
        block[:, rows].astype(np.float64) @ table if rows.size < size
        else block.astype(np.float64) @ table
        for block in of_articles(size, replicates, seed)
    ]  # fmt: skip
    return np.concatenate(found)


def _split(tally: Tally, pool: Ints, seed: int, sums: Floats) -> Drawn:
    _, coders, values = tally.given.shape
    kinds, given, paired = np.split(sums, len(tally.kinds) + np.array([0, coders * values]), axis=1)
    shape = (len(sums), coders, values)
    return Drawn(tally, pool, seed, kinds, given.reshape(shape), paired.reshape(shape))
