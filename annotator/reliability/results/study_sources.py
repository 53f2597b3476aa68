"""Where studies come from that a sample size is planned with: made up, or drawn from a pilot.

A made-up study is about the rarest code, given or not. In article a, a coder sees with
probability sqrt(c_a) what is there, and else says yes as often as the code is there in
all. Then alpha is the mean of c_a. How clear an article is, c_a, and how much of the
code it has, vary between articles as a Beta distribution with the intraclass correlation
``dependence``: 0 would be independent sentences.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from annotator.errors import Problem, Refused
from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.data.arrays import Floats, Ints
from annotator.reliability.data.patterns import Patterns, patterns_from_counts
from annotator.reliability.data.scales import Scale
from annotator.reliability.uncertainty.intervals import FEWEST
from annotator.reliability.uncertainty.resampling import pool, sums

#: Makes the sums of each of G articles, shape (G, S), from a generator.
Make = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True)
class StudySource:
    """Where simulated studies come from.

    Attributes
    ----------
    make : callable
        Makes the sums of G articles, shape (G, S), from a generator and G.
    value : callable
        Makes alphas, shape (R,), of sums, shape (R, S).
    alpha : float
        The expected alpha.
    coders, sentences : float
        The coders of a sentence, and the sentences of an article.
    """

    make: Make
    value: Callable[[Floats], Floats]
    alpha: float
    coders: float
    sentences: float


def simulated_studies(
    alpha: float, prevalence: float, coders: int, sentences: int, dependence: float
) -> StudySource:
    """Make up studies of a code that is given or not.

    Parameters
    ----------
    alpha : float
        The expected alpha, between 0 and 1.
    prevalence : float
        The share of sentences with the code, between 0 and 1.
    coders, sentences : int
        The coders of each sentence, and the sentences of each article.
    dependence : float
        How alike sentences of one article are, from 0 to below 1.

    Returns
    -------
    StudySource

    Raises
    ------
    ValueError
        If a share does not lie between 0 and 1.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> source = rel.simulated_studies(0.8, 0.2, coders=2, sentences=20, dependence=0.15)
    >>> rel.sample_size(source, minimum=0.667, studies=50).articles
    30
    """
    if not (0 < alpha < 1 and 0 < prevalence < 1 and 0 <= dependence < 1):
        raise ValueError("alpha, prevalence and dependence lie between 0 and 1")
    yes = np.arange(coders + 1)
    counts = np.stack([coders - yes, yes], axis=1)
    patterns = patterns_from_counts(counts, np.ones_like(yes), Scale("nominal", ("0", "1")))
    statistic = ALPHA.statistic(patterns)
    # Patterns are in an order of their own: by how many said yes.
    one = statistic.sums(np.argsort(np.argsort(patterns.counts[:, 1])), yes.size, patterns.freq)

    def make(generator: np.random.Generator, articles: int) -> Floats:
        drawn = said_yes(generator, alpha, prevalence, dependence, (articles, sentences, coders))
        times = (drawn[:, :, None] == yes).sum(axis=1)
        article_sums: Floats = times @ one
        return article_sums

    return StudySource(make, statistic.value, alpha, coders, sentences)


def said_yes(
    generator: np.random.Generator,
    alpha: float,
    prevalence: float,
    dependence: float,
    shape: tuple[int, int, int],
) -> Ints:
    """How many coders say yes to each sentence of each article, shape (G, sentences).

    ``shape`` is articles, sentences of each, and coders.
    """
    clear = _beta(generator, alpha, dependence, shape[0])[:, None, None]
    common = _beta(generator, prevalence, dependence, shape[0])[:, None]
    truth = generator.random(shape[:2]) < common
    sees = generator.random(shape) < np.sqrt(clear)
    guess = generator.random(shape) < prevalence
    yes: Ints = np.where(sees, truth[:, :, None], guess).sum(axis=2)
    return yes


def _beta(generator: np.random.Generator, mean: float, dependence: float, articles: int) -> Floats:
    """A share for each article, with the variance mean (1 - mean) dependence."""
    if not dependence:
        return np.full(articles, mean)
    size = 1 / dependence - 1
    return generator.beta(mean * size, (1 - mean) * size, articles)


def studies_of_pilot(patterns: Patterns, file: str = "") -> StudySource:
    """Draw studies from the articles of a pilot, with all that their sentences have in common.

    Parameters
    ----------
    patterns : Patterns
        The counts of one question of the pilot, with articles.
    file : str
        The file that they were read from, for messages.

    Returns
    -------
    StudySource

    Raises
    ------
    Refused
        If the pilot has fewer than five articles in which a sentence has two judgements.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> counts = np.tile([[3, 0], [2, 1], [0, 3]], (10, 1))
    >>> articles = [f"a{at // 3}" for at in range(30)]
    >>> pilot = rel.patterns_from_counts(
    ...     counts, np.tile([4, 2, 3], 10), rel.Scale("nominal", ("calm", "loud")), articles
    ... )
    >>> source = rel.studies_of_pilot(pilot)
    >>> round(source.alpha, 2), source.coders, source.sentences
    (0.69, 3.0, 9.0)
    """
    drawn = pool(patterns)
    if len(drawn.names) < FEWEST:
        message = (
            f"The pilot has {len(drawn.names)} articles in which a sentence has two judgements; "
            f"at least {FEWEST} are needed to draw from."
        )
        remedy = "Plan from an expected alpha instead, without --pilot."
        raise Refused(Problem(message, file, remedy=remedy))
    statistic = ALPHA.statistic(patterns)
    table = sums(drawn, statistic)
    paired = patterns.freq * (patterns.judged >= 2)

    def make(generator: np.random.Generator, articles: int) -> Floats:
        article_sums: Floats = table[generator.integers(len(table), size=articles)]
        return article_sums

    units = float(paired.sum())
    judged = float(patterns.judged @ paired) / units
    alpha = statistic.of_all(patterns.freq)
    return StudySource(make, statistic.value, alpha, judged, units / drawn.size)
