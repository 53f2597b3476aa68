"""Stability: how far coders agree with themselves on units that they judged a second time.

K. Krippendorff calls it stability: the two occasions stand in the place of two coders.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.data.arrays import Ints, factorise
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.estimates import Estimate, count_judgements, estimates
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling

#: What both occasions are called where coders have names.
OCCASIONS = ("1", "2")


@dataclass(frozen=True, slots=True)
class Stability:
    """How far a coder, or all of them together, agree with themselves.

    Attributes
    ----------
    n_units : int
        The units judged on both occasions; of all coders together, a unit counts for each.
    estimates : mapping of str to Estimate
        Percent agreement and the coefficient that was asked for.
    """

    n_units: int
    estimates: Mapping[str, Estimate]


def stability(
    first: ReliabilityData,
    second: ReliabilityData,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    coefficient: CountCoefficient = ALPHA,
) -> tuple[Stability, dict[str, Stability]]:
    """Estimate how far coders agree with themselves (intracoder reliability).

    Parameters
    ----------
    first, second : ReliabilityData
        What coders said on the first and on the second occasion, on one scale. A judgement
        without its other occasion is left out.
    resampling : Resampling
        How samples are drawn.
    coefficient : CountCoefficient
        What is estimated beside percent agreement.

    Returns
    -------
    together : Stability
        Of all coders.
    each : dict of str to Stability
        Of each coder by name.

    Raises
    ------
    ValueError
        If the two scales differ.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> units, coders = [f"s{at}" for at in range(6)], ["A"] * 6
    >>> first = rel.reliability_data(rel.Judgements(units, coders, list("xxyyxy")))
    >>> second = rel.reliability_data(rel.Judgements(units, coders, list("xxyyyy")))
    >>> together, each = rel.stability(first, second)
    >>> together.n_units, round(together.estimates["alpha"].value, 2)
    (6, 0.69)
    """
    if first.scale != second.scale:
        raise ValueError("both occasions must have the same level and values")
    both = _both(first, second)
    coefficients = (PERCENT, coefficient)

    def measured(kept: ReliabilityData) -> Stability:
        return Stability(
            len(kept.units), estimates(count_judgements(kept), resampling, coefficients)
        )

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
    chosen = np.array([unit.split("\0")[1] == name for unit in both.units], bool)
    kept = chosen[both.unit]
    place: Ints = np.cumsum(chosen) - 1
    home = [both.clusters[at] for at in both.cluster[chosen].tolist()] if both.clusters else []
    cluster, clusters = factorise(home)
    return ReliabilityData(
        tuple(unit for unit, own in zip(both.units, chosen, strict=True) if own),
        both.coders,
        clusters,
        both.scale,
        place[both.unit[kept]],
        both.coder[kept],
        both.value[kept],
        cluster,
    )
