import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.data.arrays import number_keys, number_pairs, number_rows

keys = st.lists(st.integers(0, 9), max_size=20).map(lambda found: np.array(found, np.int64))


@given(keys=keys, span=st.sampled_from([10, 2**40]))
def test_keys_are_numbered_in_their_order_by_table_and_by_sorting_alike(keys, span):
    place, distinct = number_keys(keys, span)
    assert distinct.tolist() == sorted(set(keys.tolist()))
    assert distinct[place].tolist() == keys.tolist()


@given(pairs=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=20))
def test_pairs_are_numbered_by_the_second_key_first(pairs):
    one, other = (np.array([pair[at] for pair in pairs], np.int64) for at in (0, 1))
    order = sorted({(second, first) for first, second in pairs})
    expected = [order.index((second, first)) for first, second in pairs]
    assert number_pairs(one, 5, other).tolist() == expected


@given(
    rows=st.lists(st.tuples(st.integers(0, 2), st.lists(st.integers(0, 3), max_size=4))),
)
def test_rows_are_the_same_if_they_start_alike_and_say_the_same(rows):
    row = np.array([at for at, (_, words) in enumerate(rows) for _ in words], np.int64)
    word = np.array([each for _, words in rows for each in words], np.int64)
    start = np.array([first for first, _ in rows], np.int64)
    kind = number_rows(row, word, start).tolist()
    assert len(kind) == len(rows)
    for one, first in zip(kind, rows, strict=True):
        for other, second in zip(kind, rows, strict=True):
            assert (one == other) == (first == second)
