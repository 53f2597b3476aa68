"""Coefficients in which a near miss counts as half agreed: AC2 and weighted kappas. Pure."""

from dataclasses import replace
from typing import Literal

from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.cohen_kappa import cohen_kappa
from annotator.reliability.coefficients.conger_kappa import conger_kappa
from annotator.reliability.coefficients.gwet_ac import gwet_ac
from annotator.reliability.coefficients.weights import Weights, linear, quadratic
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.profiles import Profiles

WeightsName = Literal["none", "linear", "quadratic"]

#: The weights by the name that an option has for them.
WEIGHTS: dict[WeightsName, Weights | None] = {
    "none": None,
    "linear": linear,
    "quadratic": quadratic,
}

#: What each is called on a page.
NAMES = {
    "gwet_ac2": "Gwet's AC2",
    "weighted_conger_kappa": "Conger's weighted kappa",
    "weighted_kappa": "Cohen's weighted kappa",
}


def weighted(name: WeightsName) -> tuple[Coefficient[Patterns], ...]:
    """What is measured beside the others, of those that do not ask who judged."""
    weights = WEIGHTS[name]
    return (gwet_ac(weights),) if weights else ()


def weighted_by_coder(name: WeightsName) -> tuple[Coefficient[Profiles], ...]:
    """The same of those that do: Conger's for any number of coders, Cohen's for two."""
    weights = WEIGHTS[name]
    if not weights:
        return ()
    return (
        replace(conger_kappa(weights), key="weighted_conger_kappa"),
        replace(cohen_kappa(weights=weights), key="weighted_kappa"),
    )
