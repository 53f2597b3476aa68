import numpy as np

from annotator.reliability.data.coincidences import coincidences


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
