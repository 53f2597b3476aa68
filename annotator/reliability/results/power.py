"""How many sentences must be coded, so that the lower limit of alpha clears a minimum.

By simulation: studies of so many articles are made up, or drawn from a pilot's articles;
alpha of each gets its interval by the rules that real studies get (5 to 29 articles a
jackknife, more a bootstrap); the share whose lower limit clears the minimum is the power.

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
from annotator.reliability.data.patterns import Patterns, from_counts
from annotator.reliability.data.scales import Scale
from annotator.reliability.uncertainty.intervals import FEWEST, FEWEST_TO_DRAW
from annotator.reliability.uncertainty.resampling import draws, pool, sums, without_one
from annotator.reliability.uncertainty.student_t import t_quantile

#: Replicates of each made-up study's bootstrap: its limit moves little with more.
REPLICATES = 400

#: So many articles are tried at most.
MOST_ARTICLES = 5_000

#: Makes the sums of each of G articles, shape (G, S), from a generator.
Make = Callable[[np.random.Generator, int], Floats]


@dataclass(frozen=True, slots=True)
class Source:
    """Where studies come from: how articles are made, their alpha, and the sums' value."""

    make: Make
    value: Callable[[Floats], Floats]
    alpha: float
    coders: float
    sentences: float


@dataclass(frozen=True, slots=True)
class Plan:
    """How many articles reach the power, and what was found on the way.

    ``articles`` is None, with a reason, if none was found. ``tried`` has the power of each
    number of articles that was tried, ``error`` the standard error of a power of the size
    asked for, since it is simulated.
    """

    articles: int | None
    sentences: int | None
    judgements: int | None
    power: float | None
    error: float
    tried: dict[int, float]
    reason: str = ""


def made_up(
    alpha: float, prevalence: float, coders: int, sentences: int, dependence: float
) -> Source:
    """Studies of a code of this prevalence, each sentence coded by so many coders.

    :raises ValueError: if a share does not lie between 0 and 1.
    """
    if not (0 < alpha < 1 and 0 < prevalence < 1 and 0 <= dependence < 1):
        raise ValueError("alpha, prevalence and dependence lie between 0 and 1")
    said = np.arange(coders + 1)
    counts = np.stack([coders - said, said], axis=1)
    patterns = from_counts(counts, np.ones_like(said), Scale("nominal", ("0", "1")))
    statistic = ALPHA.statistic(patterns)
    # Patterns are in an order of their own: by how many said yes.
    one = statistic.sums(np.argsort(np.argsort(patterns.counts[:, 1])), said.size, patterns.freq)

    def make(generator: np.random.Generator, articles: int) -> Floats:
        yes = said_yes(generator, alpha, prevalence, dependence, (articles, sentences, coders))
        times = (yes[:, :, None] == said).sum(axis=1)
        found: Floats = times @ one
        return found

    return Source(make, statistic.value, alpha, coders, sentences)


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
    found: Ints = np.where(sees, truth[:, :, None], guess).sum(axis=2)
    return found


def _beta(generator: np.random.Generator, mean: float, dependence: float, articles: int) -> Floats:
    """A share for each article, with the variance mean (1 - mean) dependence."""
    if not dependence:
        return np.full(articles, mean)
    size = 1 / dependence - 1
    return generator.beta(mean * size, (1 - mean) * size, articles)


def of_pilot(patterns: Patterns) -> Source:
    """Studies whose articles are drawn from a pilot's, with all that they have in common.

    :raises ValueError: if the pilot has fewer than five articles with a pair.
    """
    drawn = pool(patterns)
    if drawn.noun != "article" or drawn.size < FEWEST:
        raise ValueError("a pilot needs five articles in which a sentence has two judgements")
    statistic = ALPHA.statistic(patterns)
    table = sums(drawn, statistic)
    paired = patterns.freq * (patterns.judged >= 2)

    def make(generator: np.random.Generator, articles: int) -> Floats:
        found: Floats = table[generator.integers(len(table), size=articles)]
        return found

    units = float(paired.sum())
    judged = float(patterns.judged @ paired) / units
    return Source(
        make, statistic.value, statistic.of_all(patterns.freq), judged, units / drawn.size
    )


def plan(
    source: Source, minimum: float, *, power: float = 0.8, studies: int = 400, seed: int = 1
) -> Plan:
    """The smallest number of articles with which the lower limit clears the minimum.

    First twice as many again and again, then the middle of what is left.
    """
    tried: dict[int, float] = {}
    error = float(np.sqrt(power * (1 - power) / studies))

    def enough(articles: int) -> bool:
        if articles not in tried:
            tried[articles] = power_of(source, minimum, articles, studies=studies, seed=seed)
        return tried[articles] >= power

    if source.alpha <= minimum:
        reason = f"the expected alpha, {source.alpha:.3f}, is not above the minimum"
        return Plan(None, None, None, None, error, tried, reason)
    high = FEWEST
    while not enough(high):
        high *= 2
        if high > MOST_ARTICLES:
            reason = f"{MOST_ARTICLES:,} articles are not enough"
            return Plan(None, None, None, None, error, tried, reason)
    low = high // 2 if high > FEWEST else FEWEST - 1
    while high - low > max(1, high // 25):
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    sentences = round(high * source.sentences)
    return Plan(
        high, sentences, round(sentences * source.coders), tried[high], error,
        dict(sorted(tried.items())),
    )  # fmt: skip


def power_of(
    source: Source, minimum: float, articles: int, *, studies: int = 400, seed: int = 1
) -> float:
    """The share of studies of so many articles whose lower limit clears the minimum."""
    generator = np.random.Generator(np.random.PCG64([seed, articles]))
    clear = 0
    for _ in range(studies):
        table = source.make(generator, articles)
        clear += lower(table, source.value, int(generator.integers(2**31))) >= minimum
    return clear / studies


def lower(table: Floats, value: Callable[[Floats], Floats], seed: int) -> float:
    """The lower 95 % limit from the sums of articles, shape (G, S); nan if there is none."""
    size = len(table)
    if size < FEWEST:
        return np.nan
    if size < FEWEST_TO_DRAW:
        rest = without_one(table, value, np.zeros((1, table.shape[1])))
        error = np.sqrt((size - 1) / size * ((rest - rest.mean()) ** 2).sum())
        return float(value(table.sum(axis=0, keepdims=True))[0] - t_quantile(size - 1) * error)
    copies = np.ones(size, np.int64)
    found = [value(drawn @ table) for drawn in draws(copies, REPLICATES, seed, size)]
    replicates = np.concatenate(found)
    if np.isnan(replicates).mean() > 0.5:
        return np.nan
    return float(np.nanquantile(replicates, 0.025))


def source_of(patterns: Patterns, file: str = "") -> Source:
    """Count patterns as a pilot.

    :raises Refused: if they have too few articles.
    """
    articles = len(pool(patterns).names)
    if articles < FEWEST:
        message = (
            f"The pilot has {articles} articles in which a sentence has two judgements; "
            f"at least {FEWEST} are needed to draw from."
        )
        remedy = "Plan from an expected alpha instead, without --pilot."
        raise Refused(Problem(message, file, remedy=remedy))
    return of_pilot(patterns)
