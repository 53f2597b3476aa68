"""Count patterns: how many judgements of each value a unit has, and how many units are alike.

A coefficient that does not ask who judged depends on nothing else, and there are few
different patterns, so millions of judgements become a small table. Merging units
that are alike is exact: a resample of units is a multinomial draw of patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.reliability.data.alike import EXACT, numbered, same_rows
from annotator.reliability.data.arrays import Ints, factorise, totals
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale


@dataclass(frozen=True, slots=True)
class Patterns:
    """A table of P patterns; units of different articles have different patterns.

    ``freq``, shape (P,), is how many units show a pattern, and ``cluster``, shape (P,),
    its article's place in ``clusters`` (empty, and all 0, if no article is known). The
    counts are sparse, because a question may have thousands of values: pattern
    ``row[e]`` has ``count[e]`` judgements of value ``value[e]``, sorted by row and value.
    """

    scale: Scale
    freq: Ints
    row: Ints
    value: Ints
    count: Ints
    cluster: Ints
    clusters: tuple[str, ...] = ()

    @property
    def judged(self) -> Ints:
        """How many judgements a unit of each pattern has, shape (P,)."""
        return totals(self.row, self.count, self.freq.size).astype(np.int64)

    @property
    def counts(self) -> Ints:
        """The counts as a full table, shape (P, V)."""
        table = np.zeros((self.freq.size, len(self.scale.values)), np.int64)
        table[self.row, self.value] = self.count
        return table

    @property
    def distribution(self) -> Ints:
        """How many judgements each value has, shape (V,)."""
        times = self.count * self.freq[self.row]
        return totals(self.value, times, len(self.scale.values)).astype(np.int64)


def count_patterns(data: ReliabilityData) -> Patterns:
    """The patterns of reliability data, in an order that no order of rows can change."""
    home = data.cluster if data.cluster.size else np.zeros(len(data.units), np.int64)
    return counted(data.unit, data.value, data.scale, home, data.clusters)


def counted(
    unit: Ints, value: Ints, scale: Scale, cluster: Ints, clusters: tuple[str, ...] = ()
) -> Patterns:
    """The patterns of judgements: the unit and the value of each, shape (J,).

    ``cluster``, shape (N,), is each unit's place in ``clusters``, or 0 if there are none.
    """
    size, width = cluster.size, len(scale.values)
    each = np.ones(size, np.int64)
    bits = _bits(np.bincount(unit, minlength=size), width)
    if bits:
        weights = np.float64(2) ** (bits * np.arange(width))
        key = totals(unit, weights[value], size).astype(np.int64)
        return _packed(key, each, scale, bits, cluster, clusters)[0]
    row, what, count = tallied(unit, value, width)
    return _unpacked(Patterns(scale, each, row, what, count, cluster, clusters))[0]


def tallied(row: Ints, value: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """Row, value and count of every value that a row has, sorted by row and value."""
    cells, count = np.unique(row * max(width, 1) + value, return_counts=True)
    found, what = np.divmod(cells, max(width, 1))
    return found, what, count


def _bits(judged: Ints, width: int) -> int:
    """How many bits hold a unit's count of one value; 0 if all values do not fit a key."""
    bits = max(int(judged.max(initial=0)).bit_length(), 1)
    return bits if bits * width <= EXACT else 0


def from_keys(
    key: Ints, freq: Ints, scale: Scale, bits: int, cluster: Ints, clusters: tuple[str, ...] = ()
) -> Patterns:
    """Patterns from packed counts: ``bits`` bits of a key hold the count of each value.

    The count of the scale's v-th value stands from bit ``v * bits`` on, so that a sum of
    1 << (v * bits) over a unit's judgements is its key, in a database too. ``key``,
    ``freq`` and ``cluster`` have shape (N,), one for each unit or kind of units.
    """
    return _packed(key, freq, scale, bits, cluster, clusters)[0]


def _packed(
    key: Ints, freq: Ints, scale: Scale, bits: int, cluster: Ints, clusters: tuple[str, ...]
) -> tuple[Patterns, Ints]:
    """The patterns of packed counts, and the pattern of each key."""
    size = len(scale.values) * bits
    short, kinds = numbered(key, 1 << size)
    kind, cells = numbered(
        cluster * max(kinds.size, 1) + short,
        (int(cluster.max(initial=0)) + 1) * max(kinds.size, 1),
    )
    home, which = np.divmod(cells, max(kinds.size, 1))
    counts = (kinds[which][:, None] >> np.arange(0, size, bits)) & ((1 << bits) - 1)
    row, value = np.nonzero(counts)
    total = totals(kind, freq, cells.size).astype(np.int64)
    return Patterns(scale, total, row, value, counts[row, value], home, clusters), kind


def pooled(patterns: Patterns) -> Patterns:
    """The patterns of all articles together, as if no article were known."""
    return merged(replace(patterns, cluster=np.zeros_like(patterns.cluster), clusters=()))


def merged(patterns: Patterns) -> Patterns:
    """The same units with one row for all that are alike and stand in one article."""
    return merge(patterns)[0]


def merge(patterns: Patterns) -> tuple[Patterns, Ints]:
    """As ``merged``, with the row that each row went into, shape (P,)."""
    bits = _bits(patterns.judged, len(patterns.scale.values))
    if not bits:
        return _unpacked(patterns)
    weights = np.float64(2) ** (bits * patterns.value)
    key = totals(patterns.row, patterns.count * weights, patterns.freq.size).astype(np.int64)
    return _packed(key, patterns.freq, patterns.scale, bits, patterns.cluster, patterns.clusters)


def _unpacked(patterns: Patterns) -> tuple[Patterns, Ints]:
    """As ``merge``, for counts that are too many or too large to be packed."""
    row, value, count = patterns.row, patterns.value, patterns.count
    kind = same_rows(row, value * (count.max(initial=0) + 1) + count, patterns.cluster)
    _, example, inverse = np.unique(kind, return_index=True, return_inverse=True)
    kept = np.flatnonzero(example[kind[row]] == row)
    kept = kept[np.argsort(kind[row[kept]], kind="stable")]
    found = replace(
        patterns,
        freq=totals(inverse, patterns.freq, example.size).astype(np.int64),
        row=kind[row[kept]],
        value=value[kept],
        count=count[kept],
        cluster=patterns.cluster[example],
    )
    return found, kind


def from_counts(counts: Ints, freq: Ints, scale: Scale, articles: Sequence[str] = ()) -> Patterns:
    """Patterns from a full table of counts, shape (P, V), as a database groups them.

    ``freq``, shape (P,), is how many units have these counts, and ``articles`` names the
    article of each row, if articles are known.
    """
    row, value = np.nonzero(counts)
    cluster, clusters = factorise(articles)
    home = cluster if clusters else np.zeros(len(counts), np.int64)
    return merged(Patterns(scale, freq, row, value, counts[row, value], home, clusters))


def of_cluster(patterns: Patterns, name: str) -> Patterns:
    """The patterns of one article."""
    kept = patterns.cluster == patterns.clusters.index(name)
    cell = kept[patterns.row]
    return Patterns(
        scale=patterns.scale,
        freq=patterns.freq[kept],
        row=(np.cumsum(kept) - 1)[patterns.row[cell]],
        value=patterns.value[cell],
        count=patterns.count[cell],
        cluster=np.zeros(np.count_nonzero(kept), np.int64),
        clusters=(name,),
    )
