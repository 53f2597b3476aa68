import math

import krippendorff
import numpy as np
import pytest

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.results.estimates import CountedJudgements, estimates
from annotator.reliability.uncertainty.intervals import PointEstimate, intervals, t_quantile
from annotator.reliability.uncertainty.replicates import Sampled
from annotator.reliability.uncertainty.resampling import LARGEST, Resampling, pool


def study(articles, sentences=6, coders=3, seed=2):
    """Units by coders with an article for each unit; articles differ in how clear they are."""
    rng = np.random.default_rng(seed)
    units, names = [], []
    for article in range(articles):
        clarity = rng.uniform(0.4, 1)
        for _ in range(sentences):
            truth = rng.integers(0, 3)
            clear = rng.random(coders) < clarity
            units.append(np.where(clear, truth, rng.integers(0, 3, coders)).tolist())
            names.append(f"article {article:02d}")
    return units, names


def estimates_of(patterns, replicates=400, seed=1):
    return estimates(CountedJudgements(patterns, 3), Resampling(replicates, seed))


@pytest.mark.parametrize(
    ("articles", "method", "reason"),
    [
        (1, "", "too few articles (1) for an interval"),
        (4, "", "too few articles (4) for an interval"),
        (5, "delete-one-article jackknife, t(4)", ""),
        (29, "delete-one-article jackknife, t(28)", ""),
        (30, "article bootstrap, 400 replicates", ""),
        (60, "article bootstrap, 400 replicates", ""),
    ],
)
def test_the_number_of_articles_decides_the_method(patterns_of, articles, method, reason):
    units, names = study(articles)
    for estimate in estimates_of(patterns_of(units, articles=names)).values():
        assert (estimate.method, estimate.reason) == (method, reason)
        assert (estimate.low is None) == (method == "")
        assert estimate.low is None or estimate.low < estimate.value < estimate.high


def test_articles_without_a_pair_do_not_make_an_interval_possible(patterns_of):
    units, names = study(4)
    alone = [[0, None, None]] * 20
    more = [*names, *(f"single {at}" for at in range(20))]
    estimate = estimates_of(patterns_of([*units, *alone], articles=more))["alpha"]
    assert estimate.reason == "too few articles (4) for an interval"


def test_without_articles_units_are_drawn(patterns_of):
    units, _ = study(3)
    estimate = estimates_of(patterns_of(units))["alpha"]
    assert estimate.method == "unit bootstrap, 400 replicates"
    assert estimate.low < estimate.value < estimate.high


def test_four_units_are_too_few_as_well(patterns_of):
    units = [["x", "x"], ["x", "y"], ["y", "y"], ["x", "x"], ["x", None]]
    assert estimates_of(patterns_of(units))["alpha"].reason == "too few units (4) for an interval"


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_jackknife_is_the_textbook_one(patterns_of, level):
    units, names = study(12)
    estimate = estimates_of(patterns_of(units, level, articles=names))["alpha"]

    def alpha(without):
        rest = [row for row, name in zip(units, names, strict=True) if name != without]
        matrix = np.array(rest, float).T
        return krippendorff.alpha(reliability_data=matrix, level_of_measurement=level)

    left = [alpha(without=name) for name in sorted(set(names))]
    error = np.sqrt(11 / 12 * sum((each - np.mean(left)) ** 2 for each in left))
    reach = 2.20098516009164 * error  # t(11) at 95 %, from the tables.
    assert estimate.low == pytest.approx(alpha(without="") - reach, abs=1e-10)
    assert estimate.high == pytest.approx(min(1, alpha(without="") + reach), abs=1e-10)


def test_the_jackknife_survives_one_number_that_is_huge(patterns_of):
    units, names = study(8)
    units[0] = [10**12, 0, 1]
    estimate = estimates_of(patterns_of(units, "interval", articles=names))["alpha"]
    rest = np.array([row for row, name in zip(units, names, strict=True) if name != names[0]])
    expected = krippendorff.alpha(reliability_data=rest.T, level_of_measurement="interval")
    patterns = patterns_of(units, "interval", articles=names)
    statistic = ALPHA.statistic(patterns)
    drawn = pool(patterns)
    each = statistic.sums(drawn.group, drawn.size, drawn.times)
    assert statistic.value(each[1:].sum(axis=0, keepdims=True)).item() == pytest.approx(expected)
    assert estimate.low == -1


def test_variation_in_one_article_only_gives_no_jackknife(patterns_of):
    units = [["x", "x"]] * 11 + [["x", "y"]]
    names = [f"a{at // 2}" for at in range(12)]
    found = estimates_of(patterns_of(units, articles=names))
    assert found["alpha"].reason == "no interval: all variation is in article a5"
    assert found["alpha"].value == 0
    assert found["percent"].method.startswith("delete-one-article jackknife, t(5)")


def test_replicates_without_variation_are_left_out_and_counted(patterns_of):
    units = [["x", "x"]] * 39 + [["x", "y"]]
    names = [f"a{at}" for at in range(40)]
    estimate = estimates_of(patterns_of(units, articles=names), replicates=2_000)["alpha"]
    start, _, lost = estimate.method.partition(" (")
    assert start == "article bootstrap, 2,000 replicates"
    assert lost.endswith(" without variation left out)")
    # An article among forty is missed by (1 - 1/40) ** 40 = 36 % of the draws.
    assert int(lost.split()[0]) / 2_000 == pytest.approx(0.363, abs=0.04)


def test_mostly_undefined_replicates_give_no_interval(patterns_of):
    units = [["x", "x"]] * 39 + [["x", "y"]]
    names = [f"a{at}" for at in range(40)]
    found = {
        estimates_of(patterns_of(units, articles=names), replicates=1, seed=seed)["alpha"].reason
        for seed in range(20)
    }
    assert found == {"", "no interval: 1 of 1 replicates have no variation"}


def test_limits_end_where_the_range_of_the_coefficient_ends(patterns_of):
    units = [["x", "x"], ["y", "y"]] * 14 + [["x", "y"], ["y", "y"]]
    names = [f"a{at // 3}" for at in range(30)]
    found = estimates_of(patterns_of(units, articles=names))
    assert found["percent"].high == 1
    assert found["alpha"].high == 1
    assert found["percent"].low < found["percent"].value


def test_percent_never_falls_below_zero(patterns_of):
    units = [["x", "y"]] * 12 + [["x", "x"]] * 2
    names = [f"a{at // 2}" for at in range(14)]
    estimate = estimates_of(patterns_of(units, articles=names))["percent"]
    assert estimate.value == pytest.approx(2 / 14)
    assert estimate.low == 0


def test_the_bootstrap_takes_the_middle_95_percent_of_the_replicates(patterns_of):
    units, names = study(35)
    patterns = patterns_of(units, articles=names)
    estimate = estimates_of(patterns, replicates=500, seed=3)["percent"]
    matrix = np.array(units)
    agree = (
        (matrix[:, 0] == matrix[:, 1]).astype(float)
        + (matrix[:, 0] == matrix[:, 2])
        + (matrix[:, 1] == matrix[:, 2])
    ) / 3
    each = agree.reshape(35, 6).mean(axis=1)
    # The same generator, used as plainly as can be.
    rng = np.random.Generator(np.random.PCG64(3))
    means = [each[rng.integers(35, size=35)].mean() for _ in range(500)]
    assert estimate.low == pytest.approx(np.quantile(means, 0.025), abs=1e-12)
    assert estimate.high == pytest.approx(np.quantile(means, 0.975), abs=1e-12)


def test_all_coefficients_share_one_draw(patterns_of):
    units, names = study(40)
    patterns = patterns_of(units, articles=names)
    together = estimates_of(patterns)
    for coefficient in (PERCENT, ALPHA):
        drawn = pool(patterns)
        sampled = Sampled(coefficient.statistic(patterns), drawn)
        point = PointEstimate(0.5, coefficient.lowest, coefficient.highest, sampled)
        (alone,) = intervals(drawn, [point], Resampling(400, 1))
        estimate = together[coefficient.key]
        assert alone.low == pytest.approx(estimate.low, abs=1e-12)
        assert alone.high == pytest.approx(estimate.high, abs=1e-12)


def test_the_same_seed_gives_the_same_limits_and_another_seed_others(patterns_of):
    units, names = study(40)
    patterns = patterns_of(units, articles=names)
    one, same, other = (estimates_of(patterns, seed=seed)["alpha"] for seed in (1, 1, 2))
    assert one == same
    assert (one.low, one.high) != (other.low, other.high)


def test_too_many_values_cost_the_interval_but_not_the_value(patterns_of):
    many = int(LARGEST**0.5) + 100
    units = [[f"v{at}", f"v{at}"] for at in range(many)]
    found = estimates_of(patterns_of(units))
    assert found["alpha"].value == 1
    assert found["alpha"].reason == "too many different values for an interval"
    assert found["percent"].method == "unit bootstrap, 400 replicates"


def test_articles_widen_the_interval_where_sentences_are_alike(patterns_of):
    rng = np.random.default_rng(8)
    clear = rng.random(40) < 0.5
    units = [
        [value, value if clear[article] else 1 - value]
        for article in range(40)
        for value in (0, 1) * 10
    ]
    names = [f"a{article}" for article in range(40) for _ in range(20)]
    known = estimates_of(patterns_of(units, articles=names))["alpha"]
    unknown = estimates_of(patterns_of(units))["alpha"]
    assert known.value == unknown.value
    assert known.high - known.low > 3 * (unknown.high - unknown.low)


@pytest.mark.parametrize(
    ("articles", "rare", "trusted"), [(8, 0.05, False), (8, 0.3, True), (25, 0.05, True)]
)
def test_an_interval_from_few_articles_and_a_rare_value_is_not_to_be_trusted(
    patterns_of, articles, rare, trusted
):
    rng = np.random.default_rng(3)
    units, names = [], []
    for article in range(articles):
        for _ in range(40):
            truth = rng.random() < rare
            units.append([int(truth), int(truth if rng.random() < 0.9 else not truth)])
            units[-1][1] = units[-1][1] if truth or rng.random() < 0.1 else 0
            names.append(f"a{article:02d}")
    estimate = estimates_of(patterns_of(units, articles=names))["alpha"]
    assert estimate.method.startswith("delete-one-article jackknife")
    assert ("not to be trusted" not in estimate.method) == trusted


@pytest.mark.parametrize(
    ("freedom", "expected"),
    [
        # Student's table, two-sided 95 %, to fifteen digits.
        (1, 12.7062047361747),
        (2, 4.30265272974946),
        (3, 3.18244630528371),
        (4, 2.77644510519779),
        (5, 2.57058183563631),
        (11, 2.20098516009164),
        (28, 2.04840714179525),
        (29, 2.04522964213270),
    ],
)
def test_the_quantile_is_that_of_the_tables(freedom, expected):
    assert t_quantile(freedom) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("freedom", [1, 2, 7, 18, 29])
def test_the_density_between_the_quantiles_holds_95_percent(freedom):
    scale = math.gamma((freedom + 1) / 2) / math.gamma(freedom / 2)
    at = np.linspace(-t_quantile(freedom), t_quantile(freedom), 200_001)
    density = scale / math.sqrt(freedom * math.pi) * (1 + at**2 / freedom) ** (-(freedom + 1) / 2)
    assert np.trapezoid(density, at) == pytest.approx(0.95, abs=1e-7)


def test_the_quantile_takes_another_confidence():
    # Student's table: t(10) at 99 % two-sided is 3.1693.
    assert t_quantile(10, 0.99) == pytest.approx(3.16927267261695, abs=1e-9)
