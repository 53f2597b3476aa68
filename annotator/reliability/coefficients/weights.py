"""Weights: how far two different values still agree, from 0 to 1.

J. Cohen, Weighted kappa (1968); K. Gwet, Handbook of Inter-Rater Reliability (2014),
chapter 3. Weights are a symmetric table of values by values with 1 on its diagonal; None
stands for the identity: different values do not agree at all.
"""

from collections.abc import Callable

import numpy as np

from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.scales import Scale

#: Makes the weights, shape (V, V), of a scale's values.
Weights = Callable[[Scale], Floats]


def linear(scale: Scale) -> Floats:
    """1 less the distance of two values as a share of the longest one."""
    at = scale.positions
    return of_distances(np.abs(at[:, None] - at[None, :]))


def quadratic(scale: Scale) -> Floats:
    """1 less the squared distance of two values as a share of the largest one."""
    at = scale.positions
    return of_distances((at[:, None] - at[None, :]) ** 2)


def of_distances(distances: Floats) -> Floats:
    """1 less each distance as a share of the largest; all 1 if nothing differs."""
    largest = float(distances.max(initial=0)) or 1.0
    weights: Floats = 1 - distances / largest
    return weights
