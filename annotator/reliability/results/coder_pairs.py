"""Every two coders by themselves: how often, and on what, they agree."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from annotator.reliability.coefficients.cohen_kappa import cohen_kappa, confusion, shared
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.profiles import Profiles, profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.breakdown import breakdown, part_view
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling

#: A confusion table of more values than this is no table to look at.
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class CoderPair:
    """Two coders on the units that both judged.

    Attributes
    ----------
    coders : tuple of str
        Their names.
    n_units : int
        The units that both judged.
    percent, cohen_kappa : Estimate
        How far they agree.
    table : array of float, shape (V, V)
        How many units got which value from the first (rows) and from the second; empty where
        the question has more than 100 values.
    weighted_kappa : Estimate or None
        Where weights were asked for.
    """

    coders: tuple[str, str]
    n_units: int
    percent: Estimate
    cohen_kappa: Estimate
    table: Floats
    weighted_kappa: Estimate | None = None


def coder_pairs(
    data: ReliabilityData,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    weights: Weights | None = None,
) -> list[CoderPair]:
    """Compare every two coders on the units that both judged; one draw serves them all.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders.
    resampling : Resampling
        How samples are drawn.
    weights : callable, optional
        `linear`, `quadratic` or your own, for weighted kappas.

    Returns
    -------
    list of CoderPair
        In the order of the coders' names.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 3}" for at in range(12)], list("ABC") * 4, list("xxyyyyxxxyyx")
    ...     )
    ... )
    >>> [(each.coders, each.percent.value) for each in rel.coder_pairs(data)]
    [(('A', 'B'), 1.0), (('A', 'C'), 0.5), (('B', 'C'), 0.5)]
    """
    by_coder = profiles(data)
    two = list(combinations(range(len(data.coders)), 2))
    views = {}
    for one, other in two:
        both = shared(by_coder, one, other)
        views[f"{one} {other} percent"] = part_view(PERCENT, both.patterns())
        views[f"{one} {other} kappa"] = part_view(cohen_kappa(), both)
        if weights:
            views[f"{one} {other} weighted"] = part_view(cohen_kappa(weights=weights), both)
    parts, _ = breakdown(by_coder, views, resampling=resampling)
    named = {part.name: part for part in parts}
    return [
        CoderPair(
            (data.coders[one], data.coders[other]),
            named[f"{one} {other} percent"].n_units,
            named[f"{one} {other} percent"].estimate,
            named[f"{one} {other} kappa"].estimate,
            _table(by_coder, one, other),
            named[f"{one} {other} weighted"].estimate if weights else None,
        )
        for one, other in two
    ]


def _table(by_coder: Profiles, one: int, other: int) -> Floats:
    if len(by_coder.scale.values) > MOST_VALUES:
        return np.empty((0, 0))
    return confusion(by_coder, one, other)
