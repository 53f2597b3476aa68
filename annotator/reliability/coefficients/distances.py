"""Distances between values beyond the four levels: sets of codes, or a table of one's own.

R. Passonneau, Measuring agreement on set-valued items (2006): MASI is 1 - J * M, with J
the Jaccard index and M 1 for equal sets, 2/3 where one holds the other, 1/3 where they
overlap, and 0 where they do not. Two empty sets are the same; the empty set and any other
have nothing in common.
"""

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from annotator.reliability.coefficients.alpha import by_distance, distance_error
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.scales import Scale

#: Makes the distances, shape (V, V), of a scale's values.
Distance = Callable[[Scale], Floats]


def alpha_of(distance: Distance) -> Coefficient[Patterns]:
    """Krippendorff's alpha with a distance of one's own in the place of his differences.

    It is used as it is, not squared; whether it is on a scale of 1 or 100 is all the same.
    """

    def error(patterns: Patterns) -> float | None:
        return distance_error(patterns, distance(patterns.scale))

    statistic = partial(by_distance, distance=distance)
    return Coefficient("alpha", -np.inf, 1.0, statistic, error)


def of_sets(sets: Sequence[frozenset[str]], name: str) -> Floats:
    """The distances of sets by ``masi``, ``jaccard`` or ``nominal``, shape (K, K)."""
    codes = sorted(set().union(*sets)) if sets else []
    holds = np.array([[code in each for code in codes] for each in sets], np.float64)
    holds = holds.reshape(len(sets), len(codes))
    both, size = holds @ holds.T, holds.sum(axis=1)
    either = size[:, None] + size[None, :] - both
    # Two empty sets are equal.
    jaccard = np.divide(both, either, out=np.ones_like(both), where=either > 0)
    smaller = np.minimum(size[:, None], size[None, :])
    nested = np.where(both == smaller, 2 / 3, 1 / 3)
    like: dict[str, Floats] = {
        "nominal": (jaccard == 1).astype(np.float64),
        "jaccard": jaccard,
        "masi": jaccard * np.where(jaccard == 1, 1.0, nested),
    }
    distances: Floats = 1 - like[name]
    return distances


def of_table(labels: Sequence[str], table: Floats) -> Distance:
    """Distances from a table of one's own, whose rows and columns are named.

    :raises ValueError: if it is not symmetric, not 0 on its diagonal, or below 0 anywhere.
    """
    given = np.asarray(table, np.float64)
    if given.shape != (len(labels), len(labels)):
        raise ValueError("the table must have a row and a column for each label")
    if (given != given.T).any() or np.diag(given).any() or (given < 0).any():
        raise ValueError("distances must be symmetric, at least 0, and 0 for equal values")
    place = {label: at for at, label in enumerate(labels)}

    def distance(scale: Scale) -> Floats:
        at = [place[value] for value in scale.values]
        chosen: Floats = given[np.ix_(at, at)]
        return chosen

    return distance
