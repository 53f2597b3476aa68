"""Coverage: how often a 95 % interval holds the true alpha where sentences come in articles.

Articles of 20 sentences, 3 coders, alpha .64, a code that a third or a twentieth of the
sentences have. How clear an article is, and how much of the code it has, vary between
articles as a Beta distribution with an intraclass correlation of .15 (see
``annotator/reliability/results/power.py``). The unit bootstrap, which does not know articles,
stands beside the interval that is given. The Monte-Carlo error is that of a share.
"""

import os

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.data.patterns import Patterns, patterns_from_counts, pooled
from annotator.reliability.data.scales import Scale
from annotator.reliability.results.study_sources import said_yes
from annotator.reliability.uncertainty.intervals import Interval, PointEstimate, intervals
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampling import Resampling, pool
from benchmarks.printing import print_machine, print_table

DATA_SETS = int(os.environ.get("COVERAGE_DATA_SETS", "1500"))
REPLICATES = 1_000
ARTICLES = (5, 10, 20, 50, 100)
SENTENCES, CODERS, TRUE, DEPENDENCE = 20, 3, 0.64, 0.15
SCALE = Scale("nominal", ("0", "1"))


def main() -> None:
    """Print the share of data sets whose interval holds the true alpha."""
    print_machine()
    for prevalence in (1 / 3, 0.05):
        print_table(
            f"prevalence {prevalence:.0%}, alpha {TRUE}, {DATA_SETS:,} data sets",
            ("articles", "covers", "+-", "too low", "too high", "no interval", "unit bootstrap"),
            [_row(articles, prevalence) for articles in ARTICLES],
        )


def _row(articles: int, prevalence: float) -> tuple[object, ...]:
    generator = np.random.default_rng([articles, round(1 / prevalence)])
    known, unknown = [], []
    for seed in range(DATA_SETS):
        patterns = _study(generator, articles, prevalence)
        known.append(_interval(patterns, seed))
        unknown.append(_interval(pooled(patterns), seed))
    given = [each for each in known if each.low is not None]
    covers = _covers(given)
    error = 1.96 * np.sqrt(covers * (1 - covers) / len(given))
    low = np.mean([each.high < TRUE for each in given])
    high = np.mean([each.low > TRUE for each in given])
    none = len(known) - len(given)
    return articles, covers, float(error), float(low), float(high), none, _covers(unknown)


def _study(generator: np.random.Generator, articles: int, prevalence: float) -> Patterns:
    shape = (articles, SENTENCES, CODERS)
    yes = said_yes(generator, TRUE, prevalence, DEPENDENCE, shape).ravel()
    names = [f"a{at:03d}" for at in range(articles) for _ in range(SENTENCES)]
    return patterns_from_counts(
        np.stack([CODERS - yes, yes], axis=1), np.ones_like(yes), SCALE, names
    )


def _interval(patterns: Patterns, seed: int) -> Interval:
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    value = statistic.of_all(patterns.freq)
    if np.isnan(value):
        return Interval(reason="no variation")
    estimate = PointEstimate(value, -1, 1, Sampled(statistic, drawn))
    return intervals(drawn, [estimate], Resampling(REPLICATES, seed))[0]


def _covers(given: list[Interval]) -> float:
    """The share of the intervals that hold the true alpha."""
    there = [each for each in given if each.low is not None and each.high is not None]
    return float(np.mean([each.low <= TRUE <= each.high for each in there]))
