"""The coefficients that are measured, in the order in which they are shown.

To add one, write a module like ``percent`` (counts) or ``conger_kappa`` (by coder) and add
one line here: reports, JSON, exported tables and the documents list it from then on.
"""

from collections.abc import Sequence
from typing import Literal

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.brennan_prediger import BRENNAN_PREDIGER
from annotator.reliability.coefficients.coefficient import CoderCoefficient, CountCoefficient
from annotator.reliability.coefficients.cohen_kappa import COHEN_KAPPA, cohen_kappa
from annotator.reliability.coefficients.conger_kappa import CONGER_KAPPA, conger_kappa
from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA
from annotator.reliability.coefficients.gwet_ac import GWET_AC1, gwet_ac
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.coefficients.scott_pi import SCOTT_PI
from annotator.reliability.coefficients.weights import Weights, linear, quadratic

AnyCoefficient = CountCoefficient | CoderCoefficient

COEFFICIENTS: tuple[AnyCoefficient, ...] = (
    PERCENT,
    ALPHA,
    FLEISS_KAPPA,
    SCOTT_PI,
    GWET_AC1,
    BRENNAN_PREDIGER,
    CONGER_KAPPA,
    COHEN_KAPPA,
)

WeightsName = Literal["none", "linear", "quadratic"]

#: The weights by the name that an option has for them.
WEIGHTS: dict[WeightsName, Weights | None] = {
    "none": None,
    "linear": linear,
    "quadratic": quadratic,
}


def weighted(name: WeightsName) -> tuple[AnyCoefficient, ...]:
    """Those in which near misses agree in part, measured beside the others."""
    weights = WEIGHTS[name]
    if not weights:
        return ()
    return gwet_ac(weights), conger_kappa(weights), cohen_kappa(weights=weights)


def counts_first(coefficients: Sequence[AnyCoefficient]) -> list[AnyCoefficient]:
    """Those that need counts alone, then those that need to know who judged."""
    return sorted(coefficients, key=lambda each: isinstance(each, CoderCoefficient))
