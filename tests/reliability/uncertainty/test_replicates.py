"""One draw for coefficients that ask who judged and for those that do not."""

import numpy as np
import pytest

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.conger_kappa import CONGER_KAPPA
from annotator.reliability.coefficients.gwet_ac import GWET_AC1
from annotator.reliability.data.patterns import count_patterns, merge
from annotator.reliability.data.profiles import profiles
from annotator.reliability.results.estimates import count_judgements, estimates
from annotator.reliability.uncertainty.replicates import Sampled, bootstrapped, jackknifed
from annotator.reliability.uncertainty.resampling import (
    Resampling,
    always,
    finer,
    pool,
    split,
    sums,
)


def units_of(seed=2, units=60, coders=3, gaps=0.2):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 3, (units, 1))
    said = np.where(rng.random((units, coders)) < 0.7, truth, rng.integers(0, 3, (units, coders)))
    return [[None if rng.random() < gaps else int(each) for each in row] for row in said]


def pools(data):
    who = profiles(data)
    patterns, place = merge(who.patterns())
    coarse = pool(patterns)
    return patterns, who, coarse, finer(coarse, who, place)


def test_a_split_draw_has_as_many_of_each_kind_as_were_drawn(data_of):
    _, _, coarse, fine = pools(data_of(units_of()))
    (drawn,) = Resampling(50, 1).draws(coarse.copies, widest=1)
    found = split(drawn, fine, np.random.default_rng(5))
    for kind in range(coarse.copies.size):
        assert (found[:, fine.within == kind].sum(axis=1) == drawn[:, kind]).all()


def test_a_split_draw_has_finer_kinds_by_their_share(data_of):
    _, _, coarse, fine = pools(data_of(units_of()))
    (drawn,) = Resampling(20_000, 1).draws(coarse.copies, widest=1)
    found = split(drawn, fine, np.random.default_rng(5))
    assert found.mean(axis=0) == pytest.approx(fine.copies, rel=0.06)
    # As if units had been drawn: the variance is that of a binomial.
    share = fine.copies / fine.copies.sum()
    variance = fine.copies.sum() * share * (1 - share)
    assert found.var(axis=0) == pytest.approx(variance, rel=0.1)


def test_alpha_is_the_same_in_every_replicate_by_patterns_and_by_profiles(data_of):
    patterns, who, coarse, fine = pools(data_of(units_of()))
    aligned = who.patterns()
    one, other, conger = bootstrapped(
        coarse,
        [
            Sampled(ALPHA.statistic(patterns), coarse),
            Sampled(ALPHA.statistic(aligned), fine),
            Sampled(CONGER_KAPPA.statistic(who), fine),
        ],
        Resampling(200, 3),
    )
    assert one == pytest.approx(other, abs=1e-12)
    assert 0.8 < np.corrcoef(one, conger)[0, 1] < 1


def test_what_is_in_no_pool_is_always_there(data_of):
    """Lone judgements have a say in AC1's prevalences, and are not drawn."""
    units = [["a", "a"], ["a", "b"], ["b", "b"], ["a", "a"], ["b", "b"], *[["a", None]] * 40]
    patterns, _, coarse, _ = pools(data_of(units))
    statistic = GWET_AC1.statistic(patterns)
    everything = coarse.copies @ sums(coarse, statistic) + always(coarse, statistic)
    expected = statistic.of_all(patterns.freq)
    assert statistic.value(everything)[0] == pytest.approx(expected, abs=1e-12)
    (drawn,) = bootstrapped(coarse, [Sampled(statistic, coarse)], Resampling(300, 1))
    assert drawn.mean() == pytest.approx(expected, abs=0.1)


def test_the_interval_of_congers_kappa_is_that_of_drawing_units(data_of):
    units = units_of(units=80)
    found = estimates(count_judgements(data_of(units)), Resampling(2_000, 1))["conger_kappa"]
    paired = [row for row in units if sum(value is not None for value in row) > 1]
    lone = [row for row in units if sum(value is not None for value in row) == 1]
    rng = np.random.default_rng(9)
    naive = []
    for _ in range(400):
        drawn = [paired[at] for at in rng.integers(len(paired), size=len(paired))]
        who = profiles(data_of([*drawn, *lone]))
        naive.append(CONGER_KAPPA.statistic(who).of_all(who.freq))
    low, high = np.quantile(naive, [0.025, 0.975])
    assert found.low == pytest.approx(low, abs=0.03)
    assert found.high == pytest.approx(high, abs=0.03)


def test_the_share_of_replicates_below_a_limit_is_told(data_of):
    found = estimates(count_judgements(data_of(units_of(units=200))), Resampling(500, 1))["alpha"]
    assert found.high < 0.667
    assert found.below == (1.0, 1.0)
    perfect = estimates(
        count_judgements(data_of([[at % 3] * 3 for at in range(50)])), Resampling(50, 1)
    )
    assert perfect["alpha"].below == (0.0, 0.0)


def test_articles_without_a_pair_are_there_whichever_article_is_left_out(data_of):
    """By hand: AC1 of all units but those of one article; lone judgements keep their say."""
    units = [[0, 0], [0, 1], [1, 1], [0, 0], [1, 0], [0, 0], [1, None], [1, None], [1, None]]
    articles = list("aabccdeff")
    patterns = count_patterns(data_of(units, values=[0, 1], articles=articles))
    drawn = pool(patterns)
    assert drawn.names == ("a", "b", "c", "d")
    found = jackknifed(Sampled(GWET_AC1.statistic(patterns), drawn))
    for at, name in enumerate(drawn.names):
        rest = [(unit, home) for unit, home in zip(units, articles, strict=True) if home != name]
        kept = count_patterns(data_of([unit for unit, _ in rest], values=[0, 1]))
        by_hand = GWET_AC1.statistic(kept).of_all(kept.freq)
        assert found[at] == pytest.approx(by_hand, abs=1e-12)
