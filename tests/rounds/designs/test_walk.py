import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.rounds.designs.walk import END, steps, stretches

SIZES = st.integers(1, 60)
SEEDS = st.integers(0, 2**31 - 1)


def orders(cursor: int, seed: int, units: int) -> list[int]:
    """The orders of the circle that are still ahead, in the order in which they are looked at."""
    return [
        order
        for above, up_to in stretches(cursor, seed, units)
        if up_to != END
        for order in range(above + 1, up_to + 1)
    ]


@given(SIZES, SEEDS)
def test_who_begins_goes_once_round_the_whole_circle(units, seed):
    assert sorted(orders(0, seed, units)) == list(range(1, units + 1))


@given(st.data(), SIZES, SEEDS)
def test_what_was_taken_is_behind_and_all_else_ahead(data, units, seed):
    way = orders(0, seed, units)
    at = data.draw(st.integers(0, units - 1))
    cursor = steps(way[at], seed, units)
    assert cursor == at + 1
    assert orders(cursor, seed, units) == way[at + 1 :]


@given(SIZES, SEEDS, st.integers(1, 1000))
def test_after_the_circle_comes_what_came_back_in_its_order(units, seed, since):
    came_back = units + since
    assert steps(came_back, seed, units) == came_back
    ways = stretches(came_back, seed, units)
    assert ways[0].up_to == END
    assert ways[0].above < came_back, "others that came back in the same second follow"


@pytest.mark.parametrize("cursor", [0, 3, 7, 12])
def test_last_of_all_everything_is_looked_at_once_more(cursor):
    assert stretches(cursor, 5, 7)[-1] == (0, END)


def test_coders_begin_at_different_places():
    assert len({orders(0, seed, 10)[0] for seed in range(10)}) == 10


def test_a_round_without_units_is_looked_through_all_the_same():
    assert stretches(0, 5, 0)[-1] == (0, END)
