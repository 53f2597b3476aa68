"""Gwet's AC1 and AC2: chance takes part only where a coder is uncertain.

K. Gwet, Computing inter-rater reliability in the presence of high agreement (2008): AC1
takes chance to agree where a coder is uncertain, so that a rare value does not pull it
down as it does kappa. It needs the complete set of values: with more declared values that
nobody uses it rises.
"""

import numpy as np

from annotator.reliability.coefficients.chance_corrected import Chance, corrected, corrected_error
from annotator.reliability.coefficients.coefficient import CountCoefficient, Needs, Reference
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.scales import LEVELS, LEVELS_WITH_ORDER


def _expected(prevalence: Floats, table: Floats | None) -> Floats:
    """p_e = T / (q (q - 1)) sum of p (1 - p), T the sum of weights."""
    expected: Floats = _scale(prevalence, table) * (prevalence * (1 - prevalence)).sum(axis=-1)
    return expected


def _each(prevalence: Floats, table: Floats | None) -> Floats:
    each: Floats = _scale(prevalence, table) * (1 - prevalence)
    return each


def _scale(prevalence: Floats, table: Floats | None) -> float:
    """The sum of the weights over q (q - 1); nan for a single value, which leaves no doubt."""
    size = prevalence.shape[-1]
    total = float(size if table is None else table.sum())
    return total / (size * (size - 1)) if size > 1 else np.nan


def gwet_ac(weights: Weights | None = None) -> CountCoefficient:
    """Gwet's AC1, or AC2 with weights.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CountCoefficient
        With the key ``gwet_ac1``, or ``gwet_ac2`` with weights.

    References
    ----------
    .. [1] K. Gwet, Computing inter-rater reliability and its variance in the presence of high
       agreement (2008). https://doi.org/10.1348/000711006X126600

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyxx"))
    ... )
    >>> patterns = rel.count_patterns(data)
    >>> round(rel.estimate(rel.gwet_ac(), patterns).value, 3)
    0.538
    """
    return CountCoefficient(
        key="gwet_ac2" if weights else "gwet_ac1",
        label="Gwet's AC2" if weights else "Gwet's AC1",
        meaning="Gwet's AC2" if weights else "Gwet's AC1",
        reference=Reference(
            "K. Gwet",
            2008,
            "Computing inter-rater reliability and its variance in the presence of high agreement",
            "10.1348/000711006X126600",
        ),
        needs=Needs(levels=LEVELS_WITH_ORDER if weights else LEVELS, all_values=True),
        statistic=corrected(Chance(_expected, _each), weights),
        error=corrected_error(Chance(_expected, _each), weights),
    )


GWET_AC1 = gwet_ac()
