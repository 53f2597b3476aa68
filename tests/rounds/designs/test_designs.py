from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.designs.numbering import Design, coder_seed, plan
from tests.sizes import scaled

orders = st.sampled_from(["article", "random"])
sizes = st.integers(1, 40)
seeds = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=8)

QUICK = settings(max_examples=scaled(50, full=500))


@QUICK
@given(orders, sizes, seeds)
def test_each_unit_has_one_place_for_each_coder(order, units, coder_seeds):
    pairs = Counter((p.unit, p.coder) for p in plan(Design(), order, [""] * units, coder_seeds))
    assert set(pairs.values()) == {1}
    assert pairs.keys() == {(u, c) for u in range(units) for c in range(len(coder_seeds))}


@QUICK
@given(orders, sizes, seeds)
def test_the_places_of_a_unit_are_numbered_from_one(order, units, coder_seeds):
    slots = defaultdict(list)
    for p in plan(Design(), order, [""] * units, coder_seeds):
        slots[p.unit].append(p.slot)
    assert all(found == list(range(1, len(coder_seeds) + 1)) for found in slots.values())


@QUICK
@given(orders, sizes, seeds)
def test_each_coder_is_served_every_unit_once_one_after_the_other(order, units, coder_seeds):
    served = defaultdict(dict)
    for p in plan(Design(), order, [""] * units, coder_seeds):
        served[p.coder][p.order] = p.unit
    for by_order in served.values():
        assert sorted(by_order) == list(range(1, units + 1))
        assert sorted(by_order.values()) == list(range(units))


@QUICK
@given(orders, sizes, seeds)
def test_the_same_arguments_give_the_same_plan(order, units, coder_seeds):
    assert plan(Design(), order, [""] * units, coder_seeds) == plan(
        Design(), order, [""] * units, coder_seeds
    )


@QUICK
@given(sizes, seeds)
def test_in_article_order_everyone_meets_the_units_as_they_are_numbered(units, coder_seeds):
    assert all(p.order == p.unit + 1 for p in plan(Design(), "article", [""] * units, coder_seeds))


def order_of(coder, slots):
    return [p.unit for p in sorted(slots, key=lambda p: p.order) if p.coder == coder]


@QUICK
@given(st.integers(12, 40), st.integers(0, 2**31 - 1))
def test_random_orders_differ_between_coders(units, seed):
    coder_seeds = [coder_seed(seed, name) for name in ("C01", "C02", "C03")]
    slots = plan(Design(), "random", [""] * units, coder_seeds)
    found = [order_of(coder, slots) for coder in range(3)]
    assert len({tuple(each) for each in found}) == 3
    assert list(range(units)) not in found


@QUICK
@given(st.integers(2, 20), st.integers(0, 2**31 - 1))
def test_a_coders_order_does_not_depend_on_who_else_codes(units, seed):
    mine = coder_seed(seed, "C07")
    alone = plan(Design(), "random", [""] * units, [mine])
    together = plan(Design(), "random", [""] * units, [coder_seed(seed, "C01"), mine])
    assert order_of(0, alone) == order_of(1, together)


def test_a_recorded_plan_can_be_made_again_in_years():
    """If this fails, earlier exports can no longer be checked against their seed."""
    assert coder_seed(1, "C07") == 1105822824
    order = order_of(0, plan(Design(), "random", [""] * 8, [coder_seed(1, "C07")]))
    assert order == [3, 5, 4, 1, 2, 6, 0, 7]


def test_pairs_of_seed_and_pseudonym_have_seeds_of_their_own_that_every_database_keeps():
    seeds = {coder_seed(seed, f"C{n:02d}") for seed in range(100) for n in range(1, 100)}
    assert len(seeds) > 9890
    assert all(0 <= seed < 2**31 for seed in seeds)


def blocks_of(slots, units):
    made = [[] for _ in range(units)]
    for each in slots:
        made[each.unit].append(each.coder)
    return made


def loads_of(slots, coders):
    return [sum(p.coder == coder for p in slots) for coder in range(coders)]


@QUICK
@given(st.integers(1, 7), sizes, orders, st.data())
def test_a_balanced_round_has_exactly_k_coders_on_each_unit(coders, units, order, data):
    design = Design("balanced", k=data.draw(st.integers(1, coders)), seed=data.draw(st.integers()))
    slots = plan(design, order, [""] * units, range(coders))
    assert all(len(set(block)) == design.k for block in blocks_of(slots, units))
    loads = loads_of(slots, coders)
    assert max(loads) - min(loads) <= 1


def test_quotas_say_who_codes_how_many():
    design = Design("balanced", k=2, quotas=(10, 6, 4))
    slots = plan(design, "random", [""] * 10, [1, 2, 3])
    assert loads_of(slots, 3) == [10, 6, 4]


@QUICK
@given(st.integers(1, 6), st.lists(st.sampled_from("xyz"), min_size=1, max_size=60), st.data())
def test_a_reliability_sample_is_coded_by_k_and_the_rest_once(coders, strata, data):
    n, k = data.draw(st.integers(1, len(strata))), data.draw(st.integers(0, coders))
    design = Design("subsample", k=k, n=n, seed=data.draw(st.integers(0, 9)))
    slots = plan(design, "random", strata, range(coders))
    sizes = Counter(len(set(block)) for block in blocks_of(slots, len(strata)))
    many = k or coders
    assert sizes == Counter({many: n}) + Counter({1: len(strata) - n})
    sampled = Counter(
        stratum
        for stratum, block in zip(strata, blocks_of(slots, len(strata)), strict=True)
        if many > 1 and len(block) == many
    )
    for stratum, count in sampled.items():
        assert abs(count - strata.count(stratum) * n / len(strata)) < 1


def test_workloads_with_a_reliability_sample_differ_by_at_most_one():
    slots = plan(Design("subsample", k=3, n=25), "random", ["x"] * 100, range(7))
    loads = loads_of(slots, 7)
    assert sum(loads) == 25 * 3 + 75
    assert max(loads) - min(loads) <= 1


def test_a_seed_makes_the_same_plan_again_and_another_seed_another():
    def made(seed):
        return plan(Design("balanced", k=2, seed=seed), "article", [""] * 30, range(5))

    assert made(1) == made(1)
    assert made(1) != made(2)


@pytest.mark.parametrize(
    ("design", "units", "coders", "column", "said"),
    [
        (Design(), 0, 1, "articles", "No sentence"),
        (Design(), 1, 0, "coders", "no coder"),
        (Design("star"), 1, 1, "design", "'star'"),
        (Design("balanced", k=4), 9, 3, "k", "4 coders for each sentence"),
        (Design("balanced", k=0), 9, 3, "k", "0 coders for each sentence"),
        (Design("subsample", k=4, n=2), 9, 3, "k", "the round has 3"),
        (Design("subsample", k=2, n=10), 9, 3, "n", "sample of 10"),
        (Design("subsample", k=2, n=0), 9, 3, "n", "sample of 0"),
        (
            Design("full", quotas=(9, 9, 9)),
            9,
            3,
            "quotas",
            "Quotas are for the designs balanced and open",
        ),
        (Design("balanced", k=2, quotas=(9, 8)), 9, 3, "quotas", "2 quotas for 3"),
        (Design("balanced", k=2, quotas=(9, 8, 2)), 9, 3, "quotas", "add up to 19"),
        (Design("balanced", k=2, quotas=(10, 8, 0)), 9, 3, "quotas", "each of the 9 sentences"),
        (Design("balanced", k=2, quotas=(10, 9, -1)), 9, 3, "quotas", "no less than none"),
    ],
)
def test_what_arithmetic_forbids_is_refused_with_a_remedy(design, units, coders, column, said):
    with pytest.raises(Refused, match=said) as refused:
        plan(design, "article", [""] * units, [1] * coders)
    assert [(p.column, bool(p.remedy)) for p in refused.value.problems] == [(column, True)]
