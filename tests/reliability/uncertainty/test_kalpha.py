import krippendorff
import numpy as np
import pytest

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.uncertainty.kalpha import kalpha_interval


def test_the_interval_is_that_of_r_icr(patterns_of, example):
    """R icr 0.6.6, ``krippalpha(..., bootstrap = TRUE)``, 20,000 replicates, ordinal level."""
    if example["id"] != "hayes-krippendorff-2007":
        return
    found = kalpha_interval(patterns_of(example["units"], "ordinal"))
    assert found.low == pytest.approx(0.7152, abs=0.003)
    assert found.high == pytest.approx(0.8128, abs=0.003)
    assert found.below[1] == pytest.approx(0.91855, abs=0.01)
    assert "KALPHA-style" in found.method
    # The unit bootstrap on the same data: .628 to .842.
    assert found.high - found.low < 0.5 * (0.842 - 0.628)


@pytest.mark.parametrize("level", ["nominal", "ordinal", "interval", "ratio"])
def test_the_middle_of_the_draws_is_alpha_where_all_units_have_as_many_coders(patterns_of, level):
    units = np.random.default_rng(4).integers(1, 4, (60, 3))
    units[:40, 1] = units[:40, 0]
    patterns = patterns_of(units.tolist(), level)
    found = kalpha_interval(patterns, replicates=4_000)
    value = krippendorff.alpha(units.T.astype(float), level_of_measurement=level)
    assert ALPHA.statistic(patterns).of_all(patterns.freq) == pytest.approx(value)
    assert (found.low + found.high) / 2 == pytest.approx(value, abs=0.02)


@pytest.mark.parametrize("units", [[["x", "x"]] * 5, [["x", None]], []])
def test_without_variation_there_is_no_interval(patterns_of, units):
    found = kalpha_interval(patterns_of(units), replicates=10)
    assert (found.low, found.reason) == (None, "undefined: no two judgements differ")
