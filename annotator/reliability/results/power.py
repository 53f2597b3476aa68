"""How many sentences must be coded, so that the lower limit of alpha clears a minimum.

By simulation: studies of so many articles are made up, or drawn from a pilot's articles;
alpha of each gets its interval by the rules that real studies get (5 to 29 articles a
jackknife, more a bootstrap); the share whose lower limit clears the minimum is the power.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from statistics import NormalDist

import numpy as np

from annotator.reliability.data.arrays import Floats
from annotator.reliability.results.study_sources import StudySource
from annotator.reliability.uncertainty.intervals import FEWEST, FEWEST_TO_DRAW, t_quantile
from annotator.reliability.uncertainty.resampling import Resampling, without_one

#: Replicates of each made-up study's bootstrap: its limit moves little with more.
REPLICATES = 400

#: At most this many articles are tried.
MOST_ARTICLES = 5_000


@dataclass(frozen=True, slots=True)
class SampleSize:
    """How many articles reach a power, and what was found on the way.

    Attributes
    ----------
    articles, sentences, judgements : int or None
        How much must be coded; None, with a reason, if no number of articles was enough.
    power : float or None
        The share of studies of this size whose lower limit clears the minimum.
    error : float
        The standard error of a power of the size asked for, since it is simulated.
    tried : dict of int to float
        The power of each number of articles that was tried.
    reason : str
        Why no number of articles was enough.
    """

    articles: int | None
    sentences: int | None
    judgements: int | None
    power: float | None
    error: float
    tried: dict[int, float]
    reason: str = ""


def sample_size(
    source: StudySource, minimum: float, *, power: float = 0.8, studies: int = 400, seed: int = 1
) -> SampleSize:
    """Find the smallest number of articles with which the lower limit clears the minimum.

    First twice as many again and again, then the middle of what is left.

    Parameters
    ----------
    source : StudySource
        From `simulated_studies` or `studies_of_pilot`.
    minimum : float
        What the lower limit of the 95 % interval of alpha is to clear.
    power : float
        The share of studies in which it is to.
    studies : int
        How many studies of each size are simulated.
    seed : int
        Where the generators start.

    Returns
    -------
    SampleSize

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> source = rel.simulated_studies(0.6, 0.2, coders=2, sentences=20, dependence=0.15)
    >>> rel.sample_size(source, minimum=0.667).reason
    'the expected alpha, 0.600, is not above the minimum'
    """
    tried: dict[int, float] = {}
    error = float(np.sqrt(power * (1 - power) / studies))

    def enough(articles: int) -> bool:
        if articles not in tried:
            tried[articles] = power_of(source, minimum, articles, studies=studies, seed=seed)
        return tried[articles] >= power

    if source.alpha <= minimum:
        reason = f"the expected alpha, {source.alpha:.3f}, is not above the minimum"
        return SampleSize(None, None, None, None, error, tried, reason)
    high = FEWEST
    while not enough(high):
        high *= 2
        if high > MOST_ARTICLES:
            reason = f"{MOST_ARTICLES:,} articles are not enough"
            return SampleSize(None, None, None, None, error, tried, reason)
    low = high // 2 if high > FEWEST else FEWEST - 1
    while high - low > max(1, high // 25):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    sentences = round(high * source.sentences)
    judgements = round(sentences * source.coders)
    return SampleSize(high, sentences, judgements, tried[high], error, dict(sorted(tried.items())))


def power_of(
    source: StudySource, minimum: float, articles: int, *, studies: int = 400, seed: int = 1
) -> float:
    """The share of studies of this many articles whose lower limit clears the minimum."""
    generator = np.random.Generator(np.random.PCG64([seed, articles]))
    clear = 0
    for _ in range(studies):
        table = source.make(generator, articles)
        clear += lower_limit(table, source.value, int(generator.integers(2**31))) >= minimum
    return clear / studies


def lower_limit(table: Floats, value: Callable[[Floats], Floats], seed: int) -> float:
    """The lower 95 % limit from the sums of articles, shape (G, S); nan if there is none."""
    size = len(table)
    if size < FEWEST:
        return np.nan
    if size < FEWEST_TO_DRAW:
        rest = without_one(table, value, np.zeros((1, table.shape[1])))
        error = np.sqrt((size - 1) / size * ((rest - rest.mean()) ** 2).sum())
        return float(value(table.sum(axis=0, keepdims=True))[0] - t_quantile(size - 1) * error)
    drawn = Resampling(REPLICATES, seed).draws(np.ones(size, np.int64), size)
    replicates = np.concatenate([value(block @ table) for block in drawn])
    if np.isnan(replicates).mean() > 0.5:
        return np.nan
    return float(np.nanquantile(replicates, 0.025))


def bloch_kraemer(minimum: float, prevalence: float, significance: float = 0.05) -> int:
    """The textbook's number of units that show alpha to be above a minimum.

    N = 2 z^2 [(1 + a)(3 - a) / (4 p (1 - p)(1 - a)) - a], z one-sided. It holds for two coders
    and independent units; sentences of one article are not, and how high alpha truly is,
    and how probable success, have no say in it.

    Parameters
    ----------
    minimum : float
        What alpha is to be above, from 0 to below 1.
    prevalence : float
        The share of the rarest value, between 0 and 1.
    significance : float
        The one-sided level of significance.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If the minimum, the prevalence or the significance does not lie between 0 and 1.

    References
    ----------
    .. [1] D. Bloch and H. Kraemer, 2 x 2 kappa coefficients: Measures of agreement or
       association (1989). https://doi.org/10.2307/2532052
    .. [2] K. Krippendorff, Content Analysis (2013), chapter 12.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.bloch_kraemer(0.667, 0.25)
    81
    """
    if not (0 <= minimum < 1 and 0 < prevalence < 1 and 0 < significance < 1):
        raise ValueError("minimum, prevalence and significance lie between 0 and 1")
    z = NormalDist().inv_cdf(1 - significance)
    p = prevalence
    share = (1 + minimum) * (3 - minimum) / (4 * p * (1 - p) * (1 - minimum))
    return ceil(2 * z**2 * (share - minimum))
