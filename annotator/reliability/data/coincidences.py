"""Coincidences: which values meet in the units, Krippendorff's view of agreement."""

import numpy as np

from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.data.patterns import Patterns


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
