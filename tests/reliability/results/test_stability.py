import krippendorff
import numpy as np
import pytest

from annotator.reliability.results.stability import stability
from annotator.reliability.uncertainty.resampling import Resampling

# Units by two coders, on two occasions.
FIRST = [[1, 2], [1, 1], [2, 2], [3, None], [2, 3], [1, 1], [None, 2]]
AGAIN = [[1, 2], [2, 1], [2, None], [3, 1], [2, 1], [1, 1], [3, 2]]


def alpha(pairs):
    return krippendorff.alpha(np.array(pairs, float).T, level_of_measurement="nominal")


def twice(coder):
    return [
        (before[coder], after[coder])
        for before, after in zip(FIRST, AGAIN, strict=True)
        if None not in (before[coder], after[coder])
    ]


def made(data_of, **options):
    values = [1, 2, 3]
    first = data_of(FIRST, values=values, **options)
    return stability(first, data_of(AGAIN, values=values, **options), resampling=Resampling(50))


def test_occasions_stand_in_the_place_of_coders(data_of):
    pooled, coders = made(data_of)
    assert list(coders) == ["C00", "C01"]
    for at, stable in enumerate(coders.values()):
        assert stable.n_units == len(twice(at))
        assert stable.estimates["alpha"].value == pytest.approx(alpha(twice(at)), abs=1e-12)
        same = sum(one == other for one, other in twice(at)) / len(twice(at))
        assert stable.estimates["percent"].value == pytest.approx(same)
    both = [*twice(0), *twice(1)]
    assert pooled.n_units == len(both)
    assert pooled.estimates["alpha"].value == pytest.approx(alpha(both), abs=1e-12)


def test_articles_are_what_is_drawn_here_too(data_of):
    pooled, _ = made(data_of, articles=list("pppqqqq"))
    assert pooled.estimates["alpha"].reason == "too few articles (2) for an interval"


def test_two_scales_can_not_be_compared(data_of):
    with pytest.raises(ValueError, match="the same level"):
        stability(data_of(FIRST), data_of([["a", "b"]]))


def test_nobody_who_saw_anything_twice_has_no_figure(data_of):
    first = data_of([["x", None]], values=["x"])
    pooled, coders = stability(first, data_of([[None, "x"]], values=["x"]))
    assert (pooled.n_units, coders) == (0, {})
    assert pooled.estimates["alpha"].reason == "undefined: no judgement"


def test_each_coder_has_the_articles_of_their_own_units(data_of):
    _, coders = made(data_of, articles=list("pqrstuv"))
    assert [each.n_units for each in coders.values()] == [6, 5]
    methods = [each.estimates["percent"].method for each in coders.values()]
    assert methods == [f"delete-one-article jackknife, t({freedom})" for freedom in (5, 4)]
