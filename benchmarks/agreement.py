"""Agreement: the core up to 10 million units, and a round of 10,000, beside other libraries."""

from collections.abc import Callable
from time import perf_counter

import krippendorff
import numpy as np
from flask import Flask
from numpy.typing import NDArray

from annotator.agreement.live.judgements import VariableJudgements
from annotator.agreement.service.measure import judgements_of_round, round_report
from annotator.database.session import session
from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.data.patterns import count_patterns, pooled
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.results.measure import measure
from annotator.reliability.uncertainty.resampling import KeptDraws, Resampling
from annotator.rounds.models import Round
from benchmarks.agreement_core import core
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from tests import bulk, factories

ARTICLES, SENTENCES, CODERS = 500, 20, ("Cora", "Carl", "Cleo")
TIMES = 3
#: The package has no interval, so one is what a loop over resamples would take: this many
#: of them are timed, and multiplied.
RESAMPLES = 20
REPLICATES = 2_000


def main() -> None:
    """Measure ever more units, then a round's nine codes and one question with intervals."""
    print_machine()
    core()
    _round()


def _round() -> None:
    with installation() as (app, _settings):
        made = bulk.round_(session(), articles=ARTICLES, sentences=SENTENCES, coders=CODERS)
        bulk.code(session(), made)
        given = judgements_of_round(session(), made)
        page = (
            ("the agreement page, over HTTP's test client", _seconds(_page(app, made)), None),
            ("its figures: read, 7 coefficients of each, 70 intervals", _figures(made), None),
        )
    data = [_data(each) for each in given]
    print_table(
        f"{ARTICLES * SENTENCES:,} units, {len(CODERS)} coders, {ARTICLES} articles, 10 variables",
        ("what", "seconds", "krippendorff", "times as quick"),
        [*((*row, None) for row in page), _points(data), _intervals(data)],
    )


def _seconds(act: Callable[[], object]) -> float:
    """The best of a few times."""

    def once() -> float:
        begun = perf_counter()
        act()
        return perf_counter() - begun

    return min(once() for _ in range(TIMES))


def _page(app: Flask, made: Round) -> Callable[[], object]:
    """Lea asks for the agreement page."""
    address = f"/studies/{made.study.slug}/agreement"
    browser = factories.signed_in(app, "Lea")

    def ask() -> None:
        assert browser.get(address).status_code == 200

    return ask


def _figures(made: Round) -> float:
    return _seconds(lambda: round_report(session(), made))


def _data(given: VariableJudgements) -> ReliabilityData:
    return reliability_data(given.rows, values=given.variable.values)


def _points(data: list[ReliabilityData]) -> tuple[str, float, float, float]:
    """Ten alphas, from the same judgements: who said what of which unit, as numbers."""
    ours = [_alpha(each) for each in data]
    theirs = [_their_alpha(_matrix(each)) for each in data]
    assert np.allclose(ours, theirs, rtol=0, atol=1e-12)
    here = _seconds(lambda: [_alpha(each) for each in data])
    there = _seconds(lambda: [_their_alpha(_matrix(each)) for each in data])
    return ("10 alphas", here, there, there / here)


def _intervals(data: list[ReliabilityData]) -> tuple[str, float, float, float]:
    """Ten variables with their intervals over articles; there, resamples of units."""
    draw = np.random.default_rng(1)
    matrices = [_matrix(each) for each in data]
    resampling = Resampling(REPLICATES, kept=KeptDraws())

    def resample() -> None:
        for matrix in matrices:
            for _ in range(RESAMPLES):
                _their_alpha(matrix[:, draw.integers(matrix.shape[1], size=matrix.shape[1])])

    here = _seconds(lambda: [measure(each, resampling=resampling) for each in data])
    there = _seconds(resample) * REPLICATES / RESAMPLES
    return (f"70 intervals (there 10), {REPLICATES:,} replicates", here, there, there / here)


def _alpha(data: ReliabilityData) -> float:
    patterns = pooled(count_patterns(data))
    return ALPHA.statistic(patterns).of_all(patterns.freq)


def _matrix(data: ReliabilityData) -> NDArray[np.float64]:
    """Coders by units, with gaps."""
    matrix = np.full((len(data.coders), len(data.units)), np.nan)
    matrix[data.coder, data.unit] = data.value
    return matrix


def _their_alpha(matrix: NDArray[np.float64]) -> float:
    return float(krippendorff.alpha(matrix, level_of_measurement="nominal"))
