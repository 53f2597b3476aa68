from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.designs import coder_seed, plan

orders = st.sampled_from(["article", "random"])
sizes = st.integers(1, 40)
seeds = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=8)

QUICK = settings(deadline=None, max_examples=50)


@QUICK
@given(orders, sizes, seeds)
def test_each_unit_has_one_place_for_each_coder(order, units, coder_seeds):
    pairs = Counter((p.unit, p.coder) for p in plan("full", order, units, coder_seeds))
    assert set(pairs.values()) == {1}
    assert pairs.keys() == {(u, c) for u in range(units) for c in range(len(coder_seeds))}


@QUICK
@given(orders, sizes, seeds)
def test_the_places_of_a_unit_are_numbered_from_one(order, units, coder_seeds):
    places = defaultdict(list)
    for p in plan("full", order, units, coder_seeds):
        places[p.unit].append(p.place)
    assert all(found == list(range(1, len(coder_seeds) + 1)) for found in places.values())


@QUICK
@given(orders, sizes, seeds)
def test_each_coder_is_served_every_unit_once_one_after_the_other(order, units, coder_seeds):
    served = defaultdict(dict)
    for p in plan("full", order, units, coder_seeds):
        served[p.coder][p.order] = p.unit
    for by_order in served.values():
        assert sorted(by_order) == list(range(1, units + 1))
        assert sorted(by_order.values()) == list(range(units))


@QUICK
@given(orders, sizes, seeds)
def test_the_same_arguments_give_the_same_plan(order, units, coder_seeds):
    assert plan("full", order, units, coder_seeds) == plan("full", order, units, coder_seeds)


@QUICK
@given(sizes, seeds)
def test_in_article_order_everyone_meets_the_units_as_they_are_numbered(units, coder_seeds):
    assert all(p.order == p.unit + 1 for p in plan("full", "article", units, coder_seeds))


def order_of(coder, places):
    return [p.unit for p in sorted(places, key=lambda p: p.order) if p.coder == coder]


@QUICK
@given(st.integers(12, 40), st.integers(0, 2**31 - 1))
def test_random_orders_differ_between_coders(units, seed):
    coder_seeds = [coder_seed(seed, name) for name in ("C01", "C02", "C03")]
    places = plan("full", "random", units, coder_seeds)
    found = [order_of(coder, places) for coder in range(3)]
    assert len({tuple(each) for each in found}) == 3
    assert list(range(units)) not in found


@QUICK
@given(st.integers(2, 20), st.integers(0, 2**31 - 1))
def test_a_coders_order_does_not_depend_on_who_else_codes(units, seed):
    mine = coder_seed(seed, "C07")
    alone = plan("full", "random", units, [mine])
    together = plan("full", "random", units, [coder_seed(seed, "C01"), mine])
    assert order_of(0, alone) == order_of(1, together)


def test_a_recorded_plan_can_be_made_again_in_years():
    """If this fails, earlier exports can no longer be checked against their seed."""
    assert coder_seed(1, "C07") == 1105822824
    order = order_of(0, plan("full", "random", 8, [coder_seed(1, "C07")]))
    assert order == [3, 5, 4, 1, 2, 6, 0, 7]


def test_pairs_of_seed_and_pseudonym_have_seeds_of_their_own_that_every_database_keeps():
    seeds = {coder_seed(seed, f"C{n:02d}") for seed in range(100) for n in range(1, 100)}
    assert len(seeds) > 9890
    assert all(0 <= seed < 2**31 for seed in seeds)


@pytest.mark.parametrize(
    ("arguments", "column"),
    [
        (("full", "article", 0, [1]), "articles"),
        (("full", "article", 1, []), "coders"),
        (("star", "article", 1, [1]), "design"),
    ],
)
def test_what_can_not_be_planned_is_refused_with_a_remedy(arguments, column):
    with pytest.raises(Refused) as refused:
        plan(*arguments)
    assert [(p.column, bool(p.remedy)) for p in refused.value.problems] == [(column, True)]
