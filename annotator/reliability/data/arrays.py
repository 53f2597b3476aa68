"""Arrays: how labels become integers, and how integers say where to add."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import overload

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Labels(Sequence[str]):
    """Labels of which many are alike, each kept once: the i-th is ``names[place[i]]``.

    The names are sorted, and each is there once.
    """

    place: Ints
    names: tuple[str, ...]

    def __len__(self) -> int:
        return self.place.size

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> "Labels": ...
    def __getitem__(self, at: int | slice) -> "str | Labels":
        if isinstance(at, slice):
            return Labels(self.place[at], self.names)
        return self.names[int(self.place[at])]

    def where(self, kept: NDArray[np.bool_]) -> "Labels":
        """Those of the labels that are kept."""
        return Labels(self.place[kept], self.names)


def labelled(place: NDArray[np.integer], names: Sequence[str]) -> Labels:
    """Labels by their places among names, which stand in any order and may be alike."""
    distinct = sorted(set(names))
    rank = {name: at for at, name in enumerate(distinct)}
    return Labels(np.array([rank[name] for name in names], np.int64)[place], tuple(distinct))


def factorise(labels: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Each label as its place among the distinct labels, which are sorted.

    Sorting makes the result independent of the order in which rows arrive.
    """
    if isinstance(labels, Labels):
        used = np.bincount(labels.place, minlength=len(labels.names)) > 0
        return (np.cumsum(used) - 1)[labels.place], tuple(compress(labels.names, used))
    names = tuple(sorted(set(labels)))
    place = {name: at for at, name in enumerate(names)}
    return np.fromiter(map(place.__getitem__, labels), np.int64, len(labels)), names


def totals(place: Ints, amount: Ints | Floats, size: int) -> Floats:
    """The sum of the amounts at each of ``size`` places, shape (size,)."""
    return np.bincount(place, amount, size).astype(np.float64, copy=False)


def added_up(table: NDArray[np.integer]) -> Ints:
    """The sum of the rows of a table of whole numbers, shape (...) of (G, ...).

    As a product of matrices it takes a fraction of the time, and is exact below 2**53.
    """
    return np.tensordot(np.ones(len(table)), table, axes=1).astype(np.int64)
