"""Brennan and Prediger's coefficient: chance picks each value alike.

R. Brennan and D. Prediger, Coefficient kappa (1981); also known as S, G and Randolph's
free-marginal kappa. It needs the complete set of values: with more declared values that
nobody uses it rises.
"""

import numpy as np

from annotator.reliability.coefficients.chance_corrected import Chance, corrected, corrected_error
from annotator.reliability.coefficients.coefficient import CountCoefficient, Needs, Reference
from annotator.reliability.coefficients.weights import Weights
from annotator.reliability.data.arrays import Floats


def _expected(prevalence: Floats, table: Floats | None) -> Floats:
    """p_e is the mean weight, 1 / q for the identity, whatever the prevalences."""
    size = prevalence.shape[-1]
    return np.full(len(prevalence), float(size if table is None else table.sum()) / size**2)


def _each(prevalence: Floats, table: Floats | None) -> Floats:
    """The same for each value, and so without influence."""
    return np.repeat(_expected(prevalence[None, :], table), prevalence.size)


def brennan_prediger(weights: Weights | None = None) -> CountCoefficient:
    """Brennan and Prediger's coefficient.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CountCoefficient

    References
    ----------
    .. [1] R. Brennan and D. Prediger, Coefficient kappa: Some uses, misuses, and alternatives
       (1981). https://doi.org/10.1177/001316448104100307

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3", "s3"], ["A", "B"] * 3, list("xxxyxx"))
    ... )
    >>> round(rel.estimate(rel.brennan_prediger(), rel.count_patterns(data)).value, 3)
    0.333
    """
    return CountCoefficient(
        key="brennan_prediger",
        label="Brennan and Prediger's coefficient",
        meaning="Brennan and Prediger's",
        reference=Reference(
            "R. Brennan and D. Prediger",
            1981,
            "Coefficient kappa: Some uses, misuses, and alternatives",
            "10.1177/001316448104100307",
        ),
        needs=Needs(all_values=True),
        statistic=corrected(Chance(_expected, _each), weights),
        error=corrected_error(Chance(_expected, _each), weights),
    )


BRENNAN_PREDIGER = brennan_prediger()
