import math

import numpy as np
import pytest

from annotator.reliability.uncertainty.student_t import t_quantile


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
