"""How near or how far two different values are: weights for kappas, distances for alpha.

J. Cohen, Weighted kappa (1968); K. Gwet, Handbook of Inter-Rater Reliability (2014),
chapter 3. Weights are a symmetric table of values by values with 1 on its diagonal; None
stands for the identity: different values do not agree at all.

R. Passonneau, Measuring agreement on set-valued items (2006): MASI is 1 - J * M, with J
the Jaccard index and M 1 for equal sets, 2/3 where one holds the other, 1/3 where they
overlap, and 0 where they do not. Two empty sets are the same; the empty set and any other
have nothing in common.
"""

from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np

from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.scales import Scale

#: Makes the weights, or the distances, of a scale's values, shape (V, V).
Weights = Callable[[Scale], Floats]
Distance = Callable[[Scale], Floats]

DistanceName = Literal["nominal", "masi", "jaccard"]


def linear(scale: Scale) -> Floats:
    """Weigh two values by 1 less their distance as a share of the longest one.

    Parameters
    ----------
    scale : Scale
        V values, as numbers or in order.

    Returns
    -------
    array of float, shape (V, V)
        Between 0 and 1, 1 on the diagonal.

    References
    ----------
    .. [1] J. Cohen, Weighted kappa (1968). https://doi.org/10.1037/h0026256

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.linear(rel.Scale("ordinal", ("low", "middle", "high")))
    array([[1. , 0.5, 0. ],
           [0.5, 1. , 0.5],
           [0. , 0.5, 1. ]])
    """
    at = scale.positions
    return weights_of_distances(np.abs(at[:, None] - at[None, :]))


def quadratic(scale: Scale) -> Floats:
    """Weigh two values by 1 less their squared distance as a share of the largest one.

    Parameters
    ----------
    scale : Scale
        V values, as numbers or in order.

    Returns
    -------
    array of float, shape (V, V)
        Between 0 and 1, 1 on the diagonal.

    References
    ----------
    .. [1] J. Cohen, Weighted kappa (1968). https://doi.org/10.1037/h0026256

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.quadratic(rel.Scale("ordinal", ("low", "middle", "high")))
    array([[1.  , 0.75, 0.  ],
           [0.75, 1.  , 0.75],
           [0.  , 0.75, 1.  ]])
    """
    at = scale.positions
    return weights_of_distances((at[:, None] - at[None, :]) ** 2)


def weights_of_distances(distances: Floats) -> Floats:
    """1 less each distance as a share of the largest; all 1 if nothing differs."""
    largest = float(distances.max(initial=0)) or 1.0
    weights: Floats = 1 - distances / largest
    return weights


def distances_of_sets(sets: Sequence[frozenset[str]], name: DistanceName) -> Floats:
    """Measure how far sets of codes are from one another.

    Parameters
    ----------
    sets : sequence of frozenset of str, length K
        The codes that each value stands for.
    name : {"nominal", "masi", "jaccard"}
        Whether two sets differ at all, or by how much.

    Returns
    -------
    array of float, shape (K, K)
        Between 0 for equal sets and 1.

    References
    ----------
    .. [1] R. Passonneau, Measuring Agreement on Set-valued Items (MASI) for Semantic and
       Pragmatic Annotation (2006).

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> sets = [frozenset("a"), frozenset("ab"), frozenset("c")]
    >>> rel.distances_of_sets(sets, "jaccard")
    array([[0. , 0.5, 1. ],
           [0.5, 0. , 1. ],
           [1. , 1. , 0. ]])
    """
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


def distances_of_table(labels: Sequence[str], table: Floats) -> Distance:
    """Take distances from a table of one's own, whose rows and columns are named.

    Parameters
    ----------
    labels : sequence of str, length V
        The values, in the order of the rows and of the columns.
    table : array of float, shape (V, V)
        How far every two values are apart.

    Returns
    -------
    callable
        Makes the distances of a `Scale`, for `alpha_by_distance`.

    Raises
    ------
    ValueError
        If the table is not symmetric, not 0 on its diagonal, or below 0 anywhere.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> distance = rel.distances_of_table("ab", np.array([[0, 2], [2, 0]]))
    >>> distance(rel.Scale("nominal", ("b", "a")))
    array([[0., 2.],
           [2., 0.]])
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
