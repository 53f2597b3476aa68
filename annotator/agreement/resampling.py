"""Samples of the same study: without one article, or drawn again with replacement."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from annotator.agreement.arrays import Floats, Ints
from annotator.agreement.coefficient import Statistic
from annotator.agreement.patterns import Patterns

#: No table of sums has more cells than this (some 130 MB of floats).
LARGEST = 2**24

#: A block of draws has about this many cells, so that it stays in the processor's cache.
_BLOCK = 2**18


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn: K kinds of articles, or of units where no article is known.

    ``group``, shape (P,), is the kind that each pattern belongs to, or -1; ``times``,
    shape (P,), how often one of that kind has the pattern; ``copies``, shape (K,), how
    many there are of the kind. Articles are each of their own kind.
    """

    noun: Literal["article", "unit"]
    group: Ints
    times: Ints
    copies: Ints
    names: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """How many articles or units there are to draw from."""
        return int(self.copies.sum())


def pool(patterns: Patterns) -> Pool:
    """The articles, or units, that have a say: those with two judgements of one unit.

    An article without such a unit would be drawn for nothing and count as evidence.
    """
    paired = patterns.judged >= 2
    if not patterns.clusters:
        group = np.where(paired, np.cumsum(paired) - 1, -1)
        return Pool("unit", group, np.ones_like(patterns.freq), patterns.freq[paired])
    articles = np.unique(patterns.cluster[paired])
    place = np.full(len(patterns.clusters), -1)
    place[articles] = np.arange(articles.size)
    names = tuple(patterns.clusters[at] for at in articles)
    return Pool("article", place[patterns.cluster], patterns.freq, np.ones_like(articles), names)


def sums(pool: Pool, statistic: Statistic) -> Floats:
    """The sums of one article, or unit, of each kind, shape (K, S)."""
    return statistic.sums(pool.group, pool.copies.size, pool.times)


def without_one(each: Floats, value: Callable[[Floats], Floats]) -> Floats:
    """The coefficient without each article in turn, shape (K,).

    The others are added up anew: taking one away from the total would lose digits
    where that one is much larger than all others.
    """
    return value((1.0 - np.eye(len(each))) @ each)


def draws(copies: Ints, replicates: int, seed: int, widest: int) -> Iterator[Floats]:
    """How often each kind is drawn in each replicate, in blocks of shape (B, K).

    ``widest`` is the length of the longest row of numbers that each replicate needs. It
    makes the blocks small enough, and changes no number.
    """
    block = max(1, _BLOCK // widest)
    generator = np.random.Generator(np.random.PCG64(seed))
    size = int(copies.sum())
    for start in range(0, replicates, block):
        many = min(block, replicates - start)
        if size > copies.size:
            yield generator.multinomial(size, copies / size, many).astype(np.float64)
        else:
            # Counting draws is ten times as quick where there is one of each kind.
            place = generator.integers(size, size=(many, size)) + size * np.arange(many)[:, None]
            drawn = np.bincount(place.ravel(), minlength=many * size)
            yield drawn.reshape(many, size).astype(np.float64)
