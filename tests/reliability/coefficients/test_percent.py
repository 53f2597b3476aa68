import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.coefficients.percent import PERCENT


def percent(patterns):
    statistic = PERCENT.statistic(patterns)
    return statistic.value(statistic.sums(np.zeros_like(patterns.freq), 1, patterns.freq)).item()


def by_hand(units):
    """The mean over units of the share of agreeing pairs, from the definition."""
    shares = []
    for row in units:
        given_values = [value for value in row if value is not None]
        pairs = [
            (one, other) for at, one in enumerate(given_values) for other in given_values[at + 1 :]
        ]
        if pairs:
            shares.append(sum(one == other for one, other in pairs) / len(pairs))
    return np.mean(shares) if shares else np.nan


def test_percent_is_what_the_literature_prints(patterns_of, example):
    if "percent" in example:
        value = percent(patterns_of(example["units"]))
        assert value == pytest.approx(example["percent"], abs=1e-12)


@given(
    units=st.lists(
        st.lists(st.none() | st.integers(0, 3), min_size=4, max_size=4), min_size=1, max_size=15
    )
)
def test_percent_is_the_mean_share_of_agreeing_pairs(patterns_of, units):
    value = percent(patterns_of(units))
    assert value == pytest.approx(by_hand(units), abs=1e-12, nan_ok=True)
    assert np.isnan(value) or 0 <= value <= 1


def test_every_unit_weighs_the_same_however_many_judged_it(patterns_of):
    units = [["a", "b", None, None], ["a", "a", "a", "a"]]
    # Of seven pairs six agree, but of two units one: .5, not .857.
    assert percent(patterns_of(units)) == 0.5


def test_percent_is_undefined_where_no_unit_has_two_judgements(patterns_of):
    assert np.isnan(percent(patterns_of([["a", None], [None, "a"]])))


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_percent_is_the_same_at_every_level(patterns_of, level):
    assert percent(patterns_of([[1, 1], [1, 2], [3, 3]], level)) == pytest.approx(2 / 3)
