"""Self-agreement: what coders said of the same units when they saw them a second time.

K. Krippendorff calls it stability: the two occasions stand in the place of two coders.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.data.arrays import Ints, factorise
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.estimates import Estimate, figures, whole
from annotator.reliability.uncertainty.intervals import REPLICATES, SEED

#: What both occasions are called where coders have names.
OCCASIONS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Stable:
    """How far a coder, or all of them together, agree with themselves.

    ``n_units`` are units judged on both occasions; pooled, a unit counts for each coder.
    """

    n_units: int
    figures: Mapping[str, Estimate]


def self_agreement(
    first: ReliabilityData,
    second: ReliabilityData,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    coefficient: Coefficient[Patterns] = ALPHA,
) -> tuple[Stable, dict[str, Stable]]:
    """All coders together, and each by name, on occasion 2 against occasion 1.

    Both are reliability data on one scale. A judgement without its other occasion is out.

    :raises ValueError: if the two scales differ.
    """
    if first.scale != second.scale:
        raise ValueError("both occasions must have the same level and values")
    both = _both(first, second)
    asked = (PERCENT, coefficient)

    def measured(kept: ReliabilityData) -> Stable:
        found = figures(whole(kept), replicates=replicates, seed=seed, coefficients=asked)
        chosen = {each.key: found[each.key] for each in asked}
        return Stable(len(kept.units), chosen)

    names = sorted({unit.split("\0")[1] for unit in both.units})
    return measured(both), {name: measured(_of_coder(both, name)) for name in names}


def _both(first: ReliabilityData, second: ReliabilityData) -> ReliabilityData:
    """Units are what a coder saw twice, and the occasions are the coders."""
    one, other = _places(first), _places(second)
    place = {key: at for at, key in enumerate(one)}
    pairs = [(place[key], at) for at, key in enumerate(other) if key in place]
    pairs.sort(key=lambda pair: one[pair[0]])
    kept = np.array(pairs, np.int64).reshape(-1, 2)
    units = tuple("\0".join(one[at]) for at in kept[:, 0].tolist())
    rows = np.arange(len(units))
    return ReliabilityData(
        units,
        OCCASIONS,
        first.clusters,
        first.scale,
        np.concatenate([rows, rows]),
        np.repeat([0, 1], len(units)),
        np.concatenate([first.value[kept[:, 0]], second.value[kept[:, 1]]]),
        first.cluster[first.unit[kept[:, 0]]] if first.clusters else first.cluster,
    )


def _places(data: ReliabilityData) -> list[tuple[str, str]]:
    """The unit and the coder of each judgement."""
    return [
        (data.units[unit], data.coders[coder])
        for unit, coder in zip(data.unit.tolist(), data.coder.tolist(), strict=True)
    ]


def _of_coder(both: ReliabilityData, name: str) -> ReliabilityData:
    """What one coder saw twice."""
    mine = np.array([unit.split("\0")[1] == name for unit in both.units], bool)
    kept = mine[both.unit]
    place: Ints = np.cumsum(mine) - 1
    home = [both.clusters[at] for at in both.cluster[mine].tolist()] if both.clusters else []
    cluster, clusters = factorise(home)
    return ReliabilityData(
        tuple(unit for unit, own in zip(both.units, mine, strict=True) if own),
        both.coders,
        clusters,
        both.scale,
        place[both.unit[kept]],
        both.coder[kept],
        both.value[kept],
        cluster,
    )
