import pytest

from annotator.reliability.results.sample_sizes import bloch_kraemer


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
