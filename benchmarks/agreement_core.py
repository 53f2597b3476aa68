"""Nominal alpha of ever more units x 3 coders x 5 codes, here and by other libraries.

Each library starts from what it takes: krippendorff from coders by units in floats with
gaps, statsmodels from counts of units by codes without gaps, nltk from triples. Here it
starts from 8-bit codes, units by coders in column-major order. Theirs have no interval, so
the time of one is that of a few resamples of units times 1,000, and marked so. What takes
longer than a few seconds there is not tried.
"""

from collections.abc import Callable
from importlib import import_module
from time import perf_counter

import krippendorff
import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.data.matrix import patterns_from_matrix
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.scales import Scale
from annotator.reliability.uncertainty.intervals import PointEstimate, intervals
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampling import Resampling, pool
from benchmarks.printing import print_table

CODERS, CODES, SENTENCES = 3, 5, 20
SIZES = (1_000, 10_000, 100_000, 1_000_000)
LARGEST = 10_000_000
REPLICATES = 1_000
RESAMPLES = 3
SCALE = Scale("nominal", tuple("abcde"))

#: The most units that a library gets, so that the whole run stays below a minute or two.
MOST = {"krippendorff": 1_000_000, "statsmodels": 1_000_000, "nltk": 10_000}

Codes = NDArray[np.int8]


def core() -> None:
    """Print point values, intervals, and ours alone against reading the same bytes."""
    for missing in (0.0, 0.3):
        found = {size: codes(size, missing) for size in SIZES}
        title = f"nominal alpha, {CODERS} coders, {CODES} codes, {missing:.0%} missing"
        theirs = _libraries(missing)
        rows = [_points(size, given, theirs) for size, given in found.items()]
        print_table(f"{title}: one value", ("units", "here", *theirs, "times as quick"), rows)
        header = ("units", "here, units", "here, articles", "krippendorff*", "times", "times")
        rows = [_intervals(size, given) for size, given in found.items()]
        print_table(f"{title}: {REPLICATES:,} replicates (* extrapolated)", header, rows)
    _bytes()


def codes(size: int, missing: float) -> Codes:
    """What the coders said: the same in seven of ten cases, else anything."""
    draw = np.random.default_rng(1)
    truth = draw.integers(CODES, size=(size, 1), dtype=np.int8)
    other = draw.integers(CODES, size=(size, CODERS), dtype=np.int8)
    said = np.where(draw.random((size, CODERS), np.float32) < 0.7, truth, other)
    said[draw.random((size, CODERS), np.float32) < missing] = -1
    return np.asfortranarray(said)


def _seconds(act: Callable[[], object], times: int = 3) -> float:
    """The best of a few times."""

    def once() -> float:
        begun = perf_counter()
        act()
        return perf_counter() - begun

    return min(once() for _ in range(times))


def _alpha(given: Codes) -> float:
    patterns = patterns_from_matrix(given, SCALE)
    return ALPHA.statistic(patterns).of_all(patterns.freq)


def _matrix(given: Codes) -> NDArray[np.float64]:
    return np.where(given < 0, np.nan, given).T.astype(np.float64)


def _libraries(missing: float) -> list[str]:
    """Those that are installed; statsmodels takes no gaps."""
    asked = ["krippendorff", *([] if missing else ["statsmodels"]), "nltk"]
    return [name for name in asked if _installed(name)]


def _installed(name: str) -> bool:
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def _prepared(name: str, given: Codes) -> Callable[[], float]:
    """A library's alpha, or Fleiss' kappa, from data in the shape that it takes."""
    if name == "krippendorff":
        matrix = _matrix(given)
        return lambda: krippendorff.alpha(matrix, level_of_measurement="nominal")
    if name == "statsmodels":
        rater = import_module("statsmodels.stats.inter_rater")
        counts = (given[:, :, None] == np.arange(CODES)).sum(axis=1)
        return lambda: rater.fleiss_kappa(counts)
    task = import_module("nltk.metrics.agreement").AnnotationTask
    unit, coder = np.nonzero(given >= 0)
    said = given[unit, coder]
    triples = [(f"c{c}", f"u{u}", f"v{v}") for c, u, v in zip(coder, unit, said, strict=True)]
    return lambda: task(triples).alpha()


def _points(size: int, given: Codes, theirs: list[str]) -> tuple[object, ...]:
    here = _seconds(lambda: _alpha(given), 7)
    there = [_seconds(_prepared(n, given)) if size <= MOST[n] else None for n in theirs]
    assert np.isclose(_alpha(given), _prepared("krippendorff", given)(), rtol=0, atol=1e-12)
    return (f"{size:,}", here, *there, (there[0] or np.nan) / here)


def _intervals(size: int, given: Codes) -> tuple[object, ...]:
    units = _seconds(lambda: _interval(patterns_from_matrix(given, SCALE)))
    home = np.arange(size) // SENTENCES
    names = tuple(f"a{at:06d}" for at in range(size // SENTENCES))
    articles = _seconds(lambda: _interval(patterns_from_matrix(given, SCALE, home, names)), 2)
    matrix = _matrix(given)
    draw = np.random.default_rng(1)

    def resample() -> None:
        for _ in range(RESAMPLES):
            drawn = matrix[:, draw.integers(size, size=size)]
            krippendorff.alpha(drawn, level_of_measurement="nominal")

    there = _seconds(resample, 1) * REPLICATES / RESAMPLES
    return (f"{size:,}", units, articles, there, there / units, there / articles)


def _interval(patterns: Patterns) -> None:
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    value = statistic.of_all(patterns.freq)
    estimate = PointEstimate(value, -1, 1, Sampled(statistic, drawn))
    (found,) = intervals(drawn, [estimate], Resampling(REPLICATES, 1))
    assert found.low is not None


def _bytes() -> None:
    """Ten million units, beside the time to read the same bytes once."""
    given = codes(LARGEST, 0.0)
    here = _seconds(lambda: _alpha(given))
    once = _seconds(lambda: given.T.reshape(-1).view(np.uint64).sum())
    rows = [(f"{LARGEST:,}", here, once, here / once)]
    header = ("units", "alpha here", "reading the bytes once", "times")
    print_table("ours alone", header, rows)
