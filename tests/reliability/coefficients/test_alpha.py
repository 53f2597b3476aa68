import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from annotator.reliability.coefficients.alpha import ALPHA, distance_error, squared
from annotator.reliability.data.patterns import count_patterns, patterns_from_counts
from annotator.reliability.data.scales import LEVELS, Scale
from tests.sizes import scaled


def alpha(patterns):
    statistic = ALPHA.statistic(patterns)
    return statistic.value(statistic.sums(np.zeros_like(patterns.freq), 1, patterns.freq)).item()


@st.composite
def codings(draw, values=range(6)):
    """Units by coders with gaps."""
    coders = draw(st.integers(2, 5))
    cell = st.none() | st.sampled_from(values)
    row = st.lists(cell, min_size=coders, max_size=coders)
    return draw(st.lists(row, min_size=1, max_size=12))


def test_alpha_is_what_the_literature_prints_and_the_libraries_compute(patterns_of, example):
    for level, value in example["alpha"].items():
        assert alpha(patterns_of(example["units"], level)) == pytest.approx(value, abs=1e-12)


def test_alpha_rounds_to_the_printed_digits(patterns_of, example):
    for level, printed in example.get("printed", {}).items():
        if level in LEVELS:
            assert alpha(patterns_of(example["units"], level)) == pytest.approx(printed, abs=1e-3)


def test_alpha_is_not_what_known_mistakes_give(patterns_of, example):
    for level, wrong, _ in example.get("never", []):
        assert abs(alpha(patterns_of(example["units"], level)) - wrong) > 1e-3


@pytest.mark.parametrize("level", LEVELS)
@given(units=codings([0, 1, 2, 3, 7.5, 20]))
def test_alpha_equals_the_krippendorff_package_on_any_data_with_gaps(patterns_of, level, units):
    value = alpha(patterns_of(units, level))
    matrix = np.array(units, float).T
    paired = matrix[:, np.count_nonzero(~np.isnan(matrix), axis=0) >= 2]
    if np.unique(paired[~np.isnan(paired)]).size < 2:
        assert np.isnan(value)
    else:
        expected = krippendorff.alpha(reliability_data=matrix, level_of_measurement=level)
        assert value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@given(units=codings())
def test_alpha_lies_between_minus_one_and_one(patterns_of, level, units):
    value = alpha(patterns_of(units, level))
    assert np.isnan(value) or -1 <= value <= 1 + 1e-12


@given(units=codings(), names=st.permutations("abcdef"))
def test_nominal_alpha_does_not_care_what_values_are_called(patterns_of, units, names):
    renamed = [[None if value is None else names[value] for value in row] for row in units]
    assert alpha(patterns_of(renamed)) == pytest.approx(
        alpha(patterns_of(units)), abs=1e-12, nan_ok=True
    )


@pytest.mark.parametrize("level", LEVELS)
@given(units=codings(), random=st.randoms(use_true_random=False))
def test_alpha_has_the_same_digits_in_any_order_of_units_and_coders(
    patterns_of, level, units, random
):
    shuffled = random.sample(units, len(units))
    coders = random.sample(range(len(units[0])), len(units[0]))
    shuffled = [[row[coder] for coder in coders] for row in shuffled]
    assert str(alpha(patterns_of(shuffled, level))) == str(alpha(patterns_of(units, level)))


@given(units=codings(), factor=st.sampled_from([0.5, 3, 1000]), shift=st.integers(-50, 50))
def test_interval_alpha_keeps_under_shift_and_stretch(patterns_of, units, factor, shift):
    moved = [[None if value is None else value * factor + shift for value in row] for row in units]
    assert alpha(patterns_of(moved, "interval")) == pytest.approx(
        alpha(patterns_of(units, "interval")), abs=1e-9, nan_ok=True
    )


@given(units=codings())
def test_ordinal_alpha_only_sees_the_order(patterns_of, units):
    stretched = [[None if value is None else value**3 for value in row] for row in units]
    assert alpha(patterns_of(stretched, "ordinal")) == pytest.approx(
        alpha(patterns_of(units, "ordinal")), abs=1e-12, nan_ok=True
    )


def test_ordinal_alpha_takes_the_declared_order(patterns_of):
    units = [[1, 1], [1, 2], [2, 3], [3, 3], [3, 3], [1, 1]]
    words = {1: "low", 2: "middle", 3: "high"}
    named = [[words[value] for value in row] for row in units]
    ordered = alpha(patterns_of(named, "ordinal", values=["low", "middle", "high"]))
    assert ordered == alpha(patterns_of(units, "ordinal"))
    assert ordered != alpha(patterns_of(named, "ordinal", values=["high", "low", "middle"]))


@given(units=codings(), level=st.sampled_from(LEVELS))
def test_a_unit_with_one_judgement_never_moves_alpha(patterns_of, units, level):
    more = [*units, [5, *[None] * (len(units[0]) - 1)]]
    before, after = alpha(patterns_of(units, level)), alpha(patterns_of(more, level))
    assert after == pytest.approx(before, abs=1e-12, nan_ok=True)


@settings(max_examples=scaled(50, full=500))
@given(units=codings(), level=st.sampled_from(LEVELS))
def test_doubling_the_data_moves_alpha_only_by_the_small_sample_correction(
    patterns_of, units, level
):
    once = patterns_of(units, level)
    n = int((once.judged * once.freq)[once.judged >= 2].sum())
    assume(n > 1)
    before, after = alpha(once), alpha(patterns_of(units + units, level))
    expected = 1 - (1 - before) * (2 * n - 1) / (2 * n) * n / (n - 1)
    assert after == pytest.approx(expected, abs=1e-12, nan_ok=True)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(
    "units",
    [
        [["1", "1"], ["1", "1"]],
        [["1", "1", None], ["1", "1", "1"], ["2", None, None]],
        [["1", None], [None, "2"]],
    ],
    ids=["one value", "one value and a single other", "no pair"],
)
def test_alpha_is_undefined_without_variation(patterns_of, units, level):
    assert np.isnan(alpha(patterns_of(units, level)))


def test_total_disagreement_of_two_values_is_minus_a_half(patterns_of):
    assert alpha(patterns_of([["a", "b"], ["b", "a"]])) == pytest.approx(-0.5)


def test_ratio_alpha_takes_zero_beside_zero_as_equal(patterns_of):
    matrix = [[0, 0], [0, 1], [2, 3], [0, 0], [4, 4]]
    expected = krippendorff.alpha(
        reliability_data=np.array(matrix, float).T, level_of_measurement="ratio"
    )
    assert alpha(patterns_of(matrix, "ratio")) == pytest.approx(expected, abs=1e-12)


def test_interval_alpha_keeps_its_digits_far_from_zero(patterns_of):
    units = [[0, 1], [2, 2], [3, 5], [4, 4], [1, 1]]
    far = [[value + 10**9 for value in row] for row in units]
    near = alpha(patterns_of(units, "interval"))
    assert alpha(patterns_of(far, "interval")) == pytest.approx(near, abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("value", [0.1, 0.3, 0.7, 1.1])
def test_a_resample_of_one_value_is_undefined_whatever_the_value(patterns_of, level, value):
    # Sums of 0.1 are not exact: what is left of them must not pass for variation.
    units = [[each] * 3 for each in (0.1, 0.3, 0.7, 1.1)] * 7
    articles = [str(row[0]) for row in units]
    patterns = patterns_of(units, level, articles=articles)
    statistic = ALPHA.statistic(patterns)
    each = statistic.sums(patterns.cluster, 4, patterns.freq)
    own = each[[patterns.clusters.index(str(value))]]
    assert np.isnan(statistic.value(own * np.arange(1, 50)[:, None])).all()


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval"])
def test_thousands_of_different_values_are_no_burden(patterns_of, level):
    rng = np.random.default_rng(3)
    truth = rng.normal(size=(4_000, 1))
    units = (truth + 0.1 * rng.normal(size=(4_000, 2))).round(6)
    patterns = patterns_of(units.tolist(), level)
    assert len(patterns.scale.values) > 7_000
    expected = {"nominal": 0.0, "ordinal": 0.99, "interval": 0.99}[level]
    assert alpha(patterns) == pytest.approx(expected, abs=0.01)


def test_alpha_takes_counts_as_a_database_groups_them():
    counts = np.array([[2, 0], [1, 1], [0, 2]])
    patterns = patterns_from_counts(counts, np.array([20, 30, 50]), Scale("nominal", ("a", "b")))
    # Artstein & Poesio (2008), p. 558: 20 both a, 30 differ, 50 both b.
    assert alpha(patterns) == pytest.approx(0.34395604395604396, abs=1e-12)


def test_the_standard_error_is_that_of_irrcac(data_of, kappa_example):
    """R irrCAC 1.4, ``krippen.alpha.raw`` with identity, linear and quadratic weights."""
    level = "interval" if isinstance(kappa_example["values"][0], int | float) else "nominal"
    data = data_of(kappa_example["units"], level, values=kappa_example["values"])
    patterns = count_patterns(data)
    at = patterns.scale.positions
    tables = {
        "alpha": None,
        "alpha_linear": np.abs(at[:, None] - at[None, :]),
        "alpha_quadratic": squared(patterns.scale),
    }
    for name, table in tables.items():
        _, error = kappa_example["kappas"].get(name, (None, None))
        if error is not None:
            assert distance_error(patterns, table) == pytest.approx(error, abs=1e-6), name


@pytest.mark.parametrize(("level", "known"), [("nominal", 1), ("ordinal", 0), ("interval", 1)])
def test_ordinal_alpha_has_no_standard_error_in_the_literature(patterns_of, level, known):
    patterns = patterns_of([[1, 1], [1, 2], [2, 2], [3, 3]], level)
    assert (ALPHA.error(patterns) is not None) == known
