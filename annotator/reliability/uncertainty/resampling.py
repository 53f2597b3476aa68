"""Samples of the same study: without one article, or drawn again with replacement."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.coefficient import Statistic
from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.profiles import Profiles

#: No table of sums has more cells than this (some 130 MB of floats).
LARGEST = 2**24

#: A block of draws has about this many cells, so that it stays in the processor's cache.
_BLOCK = 2**18

#: Draws of this many cells (16 MB) are kept for the next question, as floats, ...
_KEPT = 2**21

#: ... and of this many (64 MB), as small integers.
_COMPACT = 2**26

REPLICATES = 2_000
SEED = 1


def _none() -> Ints:
    return np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Pool:
    """What is drawn: K kinds of articles, or of units where no article is known.

    ``group``, shape (P,), is the kind that each row (a pattern or a profile) belongs to,
    or -1; ``times``, shape (P,), how often one of that kind has the row; ``copies``, shape
    (K,), how many there are of the kind. Articles are each of their own kind. ``lone``,
    shape (P,), is how many units of a row are in no kind: they are never drawn and always
    there. ``within``, shape (K,), is the kind of a coarser pool that each kind is a part
    of; empty where the pool stands alone.
    """

    noun: Literal["article", "unit"]
    group: Ints
    times: Ints
    copies: Ints
    lone: Ints
    names: tuple[str, ...] = ()
    within: Ints = field(default_factory=_none)

    @property
    def size(self) -> int:
        """How many articles or units there are to draw from."""
        return int(self.copies.sum())


def pool(table: Patterns | Profiles) -> Pool:
    """The articles, or units, that have a say: those with two judgements of one unit.

    An article without such a unit would be drawn for nothing and count as evidence.
    """
    paired = table.judged >= 2
    if not table.clusters:
        group = np.where(paired, np.cumsum(paired) - 1, -1)
        lone = np.where(paired, 0, table.freq)
        return Pool("unit", group, np.ones_like(table.freq), table.freq[paired], lone)
    articles = np.unique(table.cluster[paired])
    place = np.full(len(table.clusters), -1)
    place[articles] = np.arange(articles.size)
    names = tuple(table.clusters[at] for at in articles)
    group = place[table.cluster]
    lone = np.where(group < 0, table.freq, 0)
    return Pool("article", group, table.freq, np.ones_like(articles), lone, names)


def finer(coarse: Pool, profiles: Profiles, place: Ints) -> Pool:
    """The same pool for profiles: articles stay what they are, kinds of units fall apart.

    ``place``, shape (P,), is the row of each profile in the patterns of the coarse pool.
    """
    fine = pool(profiles)
    if coarse.noun == "article":
        return fine
    return replace(fine, within=coarse.group[place[fine.group >= 0]])


def sums(pool: Pool, statistic: Statistic) -> Floats:
    """The sums of one article, or unit, of each kind, shape (K, S)."""
    return statistic.sums(pool.group, pool.copies.size, pool.times)


def always(pool: Pool, statistic: Statistic) -> Floats:
    """The sums of what is never drawn and always there, shape (1, S)."""
    if not pool.lone.any():
        return np.zeros((1, statistic.width))
    return statistic.sums(np.zeros_like(pool.lone), 1, pool.lone)


def without_one(each: Floats, value: Callable[[Floats], Floats], fixed: Floats) -> Floats:
    """The coefficient without each article in turn, shape (K,); ``fixed`` is always there.

    The others are added up anew: taking one away from the total would lose digits
    where that one is much larger than all others.
    """
    return value((1.0 - np.eye(len(each))) @ each + fixed)


def draws_of_ones(size: int, replicates: int, seed: int, block: int) -> Iterator[Floats]:
    """Draws where there is one of each kind; counting these is ten times as quick."""
    generator = np.random.Generator(np.random.PCG64(seed))
    for start in range(0, replicates, block):
        rows = min(block, replicates - start)
        place = generator.integers(size, size=(rows, size)) + size * np.arange(rows)[:, None]
        drawn = np.bincount(place.ravel(), minlength=rows * size)
        yield drawn.reshape(rows, size).astype(np.float64)


def compact_draws(size: int, replicates: int, seed: int) -> Iterator[NDArray[np.unsignedinteger]]:
    """The same in blocks of the smallest integers: an article is seldom drawn often."""
    for block in draws_of_ones(size, replicates, seed, max(1, 2**20 // size)):
        yield block.astype(np.uint8 if block.max() < 2**8 else np.uint32)


class KeptDraws:
    """The draws that were made last, for the next question: it often has the same articles.

    To measure several questions, make one and hand it to each through `Resampling`. It holds
    at most 160 MB, and several threads may use it.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> resampling = rel.Resampling(500, seed=7, kept=rel.KeptDraws())
    >>> [len(block) for block in resampling.draws_of_articles(40)]
    [500]
    """

    def __init__(self) -> None:
        self.of_ones = lru_cache(maxsize=2)(_all_draws_of_ones)
        self.compact = lru_cache(maxsize=2)(_all_compact_draws)


def _all_draws_of_ones(size: int, replicates: int, seed: int, block: int) -> tuple[Floats, ...]:
    blocks = tuple(draws_of_ones(size, replicates, seed, block))
    for each in blocks:
        each.flags.writeable = False
    return blocks


def _all_compact_draws(
    size: int, replicates: int, seed: int
) -> tuple[NDArray[np.unsignedinteger], ...]:
    blocks = tuple(compact_draws(size, replicates, seed))
    for each in blocks:
        each.flags.writeable = False
    return blocks


@dataclass(frozen=True, slots=True)
class Resampling:
    """How samples of a study are drawn: the same arguments give the same samples.

    Parameters
    ----------
    replicates : int
        How many samples are drawn.
    seed : int
        Where the generator starts.
    kept : KeptDraws, optional
        Draws that were made before, to be used again. It saves time and changes no number.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> units = [f"s{at // 2}" for at in range(40)]
    >>> data = rel.reliability_data(
    ...     rel.Judgements(units, ["A", "B"] * 20, list("xxxyyyxxyy" * 4))
    ... )
    >>> alpha = rel.measure(data, resampling=rel.Resampling(500, seed=7)).coefficients["alpha"]
    >>> alpha.method
    'unit bootstrap, 500 replicates'
    """

    replicates: int = REPLICATES
    seed: int = SEED
    kept: KeptDraws | None = field(default=None, compare=False)

    def draws(self, copies: Ints, widest: int) -> Iterator[Floats]:
        """How often each kind is drawn in each replicate, in blocks of shape (B, K).

        ``copies``, shape (K,), is how many there are of each kind. ``widest`` is the length of
        the longest row of numbers that each replicate needs: it makes the blocks small enough,
        and changes no number.
        """
        block = max(1, _BLOCK // widest)
        size = int(copies.sum())
        if size == copies.size:
            keeps = self.kept is not None and size * self.replicates <= _KEPT
            make = self.kept.of_ones if self.kept and keeps else draws_of_ones
            yield from make(size, self.replicates, self.seed, block)
            return
        generator = np.random.Generator(np.random.PCG64(self.seed))
        for start in range(0, self.replicates, block):
            rows = min(block, self.replicates - start)
            yield generator.multinomial(size, copies / size, rows).astype(np.float64)

    def draws_of_articles(self, size: int) -> Iterator[NDArray[np.unsignedinteger]]:
        """How often each of ``size`` articles is drawn in each replicate: that of ``draws``."""
        keeps = self.kept is not None and size * self.replicates <= _COMPACT
        make = self.kept.compact if self.kept and keeps else compact_draws
        yield from make(size, self.replicates, self.seed)


#: How samples are drawn unless something else is said.
USUAL_RESAMPLING = Resampling()


def split(drawn: Floats, fine: Pool, generator: np.random.Generator) -> Floats:
    """Of the kinds that were drawn, shape (B, K), how often each finer kind, shape (B, F).

    To draw kinds first and then, within each, finer kinds by their share, is to draw finer
    kinds: so all coefficients see the same units, whether they ask who judged or not.
    """
    if not fine.within.size:
        return drawn
    finer_draws = np.empty((len(drawn), fine.copies.size))
    order = np.argsort(fine.within, kind="stable")
    for part in np.split(order, np.flatnonzero(np.diff(fine.within[order])) + 1):
        times = drawn[:, fine.within[part[0]]]
        if part.size == 1:
            finer_draws[:, part[0]] = times
        else:
            share = fine.copies[part] / fine.copies[part].sum()
            finer_draws[:, part] = generator.multinomial(times.astype(np.int64), share)
    return finer_draws
