import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.data.patterns import (
    coincidences,
    patterns_from_counts,
    patterns_of_article,
    pooled,
)
from annotator.reliability.data.scales import Scale

UNITS = [["a", "a", None], ["b", "a", "a"], ["a", None, "a"], ["c", None, None], ["a", "a", "b"]]

units_and_articles = st.lists(
    st.tuples(
        st.lists(st.none() | st.integers(0, 4), min_size=3, max_size=3).filter(any),
        st.sampled_from("pqr"),
    ),
    min_size=1,
    max_size=25,
)


def as_dict(patterns):
    """How many units of each article have which counts."""
    named = patterns.clusters or ("",)
    return {
        (named[cluster], tuple(counts)): int(freq)
        for cluster, counts, freq in zip(
            patterns.cluster, patterns.counts, patterns.freq, strict=True
        )
    }


def test_units_that_are_alike_become_one_row(patterns_of):
    patterns = patterns_of(UNITS)
    assert as_dict(patterns) == {
        ("", (2, 0, 0)): 2,
        ("", (2, 1, 0)): 2,
        ("", (0, 0, 1)): 1,
    }
    assert patterns.scale.values == ("a", "b", "c")
    assert patterns.distribution.tolist() == [8, 2, 1]


def test_units_of_different_articles_stay_apart(patterns_of):
    patterns = patterns_of(UNITS, articles=["p", "p", "q", "q", "p"])
    assert as_dict(patterns) == {
        ("p", (2, 0, 0)): 1,
        ("p", (2, 1, 0)): 2,
        ("q", (2, 0, 0)): 1,
        ("q", (0, 0, 1)): 1,
    }


@given(cells=units_and_articles)
def test_no_judgement_is_lost_or_added(patterns_of, cells):
    units, articles = zip(*cells, strict=True)
    patterns = patterns_of(units, articles=articles)
    expected = {}
    for row, article in cells:
        counts = tuple(sum(str(value) == known for value in row) for known in patterns.scale.values)
        expected[article, counts] = expected.get((article, counts), 0) + 1
    assert as_dict(patterns) == expected
    assert patterns.distribution.sum() == (patterns.judged * patterns.freq).sum()


@given(cells=units_and_articles)
def test_pooled_articles_are_as_if_no_article_were_known(patterns_of, cells):
    units, articles = zip(*cells, strict=True)
    known, unknown = patterns_of(units, articles=articles), patterns_of(units)
    whole = pooled(known)
    assert as_dict(whole) == as_dict(unknown)
    for name in ("freq", "row", "value", "count", "cluster"):
        assert np.array_equal(getattr(whole, name), getattr(unknown, name))


@given(cells=units_and_articles, random=st.randoms(use_true_random=False))
def test_counts_from_a_database_make_the_same_patterns(patterns_of, cells, random):
    units, articles = zip(*cells, strict=True)
    expected = patterns_of(units, articles=articles)
    order = random.sample(range(expected.freq.size), expected.freq.size)
    found = patterns_from_counts(
        expected.counts[order],
        expected.freq[order],
        expected.scale,
        [expected.clusters[at] for at in expected.cluster[order]],
    )
    for name in ("freq", "row", "value", "count", "cluster"):
        assert np.array_equal(getattr(found, name), getattr(expected, name))


@given(cells=units_and_articles)
def test_the_patterns_of_an_article_are_those_of_its_units(patterns_of, cells):
    units, articles = zip(*cells, strict=True)
    patterns = patterns_of(units, articles=articles)
    name = articles[0]
    own = {key: freq for key, freq in as_dict(patterns).items() if key[0] == name}
    assert as_dict(patterns_of_article(patterns, name)) == own


def test_units_that_nobody_judged_may_stand_in_the_counts():
    counts = np.array([[0, 0], [1, 1]])
    patterns = patterns_from_counts(counts, np.array([7, 2]), Scale("nominal", ("a", "b")))
    assert patterns.judged.tolist() == [0, 2]
    assert patterns.freq.tolist() == [7, 2]


def test_many_coders_and_many_values_do_not_run_into_each_other(patterns_of):
    # 30 coders and 60 values are too many for counts packed into one integer.
    rng = np.random.default_rng(4)
    units = rng.integers(0, 60, (200, 30)).tolist()
    patterns = patterns_of([*units, *units])
    assert patterns.freq.tolist() == [2] * 200
    assert (patterns.judged == 30).all()


@pytest.mark.parametrize("articles", [None, []])
def test_no_units_make_no_patterns(patterns_of, articles):
    patterns = patterns_of([], articles=articles)
    assert patterns.freq.size == 0
    assert patterns.judged.size == 0


def test_the_coincidence_matrix_is_the_printed_one(patterns_of):
    # Krippendorff (2011), example C: the coincidence matrix printed there, above the diagonal.
    units = [
        [1, 1, None, 1],
        [2, 2, 3, 2],
        [3, 3, 3, 3],
        [3, 3, 3, 3],
        [2, 2, 2, 2],
        [1, 2, 3, 4],
        [4, 4, 4, 4],
        [1, 1, 2, 1],
        [2, 2, 2, 2],
        [None, 5, 5, 5],
        [None, None, 1, 1],
        [None, 3, None, None],
    ]
    patterns = patterns_of(units)
    row, low, high, met = coincidences(patterns)
    matrix = np.zeros((5, 5))
    np.add.at(matrix, (low, high), met * patterns.freq[row])
    expected = np.zeros((5, 5))
    expected[0, 1:4] = 4 / 3, 1 / 3, 1 / 3
    expected[1, 2:4] = 4 / 3, 1 / 3
    expected[2, 3] = 1 / 3
    assert np.allclose(matrix, expected, atol=1e-15)


def test_units_of_one_value_and_single_judgements_have_none(patterns_of):
    row, low, high, met = coincidences(patterns_of([["a", "a"], ["b", None]]))
    assert row.size == low.size == high.size == met.size == 0
