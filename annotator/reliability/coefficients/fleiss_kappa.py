"""Fleiss' kappa: chance draws from the prevalences that all coders share.

J. Fleiss, Measuring nominal scale agreement among many raters (1971). With gaps there
are several definitions; this is Gwet's (2014), as in irrCAC: each unit weighs the same,
and a unit with one judgement counts for the prevalences.
"""

import numpy as np

from annotator.reliability.coefficients.chance_corrected import Chance, corrected, corrected_error
from annotator.reliability.coefficients.coefficient import CountCoefficient, Reference
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats


def _expected(prevalence: Floats, table: Floats | None) -> Floats:
    """p_e: two judgements drawn by prevalence agree."""
    other = prevalence if table is None else prevalence @ table
    expected: Floats = (prevalence * other).sum(axis=-1)
    return expected


def _each(prevalence: Floats, table: Floats | None) -> Floats:
    each: Floats = prevalence if table is None else table @ prevalence
    return each


#: Two judgements are drawn by the prevalences of all coders together.
SHARED_PREVALENCES = Chance(_expected, _each)


def fleiss_kappa(weights: Weights | None = None) -> CountCoefficient:
    """Fleiss' kappa, with gaps in Gwet's definition.

    Many lone judgements may pull it below -1.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CountCoefficient

    References
    ----------
    .. [1] J. Fleiss, Measuring nominal scale agreement among many raters (1971).
       https://doi.org/10.1037/h0031619
    .. [2] K. Gwet, Handbook of Inter-Rater Reliability (2014), chapter 2.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyyy"))
    ... )
    >>> round(rel.estimate(rel.fleiss_kappa(), rel.count_patterns(data)).value, 3)
    0.333
    """
    return CountCoefficient(
        key="fleiss_kappa",
        label="Fleiss' kappa",
        meaning="Fleiss' kappa with gaps as Gwet defines it",
        reference=Reference(
            "J. Fleiss",
            1971,
            "Measuring nominal scale agreement among many raters",
            "10.1037/h0031619",
        ),
        lowest=-np.inf,
        statistic=corrected(SHARED_PREVALENCES, weights),
        error=corrected_error(SHARED_PREVALENCES, weights),
    )


FLEISS_KAPPA = fleiss_kappa()
