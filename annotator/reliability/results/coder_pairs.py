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
from annotator.reliability.results.breakdown import breakdown, view
from annotator.reliability.results.estimates import Estimate
from annotator.reliability.uncertainty.intervals import REPLICATES, SEED

#: A confusion table of more values than this is no table to look at.
MOST_VALUES = 100


@dataclass(frozen=True, slots=True)
class Pair:
    """Two coders on the units that both judged.

    ``table``, shape (V, V), is how many units got which value from the first (rows) and
    from the second; it is empty where the question has too many values. ``weighted_kappa``
    is there where weights were asked for.
    """

    coders: tuple[str, str]
    n_units: int
    percent: Estimate
    cohen_kappa: Estimate
    table: Floats
    weighted_kappa: Estimate | None = None


def pairs(
    data: ReliabilityData,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    weights: Weights | None = None,
) -> list[Pair]:
    """Every two coders, in the order of their names; one draw serves them all."""
    who = profiles(data)
    two = list(combinations(range(len(data.coders)), 2))
    views = {}
    for one, other in two:
        both = shared(who, one, other)
        views[f"{one} {other} percent"] = view(PERCENT, both.patterns())
        views[f"{one} {other} kappa"] = view(cohen_kappa(), both)
        if weights:
            views[f"{one} {other} weighted"] = view(cohen_kappa(weights=weights), both)
    parts, _ = breakdown(who, views, replicates=replicates, seed=seed)
    of = {part.name: part for part in parts}
    return [
        Pair(
            (data.coders[one], data.coders[other]),
            of[f"{one} {other} percent"].n_units,
            of[f"{one} {other} percent"].figure,
            of[f"{one} {other} kappa"].figure,
            _table(who, one, other),
            of[f"{one} {other} weighted"].figure if weights else None,
        )
        for one, other in two
    ]


def _table(who: Profiles, one: int, other: int) -> Floats:
    if len(who.scale.values) > MOST_VALUES:
        return np.empty((0, 0))
    return confusion(who, one, other)
