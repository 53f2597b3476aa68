"""Kappas, AC1 and the like: the literature's examples, and what must hold for any data."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.reliability.coefficients.brennan_prediger import brennan_prediger
from annotator.reliability.coefficients.cohen_kappa import (
    LIGHT_KAPPA,
    cohen_kappa,
    confusion,
    light_kappa,
)
from annotator.reliability.coefficients.conger_kappa import CONGER_KAPPA, conger_kappa
from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA, fleiss_kappa
from annotator.reliability.coefficients.gwet_ac import gwet_ac
from annotator.reliability.coefficients.percent import percent
from annotator.reliability.coefficients.scott_pi import SCOTT_PI, scott_pi
from annotator.reliability.coefficients.weights import linear, quadratic, weights_of_distances
from annotator.reliability.data.patterns import count_patterns
from annotator.reliability.data.profiles import profiles

WEIGHTS = {"": None, "_linear": linear, "_quadratic": quadratic}

OF_PATTERNS = {
    "percent": percent,
    "fleiss_kappa": fleiss_kappa,
    "scott_pi": scott_pi,
    "gwet_ac1": gwet_ac,
    "brennan_prediger": brennan_prediger,
}
OF_PROFILES = {
    "conger_kappa": conger_kappa,
    "cohen_kappa": lambda weights: cohen_kappa(0, 1, weights),
    "light_kappa": light_kappa,
}
ALL = {**OF_PATTERNS, **OF_PROFILES}


def table(name, data):
    return count_patterns(data) if name in OF_PATTERNS else profiles(data)


def value(name, data, weights=None):
    rows = table(name, data)
    return ALL[name](weights).statistic(rows).of_all(rows.freq)


def asked(example):
    """Name, weights, value and error of each kappa of an example."""
    for key, (expected, error) in example["kappas"].items():
        name, _, suffix = key.partition("_linear" if "_linear" in key else "_quadratic")
        weights = WEIGHTS[key.removeprefix(name) or suffix]
        if name != "alpha":
            yield name, weights, expected, error


def data(example, data_of):
    """Weights need numbers; a nominal scale has the same values."""
    level = "interval" if isinstance(example["values"][0], int | float) else "nominal"
    return data_of(example["units"], level, values=example["values"])


def test_kappas_are_what_the_literature_prints_and_the_libraries_compute(data_of, kappa_example):
    given = data(kappa_example, data_of)
    for name, weights, expected, _ in asked(kappa_example):
        assert value(name, given, weights) == pytest.approx(expected, abs=1e-9), name


def test_standard_errors_are_those_of_irrcac_and_of_fleiss_cohen_and_everitt(
    data_of, kappa_example
):
    given = data(kappa_example, data_of)
    for name, weights, _, error in asked(kappa_example):
        made = ALL[name](weights)
        if error is not None and made.error:
            assert made.error(table(name, given)) == pytest.approx(error, abs=1e-6), name


def test_kappas_round_to_the_printed_digits(data_of, kappa_example):
    given = data(kappa_example, data_of)
    for name, printed in kappa_example.get("printed", {}).items():
        # Half a unit of the last printed digit; Warrens (2010) is off by one in print.
        digits = len(str(printed).partition(".")[2])
        slack = 1.1e-4 if "warrens" in kappa_example["id"] else 0.501 * 10**-digits
        if name in ALL:
            assert value(name, given) == pytest.approx(printed, abs=slack)


def test_fleiss_kappa_with_gaps_is_gwets_and_not_the_other_ones(data_of, kappa_example):
    if kappa_example["id"] != "krippendorff-2011-c":
        return
    given = data(kappa_example, data_of)
    # DKPro weighs units by their judgements; Scott's pi leaves a lone judgement out.
    assert abs(value("fleiss_kappa", given) - 0.73729) > 0.01
    assert abs(value("fleiss_kappa", given) - value("scott_pi", given)) > 0.001


def test_weighted_kappa_takes_disagreement_weights_of_ones_own(data_of):
    # Cohen (1968): disagreement weights 0 1 3 / 1 0 6 / 3 6 0 on 200 units; printed .348.
    cells = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    units = [[a, b] for a in range(3) for b in range(3) for _ in range(cells[a][b])]
    given = data_of(units)
    weights = weights_of_distances(np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]], float))
    assert value("cohen_kappa", given, lambda _: weights) == pytest.approx(
        0.3478260869565216, abs=1e-9
    )
    assert confusion(profiles(given), 0, 1).tolist() == cells


@st.composite
def codings(draw, values=range(4)):
    coders = draw(st.integers(2, 4))
    cell = st.none() | st.sampled_from(values)
    row = st.lists(cell, min_size=coders, max_size=coders)
    units = draw(st.lists(row, min_size=1, max_size=10))
    assume(any(sum(value is not None for value in row) > 1 for row in units))
    return units


NAMES = st.sampled_from(sorted(ALL))


@given(units=codings(), name=NAMES, random=st.randoms(use_true_random=False))
def test_a_kappa_does_not_care_in_which_order_units_and_values_stand(data_of, units, name, random):
    values = random.sample(range(4), 4)
    renamed = [
        [None if value is None else values[value] for value in row]
        for row in random.sample(units, len(units))
    ]
    assert value(name, data_of(renamed, values=range(4))) == pytest.approx(
        value(name, data_of(units, values=range(4))), abs=1e-9, nan_ok=True
    )


@given(units=codings(), name=NAMES, random=st.randoms(use_true_random=False))
def test_a_kappa_does_not_care_which_coder_is_which(data_of, units, name, random):
    if name == "cohen_kappa":
        units = [row[:2] for row in units]
    order = random.sample(range(len(units[0])), len(units[0]))
    moved = [[row[at] for at in order] for row in units]
    if any(sum(value is not None for value in row) > 1 for row in units):
        assert value(name, data_of(moved)) == pytest.approx(
            value(name, data_of(units)), abs=1e-9, nan_ok=True
        )


@given(units=codings(), name=NAMES)
def test_a_kappa_is_at_most_one_and_one_exactly_if_all_agree(data_of, units, name):
    found = value(name, data_of(units, values=range(4)))
    assert math.isnan(found) or found <= 1 + 1e-9
    agree = [[row[0] if row[0] is not None else 0] * len(row) for row in units]
    perfect = value(name, data_of(agree, values=range(4)))
    alone = name in {"percent", "gwet_ac1", "brennan_prediger"}
    one_value = len({row[0] for row in agree}) == 1
    assert math.isnan(perfect) if one_value and not alone else perfect == pytest.approx(1)


@given(units=codings(), name=st.sampled_from(sorted(set(ALL) - {"fleiss_kappa", "conger_kappa"})))
def test_a_kappa_is_at_least_minus_one(data_of, units, name):
    found = value(name, data_of(units, values=range(4)))
    assert math.isnan(found) or found >= -1 - 1e-9


@given(units=codings(), name=NAMES)
def test_a_data_set_twice_has_the_same_kappa(data_of, units, name):
    assert value(name, data_of([*units, *units])) == pytest.approx(
        value(name, data_of(units)), abs=1e-9, nan_ok=True
    )


@given(name=st.sampled_from(sorted(set(ALL))), at=st.integers(0, 29), coder=st.integers(0, 2))
def test_one_changed_judgement_moves_a_kappa_a_little_and_downwards(data_of, name, at, coder):
    units = [[at % 3] * 3 for at in range(30)]
    units[at][coder] = (units[at][coder] + 1) % 3
    found = value(name, data_of(units))
    moves = name != "cohen_kappa" or coder < 2
    assert 0.9 < found < 1 if moves else found == pytest.approx(1)


@given(units=codings())
def test_scotts_pi_is_alpha_without_its_small_sample_correction(data_of, units):
    """For two coders: alpha = pi + (1 - pi) / n, n the number of judgements in pairs."""
    pairs = [row[:2] for row in units if None not in row[:2]]
    assume(len({value for row in pairs for value in row}) > 1)
    pi = value("scott_pi", data_of(pairs))
    alpha = krippendorff.alpha(np.array(pairs, float).T, level_of_measurement="nominal")
    assert pi + (1 - pi) / (2 * len(pairs)) == pytest.approx(alpha, abs=1e-9)


@given(units=codings())
def test_without_gaps_pi_is_fleiss_and_conger_of_two_is_cohen(data_of, units):
    full = [[0 if value is None else value for value in row] for row in units]
    assert value("scott_pi", data_of(full)) == pytest.approx(
        value("fleiss_kappa", data_of(full)), abs=1e-9, nan_ok=True
    )
    two = data_of([row[:2] for row in full])
    expected = value("cohen_kappa", two)
    assert value("conger_kappa", two) == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert value("light_kappa", two) == pytest.approx(expected, abs=1e-9, nan_ok=True)


@given(units=codings())
def test_cohens_kappa_leaves_out_what_only_one_of_the_two_judged(data_of, units):
    both = [row[:2] for row in units if None not in row[:2]]
    assume(both)
    expected = value("cohen_kappa", data_of(both, values=range(4)))
    found = value("cohen_kappa", data_of([row[:2] for row in units], values=range(4)))
    assert found == pytest.approx(expected, abs=1e-9, nan_ok=True)


def test_more_declared_values_raise_what_takes_them_for_possible(data_of):
    units = [["a", "a"], ["a", "b"], ["b", "b"], ["a", "a"]]
    few, many = data_of(units), data_of(units, values=["a", "b", "c", "d"])
    for name in ("gwet_ac1", "brennan_prediger"):
        assert value(name, many) > value(name, few)
    for name in ("scott_pi", "fleiss_kappa", "conger_kappa"):
        assert value(name, many) == pytest.approx(value(name, few))


def test_lone_judgements_may_pull_fleiss_kappa_and_congers_below_minus_one(data_of):
    units = [["a", "b"], *[["a", None]] * 50]
    assert value("fleiss_kappa", data_of(units)) < -10
    assert FLEISS_KAPPA.lowest == CONGER_KAPPA.lowest == -math.inf
    assert SCOTT_PI.lowest == LIGHT_KAPPA.lowest == -1
