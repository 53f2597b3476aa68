"""Figures that are brought up to date have the digits of figures that are made anew."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.agreement.live.measure_variable import data_of, measure_judgements
from annotator.agreement.live.measured_round import MeasuredRound, updated_round
from annotator.agreement.live.packing import Packed, packing
from annotator.agreement.live.snapshot import Units, empty, with_codings
from annotator.agreement.report.variable_report import fingerprint
from annotator.codebook.values import variables
from annotator.codebook.yaml_file.read import read_book
from annotator.reliability.results import estimates as figures
from annotator.reliability.results.measure import measure
from annotator.reliability.uncertainty.resampled_counts import resample_counts
from annotator.reliability.uncertainty.resampling import Resampling
from tests.factories import BOOK
from tests.sizes import scaled

READ = read_book(BOOK, "small.yaml")
HOW, ASKED = packing(READ), variables(READ)
ARTICLES, LENGTH = 35, 2
NAMES = {7: "C09", 3: "C02", 5: "C05", 11: "C01"}


def units(articles=ARTICLES):
    size = articles * LENGTH
    # Neither rows nor names are in the order of the articles.
    name = np.array([f"u{(at * 37) % size:04}".encode() for at in range(size)], np.bytes_)
    home = (np.arange(size) % articles).astype(np.int32)
    return Units(np.arange(size) * 3 + 5, name, home, tuple(f"a{at:03}" for at in range(articles)))


def coded(*codings, first=1):
    """Codings: unit, coder, whether it counts, and what is said in words and numbers."""
    size = len(codings)
    unit, member, counts, word, strength, names = zip(*codings, strict=True)
    return Packed(
        np.arange(first, first + size),
        np.array(unit) * 3 + 5,
        np.array(member),
        np.array(unit) % 30,
        np.ones(size, bool),
        np.array(counts, bool),
        np.zeros(size, bool),
        np.array(word, np.int64)[:, None],
        np.array([strength, names], float).T,
        np.empty((size, 0), np.object_),
    )


def flags(*said):
    return sum(1 << HOW.flags[each] for each in said)


WORDS = [
    flags(("frames", "staged"), ("tone", "calm")),
    flags(("frames", "staged"), ("frames", "moving"), ("tone", "loud")),
    flags(("frames", ""), ("tone", "loud")),
    flags(("tone", "calm")),
]
answer = st.tuples(
    st.integers(0, ARTICLES * LENGTH - 1),
    st.sampled_from([3, 5, 7]),
    st.booleans() | st.just(True),
    st.sampled_from(WORDS),
    st.sampled_from([1.0, 2.0, 3.0, np.nan]),
    st.sampled_from([0.0, 2.0, 7.5, np.nan]),
)
SAID = (WORDS[0], 1.0, 2.0)
several = st.lists(answer, min_size=1, max_size=6, unique_by=lambda each: each[:2])


def at_first(seed=1, coders=(7, 3)):
    by = np.random.default_rng(seed)
    return coded(
        *(
            (unit, coder, True, WORDS[by.integers(3)], by.integers(1, 4), by.integers(3))
            for unit in range(ARTICLES * LENGTH)
            for coder in coders
        )
    )


def standing(codings=None):
    snapshot, _ = with_codings(empty(ASKED, units()), HOW, NAMES, codings or at_first())
    return MeasuredRound(snapshot)


def everything(measured):
    return [measured.outcome(at) for at in range(len(measured.snapshot.variables))]


def anew(snapshot):
    """Each variable measured from its judgements in long form, as an export does."""
    return [
        measure_judgements(variable, snapshot.judgements(at))
        for at, variable in enumerate(snapshot.variables)
    ]


@settings(max_examples=scaled(10, full=150))
@given(news=st.lists(several, min_size=1, max_size=3))
def test_figures_brought_up_to_date_are_those_made_anew_to_the_last_digit(news):
    now = standing()
    everything(now)
    for some in news:
        snapshot, changed = with_codings(now.snapshot, HOW, NAMES, coded(*some))
        now = updated_round(now, snapshot, changed)
        assert [each.measured for each in everything(now)] == [
            each.measured for each in anew(now.snapshot)
        ]


def test_a_new_coder_a_new_number_and_a_skip_are_followed():
    now = standing()
    everything(now)
    for one in (
        (0, 11, True, WORDS[0], 2.0, 99.0),
        (0, 7, False, 0, np.nan, np.nan),
        (1, 7, True, 0, np.nan, 1e6),
    ):
        snapshot, changed = with_codings(now.snapshot, HOW, NAMES, coded(one))
        now = updated_round(now, snapshot, changed)
        assert [each.measured for each in everything(now)] == [
            each.measured for each in anew(now.snapshot)
        ]
    assert "C01" in now.snapshot.coders


def test_an_article_that_is_drawn_no_more_is_followed():
    now = standing()
    everything(now)
    gone = [(unit, 3, False, 0, np.nan, np.nan) for unit in (0, ARTICLES)]
    snapshot, changed = with_codings(now.snapshot, HOW, NAMES, coded(*gone))
    after = updated_round(now, snapshot, changed)
    found = everything(after)
    assert found[0].measured.n_articles == ARTICLES - 1
    assert [each.measured for each in found] == [each.measured for each in anew(snapshot)]


def test_with_few_articles_nothing_is_drawn_and_nothing_is_different():
    few = units(10)
    some = [
        (unit, coder, True, WORDS[unit % 3], 1.0, 2.0) for unit in range(20) for coder in (3, 5)
    ]
    snapshot, _ = with_codings(empty(ASKED, few), HOW, NAMES, coded(*some))
    found = everything(MeasuredRound(snapshot))
    assert [each.measured for each in found] == [each.measured for each in anew(snapshot)]
    assert "jackknife" in found[0].measured.coefficients["alpha"].method


def test_the_judgements_and_their_fingerprint_do_not_depend_on_how_they_came():
    codings = at_first()
    order = np.random.default_rng(5).permutation(codings.unit.size)
    first, other = standing(codings), standing(codings.where(order))
    assert everything(first) == everything(other)
    for at, variable in enumerate(first.snapshot.variables):
        one, two = (fingerprint(variable, each.snapshot.judgements(at)) for each in (first, other))
        assert one == two


def test_a_change_does_not_touch_what_was_read_before():
    now = standing()
    before = [each.measured for each in everything(now)]
    tables = [tally.units.copy() for tally in now.counts.values()]
    snapshot, changed = with_codings(
        now.snapshot, HOW, NAMES, coded((0, 7, True, WORDS[2], 3.0, 1.0))
    )
    everything(updated_round(now, snapshot, changed))
    assert [each.measured for each in anew(now.snapshot)] == before
    for tally, table in zip(now.counts.values(), tables, strict=True):
        assert np.array_equal(tally.units, table)


def test_after_many_changes_all_is_counted_anew():
    now = standing()
    everything(now)
    after = updated_round(now, now.snapshot, np.arange(5_000) % (ARTICLES * LENGTH))
    assert after.counts == {}


@pytest.mark.parametrize("coders", [(7, 3), (7, 3, 5)])
def test_counts_by_article_give_what_sums_over_patterns_give(coders, monkeypatch):
    """The way of samples of units and of parts of the data, here for whole articles."""
    codings = at_first(coders=coders)
    # Of the first article there is but one coder, who is in no sample and always there.
    alone = (codings.unit % (3 * ARTICLES) == 5) & (codings.member != 7)
    now = standing(codings.where(~alone))
    assert now.counts_by_article(0).pool.size == ARTICLES - 1
    for at, variable in enumerate(now.snapshot.variables):
        found = now.outcome(at).measured
        data = data_of(variable, now.snapshot.judgements(at))
        counted = figures.count_judgements(data)
        with monkeypatch.context() as patch:
            patch.setattr(figures, "are_drawn", lambda _: False)
            long = measure(data)
        assert counted.patterns.clusters
        for name, figure in found.coefficients.items():
            other = long.coefficients[name]
            assert (figure.method, figure.reason) == (other.method, other.reason)
            for part in ("value", "se", "low", "high"):
                expected = getattr(other, part)
                if expected is not None:
                    assert getattr(figure, part) == pytest.approx(expected, abs=1e-12)


def test_samples_are_summed_to_the_same_whether_anew_or_from_before():
    now = standing()
    snapshot, changed = with_codings(
        now.snapshot, HOW, NAMES, coded((3, 7, True, WORDS[1], 3.0, 1.0))
    )
    for at in range(len(ASKED) - 1):
        before = resample_counts(now.counts_by_article(at), Resampling(200))
        tally = updated_round(now, snapshot, changed).counts[at]
        again = resample_counts(tally, Resampling(200), before)
        fresh = resample_counts(tally, Resampling(200))
        for name in ("kinds", "given", "paired"):
            assert np.array_equal(getattr(again, name), getattr(fresh, name))


def test_workloads_are_of_those_who_have_a_coding_that_counts():
    snapshot = standing(coded((4, 7, True, *SAID), (9, 7, True, *SAID))).snapshot
    assert (snapshot.workloads, snapshot.coders_per_unit.tolist()) == ({"C09": 2}, [1, 1])
    after, _ = with_codings(
        snapshot, HOW, NAMES,
        coded((4, 7, False, *SAID), (9, 7, False, *SAID), (9, 3, True, *SAID), first=50),
    )  # fmt: skip
    assert (after.workloads, after.coders_per_unit.tolist()) == ({"C02": 1}, [1])
