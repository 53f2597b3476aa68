from collections import Counter, defaultdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.allocation import Request, Selection, allocate
from annotator.rounds.designs.balanced import Balanced
from annotator.rounds.designs.design import Coder
from annotator.rounds.designs.full import Full
from annotator.rounds.designs.numbering import coder_seed
from annotator.rounds.designs.open import Open
from annotator.rounds.designs.registry import DESIGNS, design_called
from annotator.rounds.designs.retest import Retest
from annotator.rounds.designs.subsample import Subsample
from annotator.rounds.sampling.sample import Candidate
from annotator.rounds.setup import RoundSetup
from tests.sizes import scaled

orders = st.sampled_from(["article", "random"])
sizes = st.integers(1, 40)
seeds = st.lists(st.integers(0, 2**31 - 1), min_size=1, max_size=8)

QUICK = settings(max_examples=scaled(50, full=500))


def allocation(design, order, strata, coder_seeds, seed=1, quotas=(), recoded=None):
    """Who codes which sentences; each of these is of an outlet."""
    sentences = [Candidate(unit, 1, outlet) for unit, outlet in enumerate(strata)]
    coders = [
        Coder(f"C{at:02}", coder_seed, quotas[at] if quotas else None)
        for at, coder_seed in enumerate(coder_seeds)
    ]
    request = Request(RoundSetup(design=design), order, seed, coders)
    return allocate(Selection(request, sentences, recoded=recoded))


def plan(*what, **more):
    return allocation(*what, **more).plan()


@QUICK
@given(orders, sizes, seeds)
def test_each_unit_has_one_place_for_each_coder(order, units, coder_seeds):
    pairs = Counter((p.unit, p.coder) for p in plan(Full(), order, [""] * units, coder_seeds))
    assert set(pairs.values()) == {1}
    assert pairs.keys() == {(u, c) for u in range(units) for c in range(len(coder_seeds))}


@QUICK
@given(orders, sizes, seeds)
def test_the_places_of_a_unit_are_numbered_from_one(order, units, coder_seeds):
    slots = defaultdict(list)
    for p in plan(Full(), order, [""] * units, coder_seeds):
        slots[p.unit].append(p.slot)
    assert all(found == list(range(1, len(coder_seeds) + 1)) for found in slots.values())


@QUICK
@given(orders, sizes, seeds)
def test_each_coder_is_served_every_unit_once_one_after_the_other(order, units, coder_seeds):
    served = defaultdict(dict)
    for p in plan(Full(), order, [""] * units, coder_seeds):
        served[p.coder][p.order] = p.unit
    for by_order in served.values():
        assert sorted(by_order) == list(range(1, units + 1))
        assert sorted(by_order.values()) == list(range(units))


@QUICK
@given(orders, sizes, seeds)
def test_the_same_arguments_give_the_same_plan(order, units, coder_seeds):
    assert plan(Full(), order, [""] * units, coder_seeds) == plan(
        Full(), order, [""] * units, coder_seeds
    )


@QUICK
@given(sizes, seeds)
def test_in_article_order_everyone_meets_the_units_as_they_are_numbered(units, coder_seeds):
    assert all(p.order == p.unit + 1 for p in plan(Full(), "article", [""] * units, coder_seeds))


def order_of(coder, slots):
    return [p.unit for p in sorted(slots, key=lambda p: p.order) if p.coder == coder]


@QUICK
@given(st.integers(12, 40), st.integers(0, 2**31 - 1))
def test_random_orders_differ_between_coders(units, seed):
    coder_seeds = [coder_seed(seed, name) for name in ("C01", "C02", "C03")]
    slots = plan(Full(), "random", [""] * units, coder_seeds)
    found = [order_of(coder, slots) for coder in range(3)]
    assert len({tuple(each) for each in found}) == 3
    assert list(range(units)) not in found


@QUICK
@given(st.integers(2, 20), st.integers(0, 2**31 - 1))
def test_a_coders_order_does_not_depend_on_who_else_codes(units, seed):
    mine = coder_seed(seed, "C07")
    alone = plan(Full(), "random", [""] * units, [mine])
    together = plan(Full(), "random", [""] * units, [coder_seed(seed, "C01"), mine])
    assert order_of(0, alone) == order_of(1, together)


def test_a_recorded_plan_can_be_made_again_in_years():
    """If this fails, earlier exports can no longer be checked against their seed."""
    assert coder_seed(1, "C07") == 1105822824
    order = order_of(0, plan(Full(), "random", [""] * 8, [coder_seed(1, "C07")]))
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
    design = Balanced(k=data.draw(st.integers(1, coders)))
    slots = plan(design, order, [""] * units, range(coders), seed=data.draw(st.integers()))
    assert all(len(set(block)) == design.k for block in blocks_of(slots, units))
    loads = loads_of(slots, coders)
    assert max(loads) - min(loads) <= 1


def test_quotas_say_who_codes_how_many():
    slots = plan(Balanced(k=2), "random", [""] * 10, [1, 2, 3], quotas=(10, 6, 4))
    assert loads_of(slots, 3) == [10, 6, 4]


@QUICK
@given(st.integers(1, 6), st.lists(st.sampled_from("xyz"), min_size=1, max_size=60), st.data())
def test_a_reliability_sample_is_coded_by_k_and_the_rest_once(coders, strata, data):
    n, k = data.draw(st.integers(1, len(strata))), data.draw(st.integers(0, coders))
    seed = data.draw(st.integers(0, 9))
    slots = plan(Subsample(k=k, n=n), "random", strata, range(coders), seed=seed)
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
    slots = plan(Subsample(k=3, n=25), "random", ["x"] * 100, range(7))
    loads = loads_of(slots, 7)
    assert sum(loads) == 25 * 3 + 75
    assert max(loads) - min(loads) <= 1


def test_a_seed_makes_the_same_plan_again_and_another_seed_another():
    def made(seed):
        return plan(Balanced(k=2), "article", [""] * 30, range(5), seed=seed)

    assert made(1) == made(1)
    assert made(1) != made(2)


@pytest.mark.parametrize(
    ("design", "units", "quotas", "column", "message"),
    [
        (Full(), 0, (None,), "articles", "No sentence"),
        (Full(), 1, (), "coders", "no coder"),
        (Balanced(k=4), 9, (None,) * 3, "k", "4 coders for each sentence"),
        (Balanced(k=0), 9, (None,) * 3, "k", "0 coders for each sentence"),
        (Subsample(k=4, n=2), 9, (None,) * 3, "k", "the round has 3"),
        (Subsample(k=2, n=10), 9, (None,) * 3, "n", "sample of 10"),
        (Subsample(k=2, n=0), 9, (None,) * 3, "n", "sample of 0"),
        (Open(k=0), 9, (), "k", "0 coders for each sentence"),
        (Open(k=101), 9, (), "k", "101 coders for each sentence"),
        (Retest(1, 1.5), 9, (None,), "share", "A share of 1.5"),
        (Full(), 9, (9, 9, 9), "quotas", "Quotas are for the designs balanced and open"),
        (Balanced(k=2), 9, (9, 8, 2), "quotas", "add up to 19"),
        (Balanced(k=2), 9, (10, 8, 0), "quotas", "each of the 9 sentences"),
        (Balanced(k=2), 9, (10, 9, -1), "quotas", "no less than none"),
        (Open(k=2), 9, (10, 1, 1), "quotas", "each of the 9 sentences"),
    ],
)
def test_what_arithmetic_forbids_is_refused_with_a_remedy(design, units, quotas, column, message):
    with pytest.raises(Refused, match=message) as refused:
        allocation(design, "article", [""] * units, [1] * len(quotas), quotas=quotas)
    assert [(p.column, bool(p.remedy)) for p in refused.value.problems] == [(column, True)]


def test_a_design_that_is_not_one_is_refused_with_those_that_there_are():
    with pytest.raises(Refused, match="There is no design 'star'") as refused:
        design_called("star")
    assert refused.value.problems[0].remedy == f"Choose one of: {', '.join(DESIGNS)}."


@QUICK
@given(sizes, st.integers(1, 7), orders)
def test_an_open_round_has_exactly_k_assignments_on_each_unit_and_no_coder_yet(units, k, order):
    slots = Counter((p.unit, p.slot, p.coder) for p in plan(Open(k), order, [""] * units, []))
    assert slots == Counter((u, slot, None) for u in range(units) for slot in range(1, k + 1))


@QUICK
@given(st.integers(1, 6), st.lists(st.sampled_from("xyz"), min_size=1, max_size=30), st.data())
def test_how_many_assignments_there_are_is_known_before_they_are_planned(coders, strata, data):
    k, n = data.draw(st.integers(1, coders)), data.draw(st.integers(1, len(strata)))
    recoded = {f"C{at:02}": [at % len(strata)] for at in range(coders)}
    for design in (Full(), Balanced(k), Subsample(k, n), Subsample(0, n), Open(k), Retest(1, 0.5)):
        made = allocation(design, "random", strata, range(coders), recoded=recoded)
        assert made.assignments == len(made.plan())
