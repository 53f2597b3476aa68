import random
from itertools import combinations
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.rounds.designs.balance import blocks, equal_quotas, shared
from tests.sizes import scaled


def pairs(made, coders):
    met = shared(made, coders)
    return [met[one][other] for one, other in combinations(range(coders), 2)]


def workloads(made, coders):
    return [sum(coder in block for block in made) for coder in range(coders)]


@st.composite
def shapes(draw):
    coders = draw(st.integers(1, 9))
    return coders, draw(st.integers(1, 60)), draw(st.integers(1, coders)), draw(st.integers(0, 99))


@given(shapes())
@settings(max_examples=scaled(200, full=2000))
def test_every_unit_has_k_different_coders_and_workloads_differ_by_at_most_one(shape):
    coders, units, k, seed = shape
    by = random.Random(seed)
    quotas = equal_quotas(coders, units, k, by)
    made = blocks(quotas, units, k, by)
    assert len(made) == units
    assert all(len(set(block)) == k for block in made)
    assert workloads(made, coders) == quotas
    assert max(quotas) - min(quotas) <= 1


@given(st.integers(1, 7), st.integers(1, 40), st.data())
@settings(max_examples=scaled(200, full=2000))
def test_quotas_of_any_size_are_kept_exactly(coders, units, data):
    k = data.draw(st.integers(1, coders))
    quotas = equal_quotas(coders, units, k, random.Random(0))
    for _ in range(data.draw(st.integers(0, 20))):
        one, other = data.draw(st.integers(0, coders - 1)), data.draw(st.integers(0, coders - 1))
        if quotas[one] > 0 and quotas[other] < units and one != other:
            quotas[one], quotas[other] = quotas[one] - 1, quotas[other] + 1
    made = blocks(quotas, units, k, random.Random(1))
    assert workloads(made, coders) == quotas
    assert all(len(set(block)) == k for block in made)


@pytest.mark.parametrize(("coders", "k", "times"), [(5, 3, 4), (7, 2, 1), (6, 3, 2), (4, 4, 9)])
def test_a_complete_design_has_every_set_of_coders_equally_often(coders, k, times):
    units = comb(coders, k) * times
    by = random.Random(3)
    made = blocks(equal_quotas(coders, units, k, by), units, k, by)
    assert {made.count(block) for block in combinations(range(coders), k)} == {times}


@pytest.mark.parametrize(
    ("coders", "k", "units", "apart"),
    [
        (7, 3, 7, 0),  # The Fano plane: seven lines of three points.
        (6, 3, 10, 0),  # The 2-(6,3,2) design: each two coders meet twice.
        (9, 3, 12, 0),  # The affine plane of order three.
        (3, 2, 100, 1),
        (5, 2, 101, 1),
        (7, 3, 100, 1),
        (10, 3, 400, 1),
        (10, 4, 1000, 1),
        (20, 3, 2000, 1),
        (5, 3, 37, 2),
        (20, 5, 500, 2),
    ],
)
def test_every_two_coders_share_nearly_the_same_number_of_sentences(coders, k, units, apart):
    by = random.Random(1)
    made = blocks(equal_quotas(coders, units, k, by), units, k, by)
    met = pairs(made, coders)
    assert max(met) - min(met) <= apart


def test_a_long_plan_keeps_its_quotas_and_its_pairs_within_a_tenth():
    by = random.Random(1)
    quotas = equal_quotas(40, 12_000, 3, by)
    made = blocks(quotas, 12_000, 3, by)
    assert workloads(made, 40) == quotas
    met = pairs(made, 40)
    assert max(met) <= 1.1 * min(met)


def test_the_same_seed_makes_the_same_blocks_and_another_seed_others():
    def made(seed):
        by = random.Random(seed)
        return blocks(equal_quotas(5, 40, 2, by), 40, 2, by)

    assert made(4) == made(4)
    assert made(4) != made(5)
