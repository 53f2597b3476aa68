"""Replicates: what coefficients would be in samples of the same study, all of one draw."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.coefficient import Statistic
from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.uncertainty.resampling import (
    LARGEST,
    Pool,
    Resampling,
    always,
    split,
    sums,
    without_one,
)


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


@dataclass(frozen=True, slots=True)
class _Stack:
    """The sums of several statistics side by side, each different column once.

    ``table``, shape (F, W), is multiplied with a draw once for all of ``members``;
    ``columns`` says for each which columns of the product are its sums.
    """

    pool: Pool
    used: Ints
    table: Floats
    members: Sequence[int]
    columns: Sequence[Ints]


def bootstrapped(pool: Pool, sampled: Sequence[Sampled], resampling: Resampling) -> list[Floats]:
    """Each coefficient in every replicate, shape (replicates,); one draw serves all.

    Their pools are ``pool`` or finer ones of it.
    """
    stacks = _stacks(sampled)
    fixed = [always(each.pool, each.statistic) for each in sampled]
    widest = max([pool.copies.size, *(max(stack.table.shape) for stack in stacks)])
    values: list[list[Floats]] = [[] for _ in sampled]
    # Splitting draws has its own stream, so that it never changes what is drawn.
    generator = np.random.Generator(np.random.PCG64([resampling.seed, 1]))
    for drawn in resampling.draws(pool.copies, widest):
        fine = _split(drawn, sampled, generator)
        for stack in stacks:
            weights = fine[_draw(stack.pool)]
            few = stack.used.size < weights.shape[1]
            total = (weights[:, stack.used] if few else weights) @ stack.table
            for at, columns in zip(stack.members, stack.columns, strict=True):
                values[at].append(sampled[at].statistic.value(total[:, columns] + fixed[at]))
    return [np.concatenate(each) for each in values]


def _stacks(sampled: Sequence[Sampled]) -> list[_Stack]:
    """Statistics of one pool that add something wherever it is drawn go together.

    Two coders of twenty meet in few of the kinds that are drawn: they are a stack alone.
    """
    alone, together = [], defaultdict(list)
    for at, each in enumerate(sampled):
        table = sums(each.pool, each.statistic)
        used = np.flatnonzero(table.any(axis=1))
        if used.size * 4 < len(table):
            columns = np.arange(table.shape[1])
            alone.append(_Stack(each.pool, used, table[used], [at], [columns]))
        else:
            together[_draw(each.pool)].append((at, table))
    return [*alone, *(_stacked(sampled, given) for given in together.values())]


def _draw(pool: Pool) -> int:
    """What tells the draw of one pool from that of another: only finer kinds are split."""
    return id(pool) if pool.within.size else 0


def _stacked(sampled: Sequence[Sampled], given: Sequence[tuple[int, Floats]]) -> _Stack:
    place: dict[bytes, int] = {}
    kept: list[Floats] = []
    columns = []
    for _, table in given:
        where = []
        for column in np.ascontiguousarray(table.T):
            key = column.tobytes()
            if key not in place:
                place[key] = len(kept)
                kept.append(column)
            where.append(place[key])
        columns.append(np.array(where, np.int64))
    members = [at for at, _ in given]
    table = np.ascontiguousarray(np.array(kept).T)
    return _Stack(sampled[members[0]].pool, np.arange(len(table)), table, members, columns)


def _split(
    drawn: Floats, sampled: Sequence[Sampled], generator: np.random.Generator
) -> dict[int, Floats]:
    """The draw for each pool; one pool is split once."""
    known: dict[int, Floats] = {}
    for each in sampled:
        if _draw(each.pool) not in known:
            known[_draw(each.pool)] = split(drawn, each.pool, generator)
    return known
