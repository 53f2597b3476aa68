"""A matrix of units by coders with gaps becomes count patterns.

Millions of units are counted at about the speed at which memory is read: what the
coders said of a unit becomes one small number, and the numbers are counted.
"""

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.arrays import Ints
from annotator.reliability.data.patterns import (
    Patterns,
    count_values,
    merged,
    patterns_of_judgements,
)
from annotator.reliability.data.scales import Scale

Codes = NDArray[np.signedinteger]

#: This many units are read at a time, to stay in the processor's cache.
_CHUNK = 2**18


def patterns_from_matrix(
    codes: Codes, scale: Scale, cluster: Ints | None = None, clusters: tuple[str, ...] = ()
) -> Patterns:
    """Count patterns of a matrix of units by coders.

    Quickest are 8-bit codes in column-major order (``np.asfortranarray``) without articles.

    Parameters
    ----------
    codes : array of int, shape (N, C)
        The place on the scale of the value that each coder gave to each unit, -1 for a gap.
    scale : Scale
        The level of measurement, and V values in order.
    cluster : array of int, shape (N,), optional
        The place of each unit's article in ``clusters``.
    clusters : tuple of str, length G
        The names of the articles.

    Returns
    -------
    Patterns

    Raises
    ------
    ValueError
        If a code is not a place on the scale.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> codes = np.array([[0, 0, -1], [0, 1, 1], [1, 1, 1]], np.int8)
    >>> patterns = rel.patterns_from_matrix(codes, rel.Scale("nominal", ("calm", "loud")))
    >>> patterns.counts
    array([[2, 0],
           [1, 2],
           [0, 3]])
    """
    base = len(scale.values) + 1
    if codes.size and not -1 <= codes.min() <= codes.max() < base - 1:
        raise ValueError(f"codes must lie between -1 and {base - 2}")
    if cluster is None and base ** codes.shape[1] <= 256:
        return _tabulated(codes, scale, base)
    unit, coder = np.nonzero(codes >= 0)
    home = np.zeros(len(codes), np.int64) if cluster is None else cluster
    return patterns_of_judgements(unit, codes[unit, coder].astype(np.int64), scale, home, clusters)


def _tabulated(codes: Codes, scale: Scale, base: int) -> Patterns:
    """Count each sequence of values that the coders gave, then forget who gave which."""
    times = np.zeros(2**8, np.int64)
    for start in range(0, len(codes), _CHUNK):
        times += _histogram(_numbers(codes[start : start + _CHUNK], base))
    numbers = np.flatnonzero(times)
    given = numbers[:, None] // base ** np.arange(codes.shape[1]) % base - 1
    row, coder = np.nonzero(given >= 0)
    sparse = count_values(row, given[row, coder], base - 1)
    return merged(Patterns(scale, times[numbers], *sparse, np.zeros_like(numbers)))


def _numbers(codes: Codes, base: int) -> NDArray[np.uint8]:
    """What the coders said of each unit as one number: a digit for each coder, 0 a gap."""
    number = np.zeros(len(codes), np.uint8)
    for at in range(codes.shape[1]):
        digit = (codes[:, at] + 1).astype(np.uint8, copy=False)
        number += digit * np.uint8(base**at % 256)
    return number


def _histogram(numbers: NDArray[np.uint8]) -> Ints:
    """How often each number is there, shape (256,): two are counted at a time."""
    even = numbers.size // 2 * 2
    pairs = np.bincount(numbers[:even].view(np.uint16), minlength=2**16).reshape(2**8, 2**8)
    last = np.bincount(numbers[even:], minlength=2**8)
    times: Ints = pairs.sum(axis=0) + pairs.sum(axis=1) + last
    return times
