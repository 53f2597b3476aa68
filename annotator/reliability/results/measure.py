"""One question measured: counts, values, and coefficients with their intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.reliability.coefficients.registry import COEFFICIENTS, AnyCoefficient
from annotator.reliability.data.patterns import Patterns, patterns_of_article
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Level
from annotator.reliability.results.estimates import (
    CountedJudgements,
    Estimate,
    count_judgements,
    estimates,
    estimates_of_counts,
)
from annotator.reliability.uncertainty.article_counts import QuestionCounts
from annotator.reliability.uncertainty.intervals import FEWEST
from annotator.reliability.uncertainty.resampled_counts import ResampledCounts
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling, pool


@dataclass(frozen=True, slots=True)
class Article:
    """What one article says on its own.

    Attributes
    ----------
    name : str
        The article.
    n_units : int
        Its units.
    coefficients : mapping of str to Estimate
        Each coefficient by its key.
    """

    name: str
    n_units: int
    coefficients: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Measured:
    """The agreement on one question.

    Attributes
    ----------
    level : {"nominal", "ordinal", "interval", "ratio"}
        The level of measurement.
    n_units, n_dropped : int
        The units with at least one judgement, and those with exactly one.
    n_coders, n_judgements : int
        The coders with a judgement, and the judgements.
    n_articles : int or None
        The articles in which some unit has two judgements; None where articles are not known.
    values : tuple of str, length V
        All values.
    distribution : tuple of int, length V
        How many judgements each value has, also in units with one judgement.
    coefficients : mapping of str to Estimate
        Each coefficient by its key.
    labels : mapping of str to str
        What each coefficient is called, by its key.
    articles : tuple of Article
        Each article by itself, if articles are too few for an interval.
    seed, replicates : int
        How samples were drawn.
    """

    level: Level
    n_units: int
    n_coders: int
    n_judgements: int
    n_dropped: int
    n_articles: int | None
    values: tuple[str, ...]
    distribution: tuple[int, ...]
    coefficients: Mapping[str, Estimate]
    labels: Mapping[str, str]
    articles: tuple[Article, ...]
    seed: int
    replicates: int


def measure(
    data: ReliabilityData,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    coefficients: Sequence[AnyCoefficient] = COEFFICIENTS,
) -> Measured:
    """Measure the agreement in reliability data.

    Sentences of one article are alike, so intervals come from articles where they are known:
    from 5 articles on a jackknife, from 30 on a bootstrap. Without articles, units are drawn.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders with gaps, for one question.
    resampling : Resampling
        How samples are drawn.
    coefficients : sequence of CountCoefficient or CoderCoefficient
        What is estimated.

    Returns
    -------
    Measured
        What is undefined has no value and a reason in words.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> units = [f"s{at // 2}" for at in range(40)]
    >>> data = rel.reliability_data(
    ...     rel.Judgements(units, ["A", "B"] * 20, list("xxxyyyxxyy" * 4))
    ... )
    >>> found = rel.measure(data)
    >>> alpha = found.coefficients["alpha"]
    >>> found.n_units, round(alpha.value, 3), round(alpha.low, 3), round(alpha.high, 3)
    (20, 0.61, 0.212, 0.902)
    """
    make = partial(estimates, resampling=resampling, coefficients=coefficients)
    return _measured(count_judgements(data), resampling, coefficients, make)


def measure_patterns(
    patterns: Patterns, n_coders: int, *, resampling: Resampling = USUAL_RESAMPLING
) -> Measured:
    """Measure the agreement in count patterns, such as a database groups them.

    Parameters
    ----------
    patterns : Patterns
        The counts of one question.
    n_coders : int
        How many coders they are of.
    resampling : Resampling
        How samples are drawn.

    Returns
    -------
    Measured
        Without coefficients that ask who judged.

    Examples
    --------
    >>> import numpy as np
    >>> import annotator.reliability as rel
    >>> scale = rel.Scale("nominal", ("calm", "loud"))
    >>> counts = np.array([[2, 0], [1, 1], [0, 2]])
    >>> patterns = rel.patterns_from_counts(counts, np.array([40, 10, 20]), scale)
    >>> found = rel.measure_patterns(patterns, n_coders=2)
    >>> round(found.coefficients["scott_pi"].value, 3)
    0.689
    """
    make = partial(estimates, resampling=resampling)
    return _measured(CountedJudgements(patterns, n_coders), resampling, COEFFICIENTS, make)


def measure_counts(
    counts: QuestionCounts, resampled: ResampledCounts, counted: Callable[[], CountedJudgements]
) -> Measured:
    """Measure the agreement in counts by article, where articles are drawn.

    ``counted`` gives the judgements themselves, which few coefficients need.
    """
    return _with_counts(
        counts.patterns,
        n_coders=counts.coders.size,
        n_articles=resampled.pool.size,
        coefficients=estimates_of_counts(counts, resampled, counted),
        labels=_labels(COEFFICIENTS),
        articles=(),
        resampling=resampled.resampling,
    )


#: Makes the estimates of some judgements.
Make = Callable[[CountedJudgements], Mapping[str, Estimate]]


def _measured(
    counted: CountedJudgements,
    resampling: Resampling,
    coefficients: Sequence[AnyCoefficient],
    make: Make,
) -> Measured:
    patterns = counted.patterns
    return _with_counts(
        patterns,
        n_coders=counted.n_coders,
        n_articles=pool(patterns).size if patterns.clusters else None,
        coefficients=make(counted),
        labels=_labels(coefficients),
        articles=_articles(patterns, counted.n_coders, make),
        resampling=resampling,
    )


def _labels(coefficients: Sequence[AnyCoefficient]) -> dict[str, str]:
    return {each.key: each.label for each in coefficients}


def _with_counts(
    patterns: Patterns,
    *,
    n_coders: int,
    n_articles: int | None,
    coefficients: Mapping[str, Estimate],
    labels: Mapping[str, str],
    articles: tuple[Article, ...],
    resampling: Resampling,
) -> Measured:
    """Estimates with the counts that they are of."""
    judged, freq = patterns.judged, patterns.freq
    return Measured(
        level=patterns.scale.level,
        n_units=int(freq[judged >= 1].sum()),
        n_coders=n_coders,
        n_judgements=int(judged @ freq),
        n_dropped=int(freq[judged == 1].sum()),
        n_articles=n_articles,
        values=patterns.scale.values,
        distribution=tuple(patterns.distribution.tolist()),
        coefficients=coefficients,
        labels=labels,
        articles=articles,
        seed=resampling.seed,
        replicates=resampling.replicates,
    )


def _articles(patterns: Patterns, n_coders: int, make: Make) -> tuple[Article, ...]:
    """Each article on its own, where all together are too few for an interval."""
    names = pool(patterns).names
    if len(names) >= FEWEST:
        return ()
    alone = [patterns_of_article(patterns, name) for name in names]
    return tuple(
        Article(name, int(article.freq.sum()), make(CountedJudgements(article, n_coders)))
        for name, article in zip(names, alone, strict=True)
    )


def shares(measured: Measured) -> dict[str, float]:
    """The share of judgements that have each value."""
    given = zip(measured.values, measured.distribution, strict=True)
    return {value: times / measured.n_judgements for value, times in given}
