import numpy as np
import pytest

from annotator.errors import Refused
from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.results.power import bloch_kraemer, lower_limit, power_of, sample_size
from annotator.reliability.results.study_sources import (
    said_yes,
    simulated_studies,
    studies_of_pilot,
)
from annotator.reliability.uncertainty.intervals import PointEstimate, intervals
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampling import Resampling, pool, sums


def study(articles, clear=0.8, seed=1):
    rng = np.random.default_rng(seed)
    units, names = [], []
    for article in range(articles):
        for _ in range(10):
            truth = rng.integers(0, 2)
            units.append(np.where(rng.random(3) < clear, truth, rng.integers(0, 2, 3)).tolist())
            names.append(f"a{article:03d}")
    return units, names


@pytest.mark.parametrize(("coders", "dependence"), [(2, 0.0), (3, 0.15), (5, 0.4)])
def test_a_made_up_study_has_the_alpha_and_the_prevalence_that_were_asked_for(coders, dependence):
    source = simulated_studies(0.7, 0.2, coders, 10, dependence)
    total = source.make(np.random.default_rng(2), 20_000).sum(axis=0, keepdims=True)
    assert source.value(total)[0] == pytest.approx(0.7, abs=0.01)
    assert total[0, 1] / total[0, :2].sum() == pytest.approx(0.2, abs=0.01)
    assert total[0, :2].sum() == 20_000 * 10 * coders


def test_articles_differ_by_the_intraclass_correlation_that_was_asked_for():
    """The shares of articles have the variance mean (1 - mean) dependence."""
    shape = (4_000, 200, 2)
    yes = said_yes(np.random.default_rng(1), 0.999, 0.3, 0.4, shape)
    shares = yes.mean(axis=1) / 2
    assert shares.var() == pytest.approx(0.3 * 0.7 * 0.4, rel=0.08)


@pytest.mark.parametrize("articles", [4, 12, 40])
def test_the_lower_limit_is_that_of_real_studies(patterns_of, articles):
    units, names = study(articles)
    patterns = patterns_of(units, articles=names)
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    point = PointEstimate(statistic.of_all(patterns.freq), -1, 1, Sampled(statistic, drawn))
    (expected,) = intervals(drawn, [point], Resampling(400, 7))
    found = lower_limit(sums(drawn, statistic), statistic.value, 7)
    if expected.low is None:
        assert np.isnan(found)
    else:
        assert found == pytest.approx(expected.low)


def test_more_articles_have_more_power_and_dependence_costs_some():
    source = simulated_studies(0.8, 0.25, 2, 20, 0.15)
    few, many = (power_of(source, 0.667, articles, studies=200) for articles in (10, 60))
    assert few < 0.6 < 0.9 < many
    apart = simulated_studies(0.8, 0.25, 2, 20, 0.0)
    assert power_of(apart, 0.667, 10, studies=200) > few + 0.1


def test_a_plan_is_the_smallest_number_that_was_found_to_be_enough():
    found = sample_size(simulated_studies(0.85, 0.3, 3, 10, 0.1), 0.667, studies=100)
    assert found.tried[found.articles] == found.power >= 0.8
    assert all(power < 0.8 for size, power in found.tried.items() if size < found.articles)
    assert found.sentences == 10 * found.articles
    assert found.judgements == 3 * found.sentences
    assert found.error == pytest.approx(0.04)


def test_an_alpha_that_is_not_above_the_minimum_can_not_be_planned_for():
    found = sample_size(simulated_studies(0.6, 0.3, 3, 10, 0.1), 0.667, studies=50)
    assert found.articles is None
    assert found.reason == "the expected alpha, 0.600, is not above the minimum"


def test_an_alpha_that_is_hardly_above_it_has_no_plan_either():
    found = sample_size(simulated_studies(0.67, 0.3, 2, 1, 0.0), 0.667, studies=50)
    assert (found.articles, found.reason) == (None, "5,000 articles are not enough")


def test_a_pilot_is_drawn_from_its_articles(patterns_of):
    units, names = study(12)
    source = studies_of_pilot(patterns_of(units, articles=names))
    table = source.make(np.random.default_rng(1), 500)
    assert table[:, :2].sum() == 500 * 30
    assert (source.coders, source.sentences) == (3, 10)
    found = sample_size(source, source.alpha - 0.2, studies=100)
    assert found.articles >= 5


def test_a_pilot_with_few_articles_is_an_error(patterns_of):
    units, names = study(4)
    with pytest.raises(Refused, match="at least 5 are needed"):
        studies_of_pilot(patterns_of(units, articles=names))


def test_sentences_of_a_pilot_with_one_judgement_are_not_counted(patterns_of):
    units, names = study(12)
    lone = [[1, None, None]] * 24
    homes = [f"a{at % 12:03d}" for at in range(24)]
    source = studies_of_pilot(patterns_of([*units, *lone], articles=[*names, *homes]))
    assert (source.coders, source.sentences) == (3, 10)


@pytest.mark.parametrize(("minimum", "units"), [(0.8, 139), (0.667, 81)])
def test_the_textbook_figure_is_that_of_the_atlas_ti_manual(minimum, units):
    assert bloch_kraemer(minimum, 0.25) == units


def test_a_rarer_value_a_higher_minimum_and_more_certainty_ask_for_more():
    assert bloch_kraemer(0.667, 0.05) > bloch_kraemer(0.667, 0.25)
    assert bloch_kraemer(0.8, 0.25, 0.01) > bloch_kraemer(0.8, 0.25)
    assert bloch_kraemer(0.667, 0.9) == bloch_kraemer(0.667, 0.1)


@pytest.mark.parametrize("given", [(1, 0.5), (0.5, 0), (0.5, 1), (-0.1, 0.5), (0.5, 0.5, 0)])
def test_what_is_no_share_is_an_error(given):
    with pytest.raises(ValueError, match="between 0 and 1"):
        bloch_kraemer(*given)
