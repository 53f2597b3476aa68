"""One question measured: counts, values, and coefficients with their intervals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.byarticle import Counts
from annotator.agreement.coefficient import Coefficient
from annotator.agreement.drawn import Drawn
from annotator.agreement.figures import (
    COEFFICIENTS,
    Figure,
    Whole,
    figures,
    figures_of_counts,
    whole,
)
from annotator.agreement.intervals import FEWEST, REPLICATES, SEED
from annotator.agreement.patterns import Patterns, of_cluster
from annotator.agreement.reliability import Reliability
from annotator.agreement.resampling import pool
from annotator.agreement.scales import Level


@dataclass(frozen=True, slots=True)
class Article:
    """What one article says on its own."""

    name: str
    n_units: int
    coefficients: Mapping[str, Figure]


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
    coefficients: Mapping[str, Figure]
    articles: tuple[Article, ...]
    seed: int
    replicates: int


def measure(
    data: Reliability,
    *,
    seed: int = SEED,
    replicates: int = REPLICATES,
    coefficients: Sequence[Coefficient[Patterns]] = COEFFICIENTS,
) -> Measured:
    """Measure the agreement in reliability data."""
    return _measured(whole(data), seed, replicates, coefficients)


def measure_patterns(
    patterns: Patterns, n_coders: int, *, seed: int = SEED, replicates: int = REPLICATES
) -> Measured:
    """Measure the agreement in count patterns, such as a database groups them.

    Kappas that ask who judged are not among the coefficients.
    """
    return _measured(Whole(patterns, n_coders), seed, replicates, COEFFICIENTS)


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


def _measured(
    of: Whole, seed: int, replicates: int, coefficients: Sequence[Coefficient[Patterns]]
) -> Measured:
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
        coefficients=figures(of, replicates=replicates, seed=seed, coefficients=coefficients),
        articles=_articles(patterns, of.n_coders, replicates, seed, coefficients),
        seed=seed,
        replicates=replicates,
    )


def _articles(
    patterns: Patterns,
    n_coders: int,
    replicates: int,
    seed: int,
    coefficients: Sequence[Coefficient[Patterns]],
) -> tuple[Article, ...]:
    """Each article on its own, where all together are too few for an interval."""
    names = pool(patterns).names
    if len(names) >= FEWEST:
        return ()
    alone = [of_cluster(patterns, name) for name in names]
    return tuple(
        Article(
            name,
            int(article.freq.sum()),
            figures(
                Whole(article, n_coders),
                replicates=replicates,
                seed=seed,
                coefficients=coefficients,
            ),
        )
        for name, article in zip(names, alone, strict=True)
    )
