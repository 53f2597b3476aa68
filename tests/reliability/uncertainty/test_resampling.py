import krippendorff
import numpy as np
import pytest

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.data.scales import LEVELS
from annotator.reliability.uncertainty import resampling as resampling_module
from annotator.reliability.uncertainty.resampling import (
    KeptDraws,
    Resampling,
    always,
    pool,
    sums,
    without_one,
)


def study(seed=5, units=40, coders=3, articles=8, gaps=0.2):
    """Units by coders, and the article of each unit; some cells are None."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 4, (units, 1))
    noisy = np.where(rng.random((units, coders)) < 0.7, truth, rng.integers(0, 4, (units, coders)))
    missing = rng.random((units, coders)) < gaps
    cells = [
        [None if gap else int(value) for value, gap in zip(*row, strict=True)]
        for row in zip(noisy, missing, strict=True)
    ]
    return cells, [f"a{at}" for at in rng.integers(0, articles, units)]


def library_alpha(units, level):
    matrix = np.array(units, float).T
    return krippendorff.alpha(reliability_data=matrix, level_of_measurement=level)


def test_an_article_counts_if_one_of_its_units_has_two_judgements(patterns_of):
    units = [["x", "x"], ["x", None], [None, "y"], ["y", "x"], ["y", None]]
    drawn = pool(patterns_of(units, articles=["a", "a", "b", "c", "c"]))
    assert drawn.noun == "article"
    assert drawn.names == ("a", "c")
    assert drawn.size == 2


def test_without_articles_units_with_two_judgements_are_drawn(patterns_of):
    units = [["x", "x"], ["x", "x"], ["x", None], ["y", "x"]]
    drawn = pool(patterns_of(units))
    assert drawn.noun == "unit"
    assert sorted(drawn.copies) == [1, 2]
    assert drawn.size == 3


@pytest.mark.parametrize("level", LEVELS)
def test_leaving_out_an_article_is_the_same_as_never_having_had_it(patterns_of, level):
    units, articles = study()
    patterns = patterns_of(units, level, articles=articles)
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    found = without_one(sums(drawn, statistic), statistic.value, always(drawn, statistic))
    for name, value in zip(drawn.names, found, strict=True):
        rest = [row for row, article in zip(units, articles, strict=True) if article != name]
        assert value == pytest.approx(library_alpha(rest, level), abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_a_draw_of_articles_is_the_same_as_copying_their_units(patterns_of, level):
    units, articles = study()
    patterns = patterns_of(units, level, articles=articles)
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    (weights,) = Resampling(30, 7).draws(drawn.copies, widest=1)
    found = statistic.value(weights @ sums(drawn, statistic))
    for times, value in zip(weights, found, strict=True):
        often = dict(zip(drawn.names, times.astype(int), strict=True))
        copied = [
            row for row, article in zip(units, articles, strict=True) for _ in range(often[article])
        ]
        assert value == pytest.approx(library_alpha(copied, level), abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_a_draw_of_patterns_is_the_same_as_copying_their_units(patterns_of, level):
    units, _ = study(gaps=0)
    patterns = patterns_of(units, level)
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    (weights,) = Resampling(30, 7).draws(drawn.copies, widest=1)
    found = statistic.value(weights @ sums(drawn, statistic))
    as_units = [
        [float(patterns.scale.values[at]) for at in np.repeat(np.arange(counts.size), counts)]
        for counts in patterns.counts
    ]
    for times, value in zip(weights.astype(int), found, strict=True):
        copied = [row for row, often in zip(as_units, times, strict=True) for _ in range(often)]
        assert value == pytest.approx(library_alpha(copied, level), abs=1e-12)


def test_drawing_patterns_has_the_distribution_of_drawing_units(patterns_of):
    units, _ = study(units=120, gaps=0)
    patterns = patterns_of(units)
    drawn, statistic = pool(patterns), ALPHA.statistic(patterns)
    (weights,) = Resampling(2_000, 1).draws(drawn.copies, widest=1)
    found = statistic.value(weights @ sums(drawn, statistic))
    rng = np.random.default_rng(99)
    naive = [
        library_alpha([units[at] for at in rng.integers(0, 120, 120)], "nominal")
        for _ in range(600)
    ]
    assert found.mean() == pytest.approx(np.mean(naive), abs=0.01)
    assert found.std() == pytest.approx(np.std(naive), rel=0.15)


@pytest.mark.parametrize("copies", [np.ones(50, int), np.array([30, 1, 19])])
def test_each_draw_has_as_many_as_there_are(copies):
    (weights,) = Resampling(1_000, 1).draws(copies, widest=1)
    assert weights.shape == (1_000, copies.size)
    assert (weights.sum(axis=1) == 50).all()
    assert weights.mean(axis=0) == pytest.approx(copies, abs=0.5)


@pytest.mark.parametrize("copies", [np.ones(50, int), np.array([30, 1, 19])])
def test_small_blocks_draw_the_same_numbers_as_one_large_block(copies):
    (large,) = Resampling(100, 1).draws(copies, widest=1)
    small = list(Resampling(100, 1).draws(copies, widest=2**17))
    assert len(small) == 50
    assert (np.concatenate(small) == large).all()


def test_the_seed_decides_what_is_drawn():
    copies = np.ones(40, int)
    (one,), (same,), (other,) = (Resampling(20, seed).draws(copies, widest=1) for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize("kept", [None, KeptDraws()])
def test_draws_of_articles_are_those_of_ones_whether_they_are_kept_or_not(kept):
    plain = np.concatenate(list(Resampling(300, 3).draws(np.ones(40, np.int64), widest=40)))
    for _ in range(2):
        resampling = Resampling(300, 3, kept)
        articles = np.concatenate(list(resampling.draws_of_articles(40)))
        again = np.concatenate(list(resampling.draws(np.ones(40, np.int64), widest=40)))
        assert np.array_equal(articles, plain)
        assert np.array_equal(again, plain)


def test_draws_that_are_kept_are_made_once_and_can_not_be_changed():
    kept = KeptDraws()
    first, second = (next(Resampling(50, 1, kept).draws_of_articles(20)) for _ in range(2))
    assert first is second
    with pytest.raises(ValueError, match="read-only"):
        first[0, 0] = 9


def test_too_many_draws_are_not_kept(monkeypatch):
    monkeypatch.setattr(resampling_module, "_COMPACT", 0)
    monkeypatch.setattr(resampling_module, "_KEPT", 0)
    resampling = Resampling(50, 1, KeptDraws())
    assert next(resampling.draws_of_articles(20)) is not next(resampling.draws_of_articles(20))
    ones = np.ones(20, np.int64)
    assert next(resampling.draws(ones, 20)) is not next(resampling.draws(ones, 20))
