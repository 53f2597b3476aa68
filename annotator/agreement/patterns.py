"""Count patterns: how many judgements of each value a unit has, and how many units are alike.

A coefficient that does not ask who judged depends on nothing else, and there are few
different patterns, so millions of judgements become a small table. Merging units
that are alike is exact: a resample of units is a multinomial draw of patterns.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from annotator.agreement.arrays import Ints, factorise, totals
from annotator.agreement.reliability import Reliability
from annotator.agreement.scales import Scale


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


def count_patterns(data: Reliability) -> Patterns:
    """The patterns of reliability data, in an order that no order of rows can change."""
    width = max(len(data.scale.values), 1)
    cells, count = np.unique(data.unit * width + data.value, return_counts=True)
    unit, value = np.divmod(cells, width)
    home = data.cluster if data.cluster.size else np.zeros(len(data.units), np.int64)
    each = np.ones(len(data.units), np.int64)
    return merged(Patterns(data.scale, each, unit, value, count, home, data.clusters))


def pooled(patterns: Patterns) -> Patterns:
    """The patterns of all articles together, as if no article were known."""
    return merged(replace(patterns, cluster=np.zeros_like(patterns.cluster), clusters=()))


def merged(patterns: Patterns) -> Patterns:
    """The same units with one row for all that are alike and stand in one article."""
    row, value, count = patterns.row, patterns.value, patterns.count
    kind = _kinds(row, value * (count.max(initial=0) + 1) + count, patterns.cluster)
    _, example, inverse = np.unique(kind, return_index=True, return_inverse=True)
    kept = np.flatnonzero(example[kind[row]] == row)
    kept = kept[np.argsort(kind[row[kept]], kind="stable")]
    return replace(
        patterns,
        freq=totals(inverse, patterns.freq, example.size).astype(np.int64),
        row=kind[row[kept]],
        value=value[kept],
        count=count[kept],
        cluster=patterns.cluster[example],
    )


def _kinds(row: Ints, word: Ints, start: Ints) -> Ints:
    """Number the rows so that rows of one article with the same words share a number.

    ``word`` says a value and its count in one integer above 0; a row's words are read
    in order, one per step, so that the numbers stay small however many values there are.
    """
    kind = np.unique(start, return_inverse=True)[1]
    step = np.arange(row.size) - np.searchsorted(row, row)
    span = word.max(initial=0) + 1
    for now in range(step.max(initial=-1) + 1):
        here = step == now
        said = np.zeros_like(kind)
        said[row[here]] = word[here]
        kind = np.unique(kind * span + said, return_inverse=True)[1]
    return kind


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
