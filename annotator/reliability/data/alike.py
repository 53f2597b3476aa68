"""Kinds: which rows of a table are alike, found without sorting where numbers are small."""

import numpy as np

from annotator.reliability.data.arrays import Ints

#: Keys below this are found in a table of them; larger ones are sorted.
_TABLE = 2**22

#: Floats, in which numpy adds up quickest, hold every integer of so many bits.
EXACT = 52


def numbered(keys: Ints, span: int) -> tuple[Ints, Ints]:
    """Each key's place among the distinct keys, and the distinct keys in order.

    Keys are integers from 0 to below ``span``.
    """
    if span > max(_TABLE, 2 * keys.size):
        distinct, place = np.unique(keys, return_inverse=True)
        return place, distinct
    there = np.zeros(span, bool)
    there[keys] = True
    return (np.cumsum(there) - 1)[keys], np.flatnonzero(there)


def together(one: Ints, size: int, other: Ints) -> Ints:
    """Number the pairs of two keys; ``one`` lies below ``size``, and sorts after ``other``."""
    return numbered(other * size + one, size * (int(other.max(initial=0)) + 1))[0]


def same_rows(row: Ints, word: Ints, start: Ints) -> Ints:
    """Number the rows so that rows with one start and the same words share a number.

    ``word`` is an integer from 0 for each entry of a row; a row's words are read in
    order, one per step, so that the numbers stay small however many words there are.
    ``row`` is sorted; ``start``, shape (N,), holds integers from 0, and sorts first.
    """
    kind = numbered(start, int(start.max(initial=0)) + 1)[0]
    step = np.arange(row.size) - np.searchsorted(row, row)
    span = int(word.max(initial=0)) + 2
    for now in range(int(step.max(initial=-1)) + 1):
        here = step == now
        said = np.zeros_like(kind)
        said[row[here]] = word[here] + 1
        kind = together(said, span, kind)
    return kind
