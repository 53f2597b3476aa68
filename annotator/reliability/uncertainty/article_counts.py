"""Counts by article: how many units of each kind an article has, and who gave what in it.

Units are of one kind if the same number of coders gave each value. These counts are whole
numbers and add up, so that a new judgement changes one article's row of them, and a draw of
articles is a sum of rows, exact in whatever order it is made.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.arrays import EXACT, Ints, sum_of_rows, totals
from annotator.reliability.data.patterns import Patterns, merge
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.data.scales import Scale

#: No table of counts has more cells than this.
LARGEST = 2**24

#: With more kinds of units than this, counts by article are no shorter than the units.
MOST_KINDS = 512

SmallInts = NDArray[np.int32]
Number = TypeVar("Number", bound=np.number)


@dataclass(frozen=True, slots=True)
class JudgementArrays:
    """Judgements as whole numbers: the row, coder and value of each, shape (J,).

    A row stands for ``freq`` units of the article ``home``, both of shape (N,).
    """

    row: Ints
    coder: Ints
    value: Ints
    freq: Ints
    home: Ints


@dataclass(frozen=True, slots=True)
class ArticleCounts:
    """Counts of G articles, C coders, V values and P kinds of units.

    ``kinds``, shape (P, V), is how many judgements of each value a unit of a kind has, and
    ``units``, shape (G, P), how many such units are in each article. ``given`` and ``paired``,
    shape (G, C, V), are how often each coder gave each value in it: in all units, and in
    those with two judgements or more.
    """

    kinds: Ints
    units: SmallInts
    given: SmallInts
    paired: SmallInts

    @property
    def pool(self) -> Ints:
        """The articles in which some unit has two judgements: those that are drawn."""
        judged = self.kinds.sum(axis=1)
        return np.flatnonzero(self.units[:, judged >= 2].any(axis=1))

    def patterns(self, scale: Scale, order: Ints) -> tuple[Patterns, Ints]:
        """All articles together as patterns of a scale, and the kind that each pattern is.

        ``order`` says which of the values here is each value of the scale.
        """
        freq = sum_of_rows(self.units)
        used = np.flatnonzero(freq)
        counts = self.kinds[used][:, order]
        row, value = np.nonzero(counts)
        home = np.zeros(used.size, np.int64)
        patterns, place = merge(Patterns(scale, freq[used], row, value, counts[row, value], home))
        kind = np.empty(place.size, np.int64)
        kind[place] = used
        return patterns, kind


def count_by_article(
    judgements: JudgementArrays, articles: int, coders: int, values: int
) -> ArticleCounts | None:
    """Count judgements; None where tables of counts would be too large to be of use."""
    judged = np.bincount(judgements.row, minlength=judgements.freq.size)
    bits = max(int(judged.max(initial=0)).bit_length(), 1)
    if bits * values > EXACT or articles * coders * values > LARGEST:
        return None
    weights = np.float64(2) ** (bits * np.arange(values))
    key = totals(judgements.row, weights[judgements.value], judged.size).astype(np.int64)
    keys, kind = np.unique(key[judged > 0], return_inverse=True)
    if keys.size > MOST_KINDS or articles * keys.size > LARGEST:
        return None
    home = judgements.home[judged > 0]
    units = totals(home * keys.size + kind, judgements.freq[judged > 0], articles * keys.size)
    paired = judged[judgements.row] >= 2
    return ArticleCounts(
        (keys[:, None] >> np.arange(0, bits * values, bits)) & ((1 << bits) - 1),
        units.reshape(articles, keys.size).astype(np.int32),
        _by_coder(judgements, np.ones_like(paired), (articles, coders, values)),
        _by_coder(judgements, paired, (articles, coders, values)),
    )


def _by_coder(
    judgements: JudgementArrays, kept: NDArray[np.bool_], shape: tuple[int, int, int]
) -> SmallInts:
    """How often each coder gave each value in each article."""
    row, coder, value = judgements.row[kept], judgements.coder[kept], judgements.value[kept]
    cell = (judgements.home[row] * shape[1] + coder) * shape[2] + value
    times = totals(cell, judgements.freq[row], int(np.prod(shape)))
    return times.reshape(shape).astype(np.int32)


def updated_counts(
    counts: ArticleCounts, before: JudgementArrays, after: JudgementArrays, articles: Ints
) -> ArticleCounts | None:
    """The counts after some units are judged otherwise: all judgements of these, then and now.

    ``articles`` are the articles that ``home`` means there. None where the tables would grow
    too large.
    """
    _, coders, values = counts.given.shape
    values = max([values, *(int(each.value.max(initial=-1)) + 1 for each in (before, after))])
    kinds, units = wider(counts.kinds, values), counts.units
    given, paired = wider(counts.given, values).copy(), wider(counts.paired, values).copy()
    for judgements, sign in ((before, -1), (after, 1)):
        part = count_by_article(judgements, articles.size, coders, values)
        if part is None:
            return None
        kinds, place = _joined(kinds, part.kinds)
        units = wider(units, len(kinds)).copy()
        units[np.ix_(articles, place)] += sign * part.units
        given[articles] += sign * part.given
        paired[articles] += sign * part.paired
    return ArticleCounts(kinds, units, given, paired) if _is_small(kinds, given.shape) else None


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
    """The kinds, behind them those that are new, and the place of each of the others."""
    known = {tuple(kind): at for at, kind in enumerate(kinds.tolist())}
    place = [known.setdefault(tuple(kind), len(known)) for kind in other.tolist()]
    new = [kind for kind, at in known.items() if at >= len(kinds)]
    both = np.concatenate([kinds, np.array(new, np.int64).reshape(-1, kinds.shape[1])])
    return both, np.array(place, np.int64)


@dataclass(frozen=True, slots=True)
class QuestionCounts:
    """Counts by article as a question has them: with the values of its scale, coders by name.

    ``patterns`` are those of all articles together; ``kind``, shape (P,), is the kind of
    units in ``by_article`` that each is. ``values`` and ``coders`` are places in its tables.
    """

    by_article: ArticleCounts
    patterns: Patterns
    kind: Ints
    values: Ints
    coders: Ints


def counts_of_question(
    by_article: ArticleCounts, scale: Scale, values: Ints, coders: Ints
) -> QuestionCounts:
    """The counts of a question; coders who judged nothing are left out."""
    patterns, kind = by_article.patterns(scale, values)
    judged = sum_of_rows(by_article.given).sum(axis=1) > 0
    return QuestionCounts(by_article, patterns, kind, values, coders[judged[coders]])


def counts_of_profiles(profiles: Profiles) -> QuestionCounts | None:
    """The counts of profiles; None where tables of them would be too large to be of use."""
    values, coders = len(profiles.scale.values), len(profiles.coders)
    judgements = JudgementArrays(
        profiles.row, profiles.coder, profiles.value, profiles.freq, profiles.cluster
    )
    counts = count_by_article(judgements, len(profiles.clusters), coders, values)
    if counts is None:
        return None
    return counts_of_question(counts, profiles.scale, np.arange(values), np.arange(coders))
