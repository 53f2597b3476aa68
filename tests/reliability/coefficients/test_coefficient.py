import numpy as np

from annotator.reliability.coefficients.coefficient import Statistic


def test_sums_are_kept_apart_by_group_and_column():
    parts = [
        (np.array([0, 1, 2]), np.array([0, 0, 0]), np.array([1.0, 2.0, 4.0])),
        (np.array([0, 2]), np.array([1, 1]), np.array([10.0, 20.0])),
    ]
    statistic = Statistic(parts, 2, lambda sums: sums[:, 0])
    groups, times = np.array([1, 0, 1]), np.array([3, 5, 7])
    assert statistic.sums(groups, 2, times).tolist() == [[10, 0], [31, 170]]


def test_patterns_of_no_group_are_left_out():
    part = (np.array([0, 1]), np.array([0, 0]), np.array([1.0, 2.0]))
    statistic = Statistic([part], 1, lambda sums: sums[:, 0])
    assert statistic.sums(np.array([-1, 0]), 1, np.array([1, 1])).tolist() == [[2]]
