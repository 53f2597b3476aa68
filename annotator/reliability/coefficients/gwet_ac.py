"""Gwet's AC1 and AC2, and the coefficient of Brennan and Prediger.

K. Gwet, Computing inter-rater reliability in the presence of high agreement (2008): AC1
takes chance to agree where a coder is uncertain, so that a rare value does not pull it
down as it does kappa. R. Brennan and D. Prediger, Coefficient kappa (1981): chance picks
each value alike; also known as S, G and Randolph's free-marginal kappa. Both need the
complete set of values: with more declared values that nobody uses they rise.
"""

import numpy as np

from annotator.reliability.coefficients.chance_corrected import Chance, corrected
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.patterns import Patterns


def gwet_ac(weights: Weights | None = None) -> Coefficient[Patterns]:
    """AC1, or AC2 with weights: p_e = T / (q (q - 1)) sum of p (1 - p), T the sum of weights."""
    key = "gwet_ac2" if weights else "gwet_ac1"
    return corrected(key, -1.0, Chance(_uncertain, _uncertain_each), weights)


def _uncertain(prevalence: Floats, table: Floats | None) -> Floats:
    found: Floats = _scale(prevalence, table) * (prevalence * (1 - prevalence)).sum(axis=-1)
    return found


def _uncertain_each(prevalence: Floats, table: Floats | None) -> Floats:
    found: Floats = _scale(prevalence, table) * (1 - prevalence)
    return found


def _scale(prevalence: Floats, table: Floats | None) -> float:
    """The sum of the weights over q (q - 1); nan for a single value, which leaves no doubt."""
    size = prevalence.shape[-1]
    total = float(size if table is None else table.sum())
    return total / (size * (size - 1)) if size > 1 else np.nan


def brennan_prediger(weights: Weights | None = None) -> Coefficient[Patterns]:
    """p_e is the mean weight, 1 / q for the identity, whatever the prevalences."""
    return corrected("brennan_prediger", -1.0, Chance(_uniform, _uniform_each), weights)


def _uniform(prevalence: Floats, table: Floats | None) -> Floats:
    size = prevalence.shape[-1]
    return np.full(len(prevalence), float(size if table is None else table.sum()) / size**2)


def _uniform_each(prevalence: Floats, table: Floats | None) -> Floats:
    """The same for each value, and so without influence."""
    return np.repeat(_uniform(prevalence[None, :], table), prevalence.size)


GWET_AC1 = gwet_ac()
BRENNAN_PREDIGER = brennan_prediger()
