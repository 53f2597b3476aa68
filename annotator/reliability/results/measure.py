"""One question measured: counts, values, and coefficients with their intervals."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.data.patterns import Patterns, of_cluster
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Level
from annotator.reliability.results.estimates import (
    BY_CODER,
    COEFFICIENTS,
    Estimate,
    Whole,
    figures,
    figures_of_counts,
    whole,
)
from annotator.reliability.uncertainty.coefficients_of_counts import Counts
from annotator.reliability.uncertainty.intervals import FEWEST, REPLICATES, SEED
from annotator.reliability.uncertainty.resampled_counts import Drawn
from annotator.reliability.uncertainty.resampling import pool

#: Makes the figures of some judgements.
Make = Callable[[Whole], Mapping[str, Estimate]]


@dataclass(frozen=True, slots=True)
class Article:
    """What one article says on its own."""

    name: str
    n_units: int
    coefficients: Mapping[str, Estimate]


@dataclass(frozen=True, slots=True)
class Measured:
    """The agreement of one question.

    ``n_units`` are units with at least one judgement, ``n_dropped`` those with exactly
    one. ``distribution`` is how many judgements each of ``values`` has, dropped units
    included. ``n_articles`` are the articles in which some unit has two judgements, None
    where no article is known; ``articles`` has each one's figures if they are too few
    for an interval.
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
    articles: tuple[Article, ...]
    seed: int
    replicates: int


def measure(
    data: ReliabilityData,
    *,
    seed: int = SEED,
    replicates: int = REPLICATES,
    coefficients: Sequence[Coefficient[Patterns]] = COEFFICIENTS,
    by_coder: Sequence[Coefficient[Profiles]] = BY_CODER,
) -> Measured:
    """Measure the agreement in reliability data."""
    make = partial(
        figures, replicates=replicates, seed=seed, coefficients=coefficients, by_coder=by_coder
    )
    return _measured(whole(data), seed, replicates, make)


def measure_patterns(
    patterns: Patterns, n_coders: int, *, seed: int = SEED, replicates: int = REPLICATES
) -> Measured:
    """Measure the agreement in count patterns, such as a database groups them.

    Kappas that ask who judged are not among the coefficients.
    """
    make = partial(figures, replicates=replicates, seed=seed)
    return _measured(Whole(patterns, n_coders), seed, replicates, make)


def measure_counts(of: Counts, drawn: Drawn) -> Measured:
    """Measure the agreement in counts by article, where articles are drawn."""
    patterns = of.patterns
    judged, freq = patterns.judged, patterns.freq
    return Measured(
        level=patterns.scale.level,
        n_units=int(freq[judged >= 1].sum()),
        n_coders=of.coders.size,
        n_judgements=int(judged @ freq),
        n_dropped=int(freq[judged == 1].sum()),
        n_articles=drawn.pool.size,
        values=patterns.scale.values,
        distribution=tuple(patterns.distribution.tolist()),
        coefficients=figures_of_counts(of, drawn),
        articles=(),
        seed=drawn.seed,
        replicates=len(drawn.kinds),
    )


def _measured(of: Whole, seed: int, replicates: int, make: Make) -> Measured:
    patterns = of.patterns
    judged, freq = patterns.judged, patterns.freq
    return Measured(
        level=patterns.scale.level,
        n_units=int(freq[judged >= 1].sum()),
        n_coders=of.n_coders,
        n_judgements=int(judged @ freq),
        n_dropped=int(freq[judged == 1].sum()),
        n_articles=pool(patterns).size if patterns.clusters else None,
        values=patterns.scale.values,
        distribution=tuple(patterns.distribution.tolist()),
        coefficients=make(of),
        articles=_articles(patterns, of.n_coders, make),
        seed=seed,
        replicates=replicates,
    )


def _articles(patterns: Patterns, n_coders: int, make: Make) -> tuple[Article, ...]:
    """Each article on its own, where all together are too few for an interval."""
    names = pool(patterns).names
    if len(names) >= FEWEST:
        return ()
    alone = [of_cluster(patterns, name) for name in names]
    return tuple(
        Article(name, int(article.freq.sum()), make(Whole(article, n_coders)))
        for name, article in zip(names, alone, strict=True)
    )


def shares(measured: Measured) -> dict[str, float]:
    """The share of judgements that have each value."""
    given = zip(measured.values, measured.distribution, strict=True)
    return {value: many / measured.n_judgements for value, many in given}
