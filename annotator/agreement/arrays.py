"""Arrays: how labels become integers, and how integers say where to add."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def factorise(labels: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Each label as its place among the distinct labels, which are sorted.

    Sorting makes the result independent of the order in which rows arrive.
    """
    names = tuple(sorted(set(labels)))
    place = {name: at for at, name in enumerate(names)}
    return np.fromiter((place[label] for label in labels), np.int64, len(labels)), names


def totals(place: Ints, amount: Ints | Floats, size: int) -> Floats:
    """The sum of the amounts at each of ``size`` places, shape (size,)."""
    return np.bincount(place, amount, size).astype(np.float64, copy=False)
