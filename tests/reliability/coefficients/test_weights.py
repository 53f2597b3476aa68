import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.coefficients.alpha import ALPHA, alpha_by_distance
from annotator.reliability.coefficients.weights import distances_of_sets, distances_of_table
from annotator.reliability.data.patterns import count_patterns

# The items of DKPro Agreement's SetAnnotationsTest.
ITEMS = [
    ["", ""], ["A", ""], ["A", "A"], ["A", "B"], ["AB", "A"], ["AB", "AC"], ["ABC", "ABC"],
    ["C", "AC"], ["C", "AC"],
]  # fmt: skip


def sets(labels):
    return [frozenset(label.strip("{}")) for label in labels]


def alpha(data, name):
    patterns = count_patterns(data)
    made = alpha_by_distance(lambda scale: distances_of_sets(sets(scale.values), name))
    return made.statistic(patterns).of_all(patterns.freq)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        # nltk 3.10.4, whose MASI has 2/3 and 1/3 (up to 3.9.1 it was 0.67 and 0.33).
        ("masi", 0.2730806608357629),
        ("jaccard", 0.3156199677938808),
        ("nominal", 0.23880597014925375),
    ],
)
def test_alpha_of_sets_is_that_of_nltk(data_of, name, expected):
    given = data_of([["{" + each + "}" for each in pair] for pair in ITEMS])
    assert alpha(given, name) == pytest.approx(expected, abs=1e-9)
    # DKPro's "MASI" is the Jaccard distance times 0, 1/3, 2/3 or 1; its other one is neither.
    assert abs(alpha(given, name) - 0.25294748124330124) > 1e-3
    assert abs(alpha(given, name) - 0.18617021276595724) > 1e-3


@pytest.mark.parametrize(
    ("name", "one", "other", "expected"),
    [
        ("masi", "A", "AB", 2 / 3),
        ("masi", "AB", "BC", 8 / 9),
        ("masi", "A", "B", 1),
        ("masi", "A", "", 1),
        ("masi", "", "", 0),
        ("masi", "AB", "BA", 0),
        ("masi", "a", "abc", 7 / 9),
        ("masi", "12", "1234", 2 / 3),
        ("jaccard", "A", "AB", 1 / 2),
        ("jaccard", "AB", "BC", 2 / 3),
        ("jaccard", "A", "", 1),
        ("jaccard", "", "", 0),
        ("nominal", "A", "AB", 1),
        ("nominal", "A", "A", 0),
    ],
)
def test_two_sets_have_the_distance_of_the_literature(name, one, other, expected):
    table = distances_of_sets(sets([one, other]), name)
    assert table == pytest.approx(np.array([[0, expected], [expected, 0]]))


@given(
    labels=st.lists(st.frozensets(st.sampled_from("abcd")), max_size=6),
    name=st.sampled_from(["masi", "jaccard", "nominal"]),
)
def test_distances_of_sets_are_symmetric_and_lie_between_0_and_1(labels, name):
    table = distances_of_sets(labels, name)
    assert (table == table.T).all()
    assert ((table >= 0) & (table <= 1)).all()
    for row, one in zip(table, labels, strict=True):
        for distance, other in zip(row, labels, strict=True):
            assert (distance == 0) == (one == other)


def test_alpha_takes_a_table_of_ones_own(data_of):
    """Artstein & Poesio (2008), p. 568: Chck is half as far from STAT and IReq; .8156."""
    times = {"SS": 46, "IS": 6, "II": 32, "IC": 6, "CC": 10}
    units = [list(pair) for pair, many in times.items() for _ in range(many)]
    table = np.array([[0, 0.5, 0.5], [0.5, 0, 1], [0.5, 1, 0]])
    patterns = count_patterns(data_of(units))
    made = alpha_by_distance(distances_of_table(("C", "I", "S"), table))
    value = made.statistic(patterns).of_all(patterns.freq)
    assert value == pytest.approx(0.8155509783728115, abs=1e-9)
    stretched = alpha_by_distance(distances_of_table(("C", "I", "S"), 100 * table))
    assert stretched.statistic(patterns).of_all(patterns.freq) == pytest.approx(value)


def test_a_table_of_zeros_and_ones_is_the_nominal_level(data_of):
    patterns = count_patterns(data_of([["a", "b"], ["a", "a"], ["b", "c"], ["c", "c"]]))
    made = alpha_by_distance(distances_of_table("abc", 1 - np.eye(3)))
    nominal = ALPHA.statistic(patterns).of_all(patterns.freq)
    assert made.statistic(patterns).of_all(patterns.freq) == pytest.approx(nominal)


@pytest.mark.parametrize(
    "table", [[[0, 1], [2, 0]], [[1, 0], [0, 0]], [[0, -1], [-1, 0]], [[0, 1, 1], [1, 0, 1]]]
)
def test_a_table_that_is_none_of_distances_is_an_error(table):
    with pytest.raises(ValueError, match="must"):
        distances_of_table("ab", np.array(table, float))
