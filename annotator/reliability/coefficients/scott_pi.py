"""Scott's pi: chance draws from the prevalences of all units that two coders judged.

W. Scott, Reliability of content analysis (1955): two coders, of units that both judged.
For more coders it is multi-pi (Artstein and Poesio 2008): as Fleiss' kappa, from units
with two judgements alone.
"""

from annotator.reliability.coefficients.chance_corrected import corrected, corrected_error
from annotator.reliability.coefficients.coefficient import CountCoefficient, Reference
from annotator.reliability.coefficients.fleiss_kappa import SHARED_PREVALENCES
from annotator.reliability.coefficients.weights import Weights


def scott_pi(weights: Weights | None = None) -> CountCoefficient:
    """Scott's pi, and multi-pi for more than two coders.

    Parameters
    ----------
    weights : callable, optional
        `linear`, `quadratic` or your own: values that are near agree in part.

    Returns
    -------
    CountCoefficient

    References
    ----------
    .. [1] W. Scott, Reliability of content analysis: The case of nominal scale coding (1955).
       https://doi.org/10.1086/266577
    .. [2] R. Artstein and M. Poesio, Inter-coder agreement for computational linguistics (2008).
       https://doi.org/10.1162/coli.07-034-R2

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2", "s2", "s3"], ["A", "B", "A", "B", "A"], list("xxxyy"))
    ... )
    >>> round(rel.estimate(rel.scott_pi(), rel.count_patterns(data)).value, 3)
    -0.333
    """
    return CountCoefficient(
        key="scott_pi",
        label="Scott's pi",
        meaning="Scott's pi, for more coders multi-pi",
        reference=Reference(
            "W. Scott",
            1955,
            "Reliability of content analysis: The case of nominal scale coding",
            "10.1086/266577",
        ),
        statistic=corrected(SHARED_PREVALENCES, weights, lone=False),
        error=corrected_error(SHARED_PREVALENCES, weights, lone=False),
    )


SCOTT_PI = scott_pi()
