"""Counts by article: how many units of each kind an article has, and who gave what in it.

Units are of one kind if the same number of coders gave each value. These counts are whole
numbers and add up, so that a new judgement changes one article's row of them, and a draw of
articles is a sum of rows, exact in whatever order it is made.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.alike import EXACT
from annotator.reliability.data.arrays import Ints, added_up, totals
from annotator.reliability.data.patterns import Patterns, merge
from annotator.reliability.data.scales import Scale

#: No table of counts has more cells than this.
LARGEST = 2**24

#: With more kinds of units than this, counts by article are no shorter than the units.
MOST_KINDS = 512

Few = NDArray[np.int32]
Number = TypeVar("Number", bound=np.number)


@dataclass(frozen=True, slots=True)
class Given:
    """Judgements in long form: the row, coder and value of each, shape (J,).

    A row stands for ``freq`` units of the article ``home``, both of shape (N,).
    """

    row: Ints
    coder: Ints
    value: Ints
    freq: Ints
    home: Ints


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of G articles, C coders, V values and P kinds of units.

    ``kinds``, shape (P, V), is how many judgements of each value a unit of a kind has, and
    ``units``, shape (G, P), how many such units are in each article. ``given`` and ``paired``,
    shape (G, C, V), are how often each coder gave each value in it: in all units, and in
    those with two judgements or more.
    """

    kinds: Ints
    units: Few
    given: Few
    paired: Few

    @property
    def pool(self) -> Ints:
        """The articles in which some unit has two judgements: those that are drawn."""
        judged = self.kinds.sum(axis=1)
        return np.flatnonzero(self.units[:, judged >= 2].any(axis=1))

    def patterns(self, scale: Scale, order: Ints) -> tuple[Patterns, Ints]:
        """All articles together as patterns of a scale, and the kind that each pattern is.

        ``order`` says which of the values here is each value of the scale.
        """
        freq = added_up(self.units)
        there = np.flatnonzero(freq)
        counts = self.kinds[there][:, order]
        row, value = np.nonzero(counts)
        home = np.zeros(there.size, np.int64)
        found, place = merge(Patterns(scale, freq[there], row, value, counts[row, value], home))
        kind = np.empty(place.size, np.int64)
        kind[place] = there
        return found, kind


def tallied_by_article(said: Given, articles: int, coders: int, values: int) -> Tally | None:
    """The counts of judgements; None where tables of counts would be too large to be of use."""
    judged = np.bincount(said.row, minlength=said.freq.size)
    bits = max(int(judged.max(initial=0)).bit_length(), 1)
    if bits * values > EXACT or articles * coders * values > LARGEST:
        return None
    weights = np.float64(2) ** (bits * np.arange(values))
    key = totals(said.row, weights[said.value], judged.size).astype(np.int64)
    keys, kind = np.unique(key[judged > 0], return_inverse=True)
    if keys.size > MOST_KINDS or articles * keys.size > LARGEST:
        return None
    home = said.home[judged > 0]
    units = totals(home * keys.size + kind, said.freq[judged > 0], articles * keys.size)
    there = judged[said.row] >= 2
    return Tally(
        (keys[:, None] >> np.arange(0, bits * values, bits)) & ((1 << bits) - 1),
        units.reshape(articles, keys.size).astype(np.int32),
        _by_coder(said, np.ones_like(there), (articles, coders, values)),
        _by_coder(said, there, (articles, coders, values)),
    )


def _by_coder(said: Given, kept: NDArray[np.bool_], shape: tuple[int, int, int]) -> Few:
    """How often each coder gave each value in each article."""
    row, coder, value = said.row[kept], said.coder[kept], said.value[kept]
    cell = (said.home[row] * shape[1] + coder) * shape[2] + value
    found = totals(cell, said.freq[row], int(np.prod(shape)))
    return found.reshape(shape).astype(np.int32)


def changed(tally: Tally, before: Given, after: Given, articles: Ints) -> Tally | None:
    """The counts after some units are judged otherwise: all judgements of these, then and now.

    ``articles`` are the articles that ``home`` means there. None where the tables would grow
    too large.
    """
    _, coders, values = tally.given.shape
    values = max([values, *(int(said.value.max(initial=-1)) + 1 for said in (before, after))])
    kinds, units = wider(tally.kinds, values), tally.units
    given, paired = wider(tally.given, values).copy(), wider(tally.paired, values).copy()
    for said, sign in ((before, -1), (after, 1)):
        part = tallied_by_article(said, articles.size, coders, values)
        if part is None:
            return None
        kinds, place = _joined(kinds, part.kinds)
        units = wider(units, len(kinds)).copy()
        units[np.ix_(articles, place)] += sign * part.units
        given[articles] += sign * part.given
        paired[articles] += sign * part.paired
    return Tally(kinds, units, given, paired) if _is_small(kinds, given.shape) else None


def _is_small(kinds: Ints, shape: tuple[int, int, int]) -> bool:
    """Whether tables of counts are small enough to be of use."""
    articles, coders, values = shape
    bits = int(kinds.sum(axis=1).max(initial=1)).bit_length()
    cells = articles * max(len(kinds), coders * values)
    return len(kinds) <= MOST_KINDS and bits * values <= EXACT and cells <= LARGEST


def wider(table: NDArray[Number], size: int) -> NDArray[Number]:
    """The table with its last axis made longer by zeros."""
    more = size - table.shape[-1]
    return np.pad(table, [(0, 0)] * (table.ndim - 1) + [(0, more)]) if more else table


def _joined(kinds: Ints, other: Ints) -> tuple[Ints, Ints]:
    """The kinds, behind them those that are new, and where each of the others stands."""
    known = {tuple(kind): at for at, kind in enumerate(kinds.tolist())}
    place = [known.setdefault(tuple(kind), len(known)) for kind in other.tolist()]
    new = [kind for kind, at in known.items() if at >= len(kinds)]
    both = np.concatenate([kinds, np.array(new, np.int64).reshape(-1, kinds.shape[1])])
    return both, np.array(place, np.int64)
