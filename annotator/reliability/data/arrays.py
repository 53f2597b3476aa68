"""Arrays: labels become integers, integers say where to add, and equal rows get one number."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress
from typing import overload

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

#: Keys below this are looked up in a table; larger ones are sorted.
_TABLE = 2**22

#: Floats, in which numpy adds up quickest, hold every integer of this many bits.
EXACT = 52


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


def sum_of_rows(table: NDArray[np.integer]) -> Ints:
    """The sum of the rows of a table of whole numbers, shape (...) of (G, ...).

    As a product of matrices it takes a fraction of the time, and is exact below 2**53.
    """
    return np.tensordot(np.ones(len(table)), table, axes=1).astype(np.int64)


def number_keys(keys: Ints, span: int) -> tuple[Ints, Ints]:
    """Each key's place among the distinct keys, and the distinct keys in order.

    Keys are integers from 0 to below ``span``.
    """
    if span > max(_TABLE, 2 * keys.size):
        distinct, place = np.unique(keys, return_inverse=True)
        return place, distinct
    used = np.zeros(span, bool)
    used[keys] = True
    return (np.cumsum(used) - 1)[keys], np.flatnonzero(used)


def number_pairs(one: Ints, size: int, other: Ints) -> Ints:
    """Number the pairs of two keys; ``one`` lies below ``size``, and sorts after ``other``."""
    return number_keys(other * size + one, size * (int(other.max(initial=0)) + 1))[0]


def number_rows(row: Ints, word: Ints, start: Ints) -> Ints:
    """Number the rows so that rows with one start and the same words share a number.

    ``word`` is an integer from 0 for each entry of a row; a row's words are read in
    order, one per step, so that the numbers stay small however many words there are.
    ``row`` is sorted; ``start``, shape (N,), holds integers from 0, and sorts first.
    """
    kind = number_keys(start, int(start.max(initial=0)) + 1)[0]
    step = np.arange(row.size) - np.searchsorted(row, row)
    span = int(word.max(initial=0)) + 2
    for at in range(int(step.max(initial=-1)) + 1):
        chosen = step == at
        words = np.zeros_like(kind)
        words[row[chosen]] = word[chosen] + 1
        kind = number_pairs(words, span, kind)
    return kind
