import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from annotator.reliability.data.matrix import patterns_from_matrix
from annotator.reliability.data.scales import Scale

NAMES = tuple("abcdefghij")


def as_dict(patterns):
    return {
        (int(cluster), *counts): int(freq)
        for cluster, counts, freq in zip(
            patterns.cluster, patterns.counts.tolist(), patterns.freq, strict=True
        )
    }


def expected(codes, size, cluster=None):
    """Counted as plainly as can be."""
    found = {}
    for at, unit in enumerate(codes.tolist()):
        home = 0 if cluster is None else int(cluster[at])
        key = (home, *(unit.count(value) for value in range(size)))
        found[key] = found.get(key, 0) + 1
    return found


@st.composite
def matrices(draw):
    """Some fit the table of 256 numbers (3 coders, 5 values), some do not."""
    size = draw(st.integers(1, len(NAMES)))
    shape = (draw(st.integers(0, 15)), draw(st.integers(1, 5)))
    codes = draw(arrays.arrays(np.int8, shape, elements=st.integers(-1, size - 1)))
    return (np.asfortranarray(codes) if draw(st.booleans()) else codes), size


@given(made=matrices())
def test_every_unit_of_a_matrix_is_counted_with_what_its_coders_said(made):
    codes, size = made
    assert as_dict(patterns_from_matrix(codes, Scale("nominal", NAMES[:size]))) == expected(
        codes, size
    )


@given(made=matrices(), random=st.randoms(use_true_random=False))
def test_units_of_different_articles_are_counted_apart(made, random):
    codes, size = made
    cluster = np.array([random.randrange(3) for _ in codes], np.int64)
    found = patterns_from_matrix(codes, Scale("nominal", NAMES[:size]), cluster, ("p", "q", "r"))
    assert as_dict(found) == expected(codes, size, cluster)


def test_many_units_are_read_in_several_turns():
    codes = np.random.default_rng(1).integers(-1, 5, (600_001, 3)).astype(np.int8)
    found = patterns_from_matrix(codes, Scale("nominal", NAMES[:5]))
    assert found.freq.sum() == 600_001
    assert found.distribution.tolist() == [int((codes == value).sum()) for value in range(5)]


@pytest.mark.parametrize("code", [-2, 2])
def test_a_code_that_is_no_place_on_the_scale_is_an_error(code):
    with pytest.raises(ValueError, match="between -1 and 1"):
        patterns_from_matrix(np.array([[0, code]], np.int8), Scale("nominal", ("a", "b")))
