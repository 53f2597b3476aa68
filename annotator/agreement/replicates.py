"""Replicates: what coefficients would be in samples of the same study, all of one draw."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.arrays import Floats
from annotator.agreement.coefficient import Statistic
from annotator.agreement.resampling import LARGEST, Pool, always, draws, split, sums, without_one


@dataclass(frozen=True, slots=True)
class Sampled:
    """A statistic, and the pool of the rows that it reads."""

    statistic: Statistic
    pool: Pool

    @property
    def fits(self) -> bool:
        """Whether the sums of everything that is drawn fit into memory."""
        return self.pool.copies.size * self.statistic.width <= LARGEST


def jackknifed(sampled: Sampled) -> Floats:
    """The coefficient without each article in turn, shape (K,)."""
    each = sums(sampled.pool, sampled.statistic)
    fixed = always(sampled.pool, sampled.statistic)
    return without_one(each, sampled.statistic.value, fixed)


def without(sampled: Sampled, own: NDArray[np.bool_]) -> Floats:
    """The coefficient without each of some articles in turn, shape (own.sum(),)."""
    taken = np.flatnonzero(own)
    kept = np.ones((taken.size, own.size))
    kept[np.arange(taken.size), taken] = 0
    table = sums(sampled.pool, sampled.statistic)
    return sampled.statistic.value(kept @ table + always(sampled.pool, sampled.statistic))


def bootstrapped(
    pool: Pool, sampled: Sequence[Sampled], replicates: int, seed: int
) -> list[Floats]:
    """Each coefficient in every replicate, shape (replicates,); one draw serves all.

    Their pools are ``pool`` or finer ones of it.
    """
    given = [sums(each.pool, each.statistic) for each in sampled]
    # Two coders of twenty meet in few of the kinds that are drawn: the others add nothing.
    used = [_used(table) for table in given]
    tables = [table[kinds] for table, kinds in zip(given, used, strict=True)]
    fixed = [always(each.pool, each.statistic) for each in sampled]
    widest = max([pool.copies.size, *(max(table.shape) for table in tables)])
    values: list[list[Floats]] = [[] for _ in sampled]
    # Splitting draws has its own stream, so that it never changes what is drawn.
    generator = np.random.Generator(np.random.PCG64([seed, 1]))
    for drawn in draws(pool.copies, replicates, seed, widest):
        fine = _split(drawn, sampled, generator)
        for at, each in enumerate(sampled):
            total = fine[at][:, used[at]] @ tables[at] + fixed[at]
            values[at].append(each.statistic.value(total))
    return [np.concatenate(each) for each in values]


def _used(table: Floats) -> NDArray[np.int64] | slice:
    """Which rows are not all zero, if they are few."""
    rows = np.flatnonzero(table.any(axis=1))
    return rows if rows.size * 4 < len(table) else slice(None)


def _split(
    drawn: Floats, sampled: Sequence[Sampled], generator: np.random.Generator
) -> list[Floats]:
    """The draw for each statistic's own pool; one pool is split once."""
    known: dict[int, Floats] = {}
    for each in sampled:
        if id(each.pool) not in known:
            known[id(each.pool)] = split(drawn, each.pool, generator)
    return [known[id(each.pool)] for each in sampled]
