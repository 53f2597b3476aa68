"""Code by code, and sets of codes as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA, alpha_by_distance
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.coefficients.registry import COEFFICIENTS
from annotator.reliability.coefficients.weights import DistanceName, distances_of_sets
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale
from annotator.reliability.results.estimates import (
    Estimate,
    count_judgements,
    estimates,
    undefined,
)
from annotator.reliability.results.measure import Measured, measure
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling

#: Estimates of more codes than this would say nothing to anyone.
MOST_CODES = 100

_GIVEN = Scale("nominal", ("0", "1"))

#: Tells the codes of a set from its label.
CodesOf = Callable[[str], frozenset[str]]


def per_code(
    data: ReliabilityData,
    codes: Sequence[str] | None = None,
    holds: Callable[[str, str], bool] = str.__eq__,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
) -> dict[str, dict[str, Estimate]]:
    """Estimate the agreement on each code: given, against not given.

    A coder who judged a unit and did not give a code has said that it does not apply.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders.
    codes : sequence of str, optional
        The codes. Without them, the values of the scale.
    holds : callable
        Whether a value of the scale holds a code; where values are sets, they hold several.
    resampling : Resampling
        How samples are drawn.

    Returns
    -------
    dict of str to dict of str to Estimate
        For each code every coefficient by its key. Empty for numbers, which have no codes, and
        for more than 100 codes.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 2}" for at in range(12)], ["A", "B"] * 6, list("xxyyxyxxzzyz")
    ...     )
    ... )
    >>> found = rel.per_code(data)
    >>> {code: round(each["alpha"].value, 2) for code, each in found.items()}
    {'x': 0.69, 'y': 0.31, 'z': 0.59}
    """
    chosen = data.scale.values if codes is None else codes
    if data.scale.level in {"interval", "ratio"} or len(chosen) > MOST_CODES:
        return {}
    return {
        code: estimates(count_judgements(_binary(data, code, holds)), resampling) for code in chosen
    }


def _binary(data: ReliabilityData, code: str, holds: Callable[[str, str], bool]) -> ReliabilityData:
    given = np.array([holds(value, code) for value in data.scale.values], np.int64)
    return replace(data, scale=_GIVEN, value=given[data.value])


def alpha_of_sets(codes_of: CodesOf, distance: DistanceName) -> CountCoefficient:
    """Krippendorff's alpha of sets of codes.

    Parameters
    ----------
    codes_of : callable
        Gives the codes of a set from its label.
    distance : {"nominal", "masi", "jaccard"}
        How far two sets are apart.

    Returns
    -------
    CountCoefficient

    References
    ----------
    .. [1] R. Passonneau, Measuring Agreement on Set-valued Items (MASI) for Semantic and
       Pragmatic Annotation (2006).

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, ["x", "x+y", "z", "z"])
    ... )
    >>> masi = rel.alpha_of_sets(lambda label: frozenset(label.split("+")), "masi")
    >>> round(rel.estimate(masi, rel.count_patterns(data)).value, 2)
    0.57
    """

    def distances(scale: Scale) -> Floats:
        return distances_of_sets([codes_of(value) for value in scale.values], distance)

    return alpha_by_distance(distances)


def measure_sets(
    data: ReliabilityData,
    alpha: CountCoefficient,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
) -> Measured:
    """Measure the agreement on sets of codes as a whole.

    Every coefficient but alpha takes two sets as the same or not. Which sets are possible is
    no list, so coefficients that need one are undefined.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders; each value is the label of a set.
    alpha : CountCoefficient
        What stands in the place of alpha, from `alpha_of_sets`.
    resampling : Resampling
        How samples are drawn.

    Returns
    -------
    Measured

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, ["x", "x+y", "z", "z"])
    ... )
    >>> masi = rel.alpha_of_sets(lambda label: frozenset(label.split("+")), "masi")
    >>> found = rel.measure_sets(data, masi)
    >>> found.coefficients["percent"].value, round(found.coefficients["alpha"].value, 2)
    (0.5, 0.57)
    """
    chosen = tuple(alpha if each is ALPHA else each for each in COEFFICIENTS)
    measured = measure(data, coefficients=chosen, resampling=resampling)
    lack = undefined("sets of codes have no complete list of values; see each code by itself")
    needing = {each.key: lack for each in chosen if each.needs.all_values}
    return replace(measured, coefficients={**measured.coefficients, **needing})


def shares_of_codes(measured: Measured, codes_of: CodesOf) -> Mapping[str, float]:
    """The share of judgements that hold each code."""
    times: dict[str, int] = {}
    for value, count in zip(measured.values, measured.distribution, strict=True):
        for code in codes_of(value):
            times[code] = times.get(code, 0) + count
    return {code: count / measured.n_judgements for code, count in times.items()}
