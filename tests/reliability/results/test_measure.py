from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.coefficients.fleiss_kappa import FLEISS_KAPPA
from annotator.reliability.data.patterns import patterns_from_counts
from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.data.scales import Scale
from annotator.reliability.results.estimates import estimate
from annotator.reliability.results.measure import measure, measure_patterns
from annotator.reliability.uncertainty.resampling import Resampling

UNDEFINED = (None, None, None, "")


def measured(rows, level="nominal", seed=1):
    return measure(reliability_data(rows, level=level), resampling=Resampling(100, seed))


def test_units_with_one_judgement_are_dropped_and_counted(rows_of):
    found = measured(rows_of([["x", "y"], ["x", None], [None, "y"], ["y", "y"], [None, None]]))
    assert found.n_units == 4
    assert found.n_dropped == 2
    assert found.n_judgements == 6
    assert found.n_coders == 2
    assert found.n_articles is None
    assert found.values == ("x", "y")
    assert found.distribution == (2, 4)
    assert found.coefficients["percent"].value == 0.5


def test_a_declared_value_that_nobody_used_is_shown_with_zero(rows_of):
    rows = rows_of([["x", "y"], ["x", "x"]])
    found = measure(reliability_data(rows, values=["z", "y", "x"]))
    assert found.values == ("z", "y", "x")
    assert found.distribution == (0, 1, 3)


@pytest.mark.parametrize(
    ("units", "percent", "reason"),
    [
        ([], None, "undefined: no judgement"),
        ([["x"], ["y"]], None, "undefined: only one coder"),
        ([["x", None], [None, "y"]], None, "undefined: no unit has two judgements"),
        (
            [["x", "x", "x"]] * 12,
            1.0,
            "undefined: every coder used one value (12 units, 100 % agreement)",
        ),
        (
            [["x", "x", None]] * 3 + [["y", None, None]],
            1.0,
            "undefined: every coder used one value where two or more judged "
            "(3 units, 100 % agreement)",
        ),
    ],
    ids=["empty", "one coder", "no pair", "one value", "one value and a single other"],
)
@pytest.mark.parametrize("known", [True, False])
def test_what_is_undefined_has_no_value_and_says_why(rows_of, units, percent, reason, known):
    articles = [f"a{at}" for at in range(len(units))] if known else None
    found = measured(rows_of(units, articles))
    alpha = found.coefficients["alpha"]
    assert (alpha.value, alpha.low, alpha.high, alpha.method) == UNDEFINED
    assert alpha.reason == reason
    assert found.coefficients["percent"].value == percent
    if percent is None:
        assert found.coefficients["percent"].reason == reason


@pytest.mark.parametrize("level", ["ordinal", "interval", "ratio"])
def test_one_value_is_undefined_at_every_level(rows_of, level):
    found = measured(rows_of([[0.1, 0.1, 0.1]] * 7), level)
    assert found.coefficients["alpha"].reason.startswith("undefined: every coder used one value")


def test_one_coefficient_by_itself_says_why_it_is_undefined(patterns_of):
    found = estimate(FLEISS_KAPPA, patterns_of([["x", "x"], ["x", "y"], ["y", "y"]]))
    assert found.value == pytest.approx(1 / 3)
    assert found.se is not None
    assert (found.low, found.reason) == (None, "no interval was asked for")
    assert estimate(FLEISS_KAPPA, patterns_of([["x", "x"]])).reason == (
        "undefined: every coder used one value (1 unit, 100 % agreement)"
    )
    assert estimate(FLEISS_KAPPA, patterns_of([["x", None]])).reason == (
        "undefined: no unit has two judgements"
    )


def test_few_articles_are_shown_one_by_one(rows_of):
    units = [["x", "x"], ["x", "y"], ["y", "y"], ["y", None], ["x", None]]
    found = measured(rows_of(units, ["p", "p", "q", "q", "r"]))
    assert found.n_articles == 2
    assert [(article.name, article.n_units) for article in found.articles] == [("p", 2), ("q", 2)]
    one, other = (article.coefficients for article in found.articles)
    assert one["percent"].value == 0.5
    assert one["alpha"].value == 0
    assert one["alpha"].reason == "too few articles (1) for an interval"
    assert other["percent"].value == 1
    assert other["alpha"].value is None


def test_enough_articles_are_not_shown_one_by_one(rows_of):
    units = [["x", "x"], ["x", "y"], ["y", "y"], ["y", "y"], ["x", "x"]]
    found = measured(rows_of(units, list("pqrst")))
    assert found.n_articles == 5
    assert found.articles == ()


def test_seed_and_replicates_are_part_of_the_result(rows_of):
    found = measured(rows_of([["x", "y"]]), seed=7)
    assert (found.seed, found.replicates) == (7, 100)


@given(
    units=st.lists(
        st.lists(st.none() | st.integers(1, 4), min_size=3, max_size=3), min_size=1, max_size=12
    ),
    level=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]),
    known=st.booleans(),
)
def test_a_value_or_an_interval_is_missing_exactly_where_a_reason_is_given(
    rows_of, units, level, known
):
    articles = [f"a{at % 6}" for at in range(len(units))] if known else None
    found = measured(rows_of(units, articles), level)
    for key, figure in found.coefficients.items():
        assert (figure.low is None) == (figure.high is None) == (figure.reason != "")
        assert (figure.low is None) == (figure.method == "")
        assert figure.value is not None or figure.reason.startswith("undefined: ")
        if figure.low is not None:
            # Fleiss' and Conger's kappas have no lower end where there are gaps.
            lowest = {"percent": 0, "fleiss_kappa": -np.inf, "conger_kappa": -np.inf}.get(key, -1)
            assert lowest <= figure.low <= figure.high <= 1


@given(
    units=st.lists(
        st.lists(st.none() | st.integers(1, 4), min_size=3, max_size=3), min_size=1, max_size=12
    ),
    random=st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing_at_all(rows_of, units, random):
    rows = rows_of(units, [f"a{at % 6}" for at in range(len(units))])
    order = random.sample(range(len(rows)), len(rows))
    shuffled = type(rows)(
        *(
            [names[at] for at in order]
            for names in (rows.unit, rows.coder, rows.value, rows.cluster)
        )
    )
    assert measured(shuffled) == measured(rows)


def test_a_value_has_the_same_digits_whether_articles_are_known_or_not(rows_of):
    rng = np.random.default_rng(6)
    units = rng.integers(0, 4, (3_000, 3)).tolist()
    known = measured(rows_of(units, [f"a{at // 3}" for at in range(3_000)]))
    unknown = measured(rows_of(units))
    for key in ("percent", "alpha"):
        assert known.coefficients[key].value == unknown.coefficients[key].value


def test_units_that_nobody_judged_are_not_counted():
    counts = np.array([[0, 0], [1, 1], [1, 0]])
    patterns = patterns_from_counts(counts, np.array([7, 2, 1]), Scale("nominal", ("a", "b")))
    found = measure_patterns(patterns, n_coders=2)
    assert (found.n_units, found.n_dropped, found.n_judgements) == (3, 1, 5)


def test_patterns_and_rows_give_the_same_measurement(patterns_of, rows_of):
    units = [["x", "y", None], ["x", "x", "x"], ["y", "y", "y"], ["x", "x", "y"], ["y", "y", "x"]]
    found = measure_patterns(patterns_of(units), n_coders=3, resampling=Resampling(100))
    full = measured(rows_of(units))
    of_counts = {key: full.coefficients[key] for key in found.coefficients}
    assert found == replace(full, coefficients=of_counts, labels=found.labels)
    assert set(full.coefficients) - set(of_counts) == {"conger_kappa", "cohen_kappa"}
