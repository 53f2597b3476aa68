"""Fleiss' kappa and Scott's pi: chance draws from the prevalences that all coders share.

J. Fleiss, Measuring nominal scale agreement among many raters (1971). With gaps there
are several definitions; this is Gwet's (2014), as in irrCAC: each unit weighs the same,
and a unit with one judgement counts for the prevalences. W. Scott, Reliability of content
analysis (1955): two coders, of units that both judged. For more coders ``scott_pi`` is
multi-pi (Artstein and Poesio 2008): as Fleiss', from units with two judgements alone.
"""

import numpy as np

from annotator.reliability.coefficients.chance_corrected import Chance, corrected
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.patterns import Patterns


def _shared(prevalence: Floats, table: Floats | None) -> Floats:
    """p_e: two judgements drawn by prevalence agree."""
    other = prevalence if table is None else prevalence @ table
    found: Floats = (prevalence * other).sum(axis=-1)
    return found


def _shared_each(prevalence: Floats, table: Floats | None) -> Floats:
    found: Floats = prevalence if table is None else table @ prevalence
    return found


_CHANCE = Chance(_shared, _shared_each)


def fleiss_kappa(weights: Weights | None = None) -> Coefficient[Patterns]:
    """Fleiss' kappa with gaps in Gwet's definition; many lone judgements may pull it below -1."""
    return corrected("fleiss_kappa", -np.inf, _CHANCE, weights)


def scott_pi(weights: Weights | None = None) -> Coefficient[Patterns]:
    """Scott's pi, and multi-pi for more than two coders."""
    return corrected("scott_pi", -1.0, _CHANCE, weights, lone=False)


FLEISS_KAPPA = fleiss_kappa()
SCOTT_PI = scott_pi()
