"""Profiles: which coder gave which value to a unit, and how many units are alike in that.

What patterns are for coefficients that do not ask who judged, profiles are for those
that do: Cohen's and Conger's kappa, pairs of coders, the study without a coder.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.arrays import (
    EXACT,
    Floats,
    Ints,
    number_keys,
    number_pairs,
    number_rows,
    totals,
)
from annotator.reliability.data.patterns import Patterns, count_values
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale


@dataclass(frozen=True, slots=True)
class Profiles:
    """A table of P profiles; units of different articles or groups have different ones.

    ``freq``, shape (P,), is how many units show a profile, and ``cluster``, shape (P,),
    its article's place in ``clusters`` (all 0 if no article is known). The coder
    ``coder[e]`` of ``coders`` gave ``value[e]`` to the units of profile ``row[e]``; sorted
    by row and coder. ``kind``, shape (N,), is the profile of each unit.
    """

    scale: Scale
    coders: tuple[str, ...]
    freq: Ints
    row: Ints
    coder: Ints
    value: Ints
    cluster: Ints
    clusters: tuple[str, ...]
    kind: Ints

    @property
    def judged(self) -> Ints:
        """How many judgements a unit of each profile has, shape (P,)."""
        return np.bincount(self.row, minlength=self.freq.size)

    def table(self) -> Ints:
        """The value that each coder gave, -1 for none, shape (P, C)."""
        table = np.full((self.freq.size, len(self.coders)), -1)
        table[self.row, self.coder] = self.value
        return table

    def patterns(self, kept: NDArray[np.bool_] | None = None) -> Patterns:
        """The counts of each profile, row by row, of all entries or of those kept.

        Nothing is merged, so that a pattern has the same row as its profile.
        """
        row = self.row if kept is None else self.row[kept]
        value = self.value if kept is None else self.value[kept]
        sparse = count_values(row, value, len(self.scale.values))
        return Patterns(self.scale, self.freq, *sparse, self.cluster, self.clusters)


def profiles(data: ReliabilityData, group: Ints | None = None) -> Profiles:
    """The profiles of reliability data; units of different groups are kept apart.

    ``group``, shape (N,), holds integers from 0.
    """
    size = len(data.units)
    home = data.cluster if data.cluster.size else np.zeros(size, np.int64)
    start = home if group is None else number_pairs(group, int(group.max(initial=0)) + 1, home)
    order = np.lexsort((data.coder, data.unit))
    unit, coder, value = data.unit[order], data.coder[order], data.value[order]
    kind = _kinds(unit, coder, value, start, len(data.coders), len(data.scale.values))
    _, example = np.unique(kind, return_index=True)
    kept = np.flatnonzero(example[kind[unit]] == unit)
    kept = kept[np.argsort(kind[unit[kept]], kind="stable")]
    return Profiles(
        data.scale,
        data.coders,
        np.bincount(kind, minlength=example.size),
        kind[unit[kept]],
        coder[kept],
        value[kept],
        home[example],
        data.clusters,
        kind,
    )


def _kinds(unit: Ints, coder: Ints, value: Ints, start: Ints, coders: int, values: int) -> Ints:
    """Number the units by where they start and who said what of them."""
    if (values + 1) ** coders > 2**EXACT:
        return number_rows(unit, coder * values + value, start)
    digit = np.float64(values + 1) ** np.arange(coders)
    words = totals(unit, (value + 1) * digit[coder], start.size).astype(np.int64)
    short, distinct = number_keys(words, (values + 1) ** coders)
    return number_pairs(short, max(distinct.size, 1), start)


def shares(profiles: Profiles, size: int) -> Floats:
    """How often each coder gave each value, shape (C, V), all units together."""
    cell = profiles.coder * size + profiles.value
    times = totals(cell, profiles.freq[profiles.row], len(profiles.coders) * size)
    return times.reshape(len(profiles.coders), size)
