"""How many units the textbook asks for, where units are independent and coders two."""

from math import ceil
from statistics import NormalDist


def bloch_kraemer(minimum: float, prevalence: float, significance: float = 0.05) -> int:
    """The units that show alpha to be above a minimum, by the rarest value's prevalence.

    N = 2 z^2 [(1 + a)(3 - a) / (4 p (1 - p)(1 - a)) - a], z one-sided: K. Krippendorff,
    Content Analysis (2013), after D. Bloch and H. Kraemer (1989). It holds for two coders
    and independent units; sentences of one article are not, and how high alpha truly is,
    and how probable success, have no say in it.

    :raises ValueError: if the minimum or the prevalence is not between 0 and 1.
    """
    if not (0 <= minimum < 1 and 0 < prevalence < 1 and 0 < significance < 1):
        raise ValueError("minimum, prevalence and significance lie between 0 and 1")
    z = NormalDist().inv_cdf(1 - significance)
    p = prevalence
    share = (1 + minimum) * (3 - minimum) / (4 * p * (1 - p) * (1 - minimum))
    return ceil(2 * z**2 * (share - minimum))
