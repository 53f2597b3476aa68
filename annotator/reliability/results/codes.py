"""Answers that are sets of codes, measured as a whole. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.distances import alpha_of, of_sets
from annotator.reliability.coefficients.gwet_ac import BRENNAN_PREDIGER, GWET_AC1
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale
from annotator.reliability.results.estimates import COEFFICIENTS, undefined
from annotator.reliability.results.measure import Measured, measure
from annotator.reliability.uncertainty.intervals import REPLICATES, SEED

DistanceName = Literal["nominal", "masi", "jaccard"]

#: Tells the codes of a set from its label.
CodesOf = Callable[[str], frozenset[str]]


def alpha_of_sets(codes_of: CodesOf, distance: DistanceName) -> Coefficient[Patterns]:
    """Alpha of sets of codes by one of their distances."""

    def differences(scale: Scale) -> Floats:
        return of_sets([codes_of(value) for value in scale.values], distance)

    return alpha_of(differences)


def measure_sets(
    data: ReliabilityData,
    alpha: Coefficient[Patterns],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> Measured:
    """Measure sets of codes; which sets are possible is no list, so what needs one is undefined.

    Every coefficient but alpha takes two sets as the same or not.
    """
    chosen = tuple(alpha if each is ALPHA else each for each in COEFFICIENTS)
    measured = measure(data, coefficients=chosen, replicates=replicates, seed=seed)
    lack = undefined("sets of codes have no complete list of values; see each code by itself")
    needing = {each.key: lack for each in (GWET_AC1, BRENNAN_PREDIGER)}
    return replace(measured, coefficients={**measured.coefficients, **needing})


def shares_of_codes(measured: Measured, codes_of: CodesOf) -> Mapping[str, float]:
    """The share of judgements that hold each code."""
    times: dict[str, int] = {}
    for value, many in zip(measured.values, measured.distribution, strict=True):
        for code in codes_of(value):
            times[code] = times.get(code, 0) + many
    return {code: many / measured.n_judgements for code, many in times.items()}
