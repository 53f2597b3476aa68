"""Count patterns: how many judgements of each value a unit has, and how many units are alike.

A coefficient that does not ask who judged depends on nothing else, and there are few
different patterns, so millions of judgements become a small table. Merging units
that are alike is exact: a resample of units is a multinomial draw of patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.reliability.data.arrays import (
    EXACT,
    Floats,
    Ints,
    factorise,
    number_keys,
    number_rows,
    totals,
)
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale


@dataclass(frozen=True, slots=True)
class Patterns:
    """A table of P patterns; units of different articles have different patterns.

    Make it with `count_patterns`, `patterns_from_matrix` or `patterns_from_counts`.

    Attributes
    ----------
    scale : Scale
        The level of measurement, and V values in order.
    freq : array of int, shape (P,)
        How many units show a pattern.
    row, value, count : array of int, shape (E,)
        The counts, sparse because a question may have thousands of values: pattern ``row[e]``
        has ``count[e]`` judgements of value ``value[e]``, sorted by row and value.
    cluster : array of int, shape (P,)
        The place of a pattern's article in ``clusters``; all 0 if no article is known.
    clusters : tuple of str, length G
        The names of the articles; empty if no article is known.
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
    """Count how many judgements of each value a unit has, and how many units are alike.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders with gaps.

    Returns
    -------
    Patterns
        In an order that does not depend on the order of the judgements.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyyx"))
    ... )
    >>> patterns = rel.count_patterns(data)
    >>> patterns.counts, patterns.freq
    (array([[2, 0],
           [1, 1]]), array([1, 2]))
    """
    home = data.cluster if data.cluster.size else np.zeros(len(data.units), np.int64)
    return patterns_of_judgements(data.unit, data.value, data.scale, home, data.clusters)


def patterns_of_judgements(
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
    row, what, count = count_values(unit, value, width)
    return _unpacked(Patterns(scale, each, row, what, count, cluster, clusters))[0]


def count_values(row: Ints, value: Ints, width: int) -> tuple[Ints, Ints, Ints]:
    """Row, value and count of every value that a row has, sorted by row and value."""
    cells, count = np.unique(row * max(width, 1) + value, return_counts=True)
    rows, what = np.divmod(cells, max(width, 1))
    return rows, what, count


def _bits(judged: Ints, width: int) -> int:
    """How many bits hold a unit's count of one value; 0 if all values do not fit a key."""
    bits = max(int(judged.max(initial=0)).bit_length(), 1)
    return bits if bits * width <= EXACT else 0


def _packed(
    key: Ints, freq: Ints, scale: Scale, bits: int, cluster: Ints, clusters: tuple[str, ...]
) -> tuple[Patterns, Ints]:
    """The patterns of packed counts, and the pattern of each key."""
    size = len(scale.values) * bits
    short, kinds = number_keys(key, 1 << size)
    kind, cells = number_keys(
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
    kind = number_rows(row, value * (count.max(initial=0) + 1) + count, patterns.cluster)
    _, example, inverse = np.unique(kind, return_index=True, return_inverse=True)
    kept = np.flatnonzero(example[kind[row]] == row)
    kept = kept[np.argsort(kind[row[kept]], kind="stable")]
    merged_patterns = replace(
        patterns,
        freq=totals(inverse, patterns.freq, example.size).astype(np.int64),
        row=kind[row[kept]],
        value=value[kept],
        count=count[kept],
        cluster=patterns.cluster[example],
    )
    return merged_patterns, kind


def patterns_from_counts(
    counts: Ints, freq: Ints, scale: Scale, articles: Sequence[str] = ()
) -> Patterns:
    """Make patterns from a table of counts, such as a database groups them.

    Counts add up, so an engine that holds 100 million judgements can count them and hand over
    the small table.

    Parameters
    ----------
    counts : array of int, shape (P, V)
        How many judgements of each value a unit has.
    freq : array of int, shape (P,)
        How many units have these counts.
    scale : Scale
        The level of measurement, and the V values in the order of the columns.
    articles : sequence of str, length P or 0
        The article of each row, if articles are known.

    Returns
    -------
    Patterns
        One row for all units that are alike and stand in one article.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> scale = rel.Scale("nominal", ("calm", "loud"))
    >>> patterns = rel.patterns_from_counts(np.array([[2, 0], [1, 1]]), np.array([90, 10]), scale)
    >>> round(rel.estimate(rel.PERCENT, patterns).value, 3)
    0.9
    """
    row, value = np.nonzero(counts)
    cluster, clusters = factorise(articles)
    home = cluster if clusters else np.zeros(len(counts), np.int64)
    return merged(Patterns(scale, freq, row, value, counts[row, value], home, clusters))


def patterns_of_article(patterns: Patterns, name: str) -> Patterns:
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


def coincidences(patterns: Patterns) -> tuple[Ints, Ints, Ints, Floats]:
    """Every two different values c < k that meet in a pattern: its row, c, k, and o_ck.

    A unit of m judgements adds n_c n_k / (m - 1) to o_ck, the coincidences of c with k
    in Krippendorff's matrix. Only values that do meet are listed, so no table of values
    by values is built.
    """
    row = patterns.row
    starts = [
        np.flatnonzero(row[step:] == row[:-step])
        for step in range(1, np.bincount(row).max(initial=0))
    ]
    steps = np.repeat(np.arange(1, len(starts) + 1), [start.size for start in starts])
    low = np.concatenate([*starts, np.empty(0, np.int64)])
    high = low + steps
    met = patterns.count[low] * patterns.count[high] / (patterns.judged[row[low]] - 1)
    return row[low], patterns.value[low], patterns.value[high], met
