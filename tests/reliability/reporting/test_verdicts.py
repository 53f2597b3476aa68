import pytest

from annotator.reliability.reporting.verdicts import VERDICTS, verdict
from annotator.reliability.results.estimates import Estimate


def alpha(value, low=None):
    return Estimate(value, None, low, None if low is None else 1.0, "", "")


@pytest.mark.parametrize(
    ("value", "low", "said"),
    [
        (1.0, 0.8, "reliable"),
        (0.9, 0.81, "reliable"),
        (0.9, 0.799, "tentative"),
        (0.7, 0.667, "tentative"),
        (0.9, 0.666, "uncertain"),
        (0.667, 0.2, "uncertain"),
        (1.0, None, "uncertain"),
        (0.666, 0.5, "not reliable"),
        (0.666, None, "not reliable"),
        (0.0, -0.2, "not reliable"),
        (-0.4, -0.9, "not reliable"),
        (None, None, "undefined"),
    ],
)
def test_the_lower_limit_decides_and_not_the_estimate(value, low, said):
    assert verdict(alpha(value, low)) == said
    assert said in VERDICTS


def test_without_a_figure_there_is_nothing_to_judge():
    assert verdict(None) == "undefined"
