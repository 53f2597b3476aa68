"""Groups of units and of coders, pairs, and leaving out a coder: values, draws, differences."""

import krippendorff
import numpy as np
import pytest

from annotator.reliability.results.coder_pairs import coder_pairs
from annotator.reliability.results.estimates import count_judgements, estimates
from annotator.reliability.results.parts import ALL, by_coders, by_group, without_each_coder
from annotator.reliability.uncertainty.intervals import t_quantile
from annotator.reliability.uncertainty.resampling import Resampling


def study(articles, sentences=5, coders=3, seed=3, gaps=0.2):
    """Units by coders; articles differ in how clear they are; the last coder is careless."""
    rng = np.random.default_rng(seed)
    units, names = [], []
    for article in range(articles):
        clarity = rng.uniform(0.4, 1)
        for _ in range(sentences):
            truth = rng.integers(0, 3)
            clear = rng.random(coders) < clarity * np.r_[np.ones(coders - 1), 0.3]
            said = np.where(clear, truth, rng.integers(0, 3, coders))
            units.append([None if rng.random() < gaps else int(each) for each in said])
            names.append(f"a{article:03d}")
    units[0] = [0] * coders
    return units, names


def alpha(units):
    matrix = np.array(units, float).T
    return krippendorff.alpha(matrix, level_of_measurement="nominal")


def without(units, coder):
    return [[None if at == coder else value for at, value in enumerate(row)] for row in units]


def outlets(data, names):
    """An outlet for each unit of the data: that of its article, by turns."""
    home = dict(zip(sorted(set(names)), "PQ" * len(names), strict=False))
    return [home[data.clusters[at]] for at in data.cluster]


def test_a_group_has_the_alpha_of_its_units_alone(data_of):
    units, names = study(12)
    data = data_of(units, articles=names)
    groups = outlets(data, names)
    parts, _ = by_group(data, groups, resampling=Resampling(100))
    for part in parts:
        own = [
            row
            for row, name in zip(units, names, strict=True)
            if int(name[1:]) % 2 == "PQ".index(part.name)
        ]
        assert part.estimate.value == pytest.approx(alpha(own), abs=1e-12)
        assert part.n_units == sum(sum(v is not None for v in row) > 1 for row in own)
        assert part.estimate.method == "delete-one-article jackknife, t(5)"


@pytest.mark.parametrize("known", [True, False])
def test_a_group_of_all_units_is_the_whole_study_with_the_same_draw(data_of, known):
    units, names = study(40)
    data = data_of(units, articles=names if known else None)
    expected = estimates(count_judgements(data), Resampling(300, 4))["alpha"]
    (part,), _ = by_group(data, ["one"] * len(data.units), resampling=Resampling(300, 4))
    for key in ("value", "low", "high", "se"):
        assert getattr(part.estimate, key) == pytest.approx(getattr(expected, key), abs=1e-9)
    assert part.estimate.method == expected.method


def test_units_that_are_alike_stay_in_their_groups(data_of):
    # The same three profiles, in one article, more often in one group than in the other.
    units = [["x", "x"], ["x", "y"], ["y", "y"]] * 4
    groups = ["p" if at < 4 else "q" for at in range(12)]
    for articles in (None, ["a"] * 12):
        data = data_of(units, articles=articles)
        p, q = by_group(data, groups, resampling=Resampling(20))[0]
        coded = [[{"x": 0, "y": 1}[value] for value in row] for row in units]
        assert (p.n_units, q.n_units) == (4, 8)
        assert p.estimate.value == pytest.approx(alpha(coded[:4]), abs=1e-12)
        assert q.estimate.value == pytest.approx(alpha(coded[4:]), abs=1e-12)


def test_units_without_a_group_are_in_none(data_of):
    data = data_of([["x", "x"], ["x", "y"], ["y", "y"], ["y", "x"]])
    parts, differences = by_group(data, ["p", "p", "", ""], resampling=Resampling(50))
    assert [(part.name, part.n_units) for part in parts] == [("p", 2)]
    assert differences == []


def test_a_difference_is_that_of_the_values_and_its_jackknife_leaves_out_each_article(data_of):
    units, names = study(12, gaps=0)
    data = data_of(units, articles=names)
    _, (difference,) = by_group(data, outlets(data, names), resampling=Resampling(100))
    assert (difference.one, difference.other) == ("P", "Q")

    def gap(left_out=""):
        halves = [
            alpha(
                [
                    r
                    for r, n in zip(units, names, strict=True)
                    if int(n[1:]) % 2 == half and n != left_out
                ]
            )
            for half in (0, 1)
        ]
        return halves[0] - halves[1]

    left = np.array([gap(name) for name in sorted(set(names))])
    error = np.sqrt(11 / 12 * ((left - left.mean()) ** 2).sum())
    assert difference.estimate.value == pytest.approx(gap(), abs=1e-12)
    assert difference.estimate.se == pytest.approx(error, abs=1e-10)
    reach = t_quantile(5) * error
    assert difference.estimate.low == pytest.approx(gap() - reach, abs=1e-9)
    assert difference.estimate.high == pytest.approx(gap() + reach, abs=1e-9)


def test_the_difference_of_a_group_from_itself_has_no_width(data_of):
    units, names = study(70)
    data = data_of(units, articles=names)
    _, (difference,) = by_coders(
        data, {"one": data.coders, "again": data.coders}, resampling=Resampling(100)
    )
    assert (difference.estimate.value, difference.estimate.low, difference.estimate.high) == (
        0,
        0,
        0,
    )
    assert difference.estimate.method == "article bootstrap, 100 replicates"


def test_drawing_two_groups_together_finds_what_truly_differs(data_of):
    rng = np.random.default_rng(7)
    units, names = [], []
    for article in range(80):
        for _ in range(8):
            truth = rng.integers(0, 2)
            noise = 0.05 if article % 2 else 0.4
            units.append(np.where(rng.random(3) < noise, 1 - truth, truth).tolist())
            names.append(f"a{article:03d}")
    data = data_of(units, articles=names)
    parts, (difference,) = by_group(data, outlets(data, names), resampling=Resampling(400))
    assert all(part.estimate.method.startswith("article bootstrap") for part in parts)
    assert difference.estimate.high < 0
    assert parts[1].estimate.value > 0.7 > 0.4 > parts[0].estimate.value


def test_few_articles_in_a_group_give_no_interval_for_it_nor_for_its_difference(data_of):
    units, names = study(40)
    data = data_of(units, articles=names)
    groups = ["few" if data.clusters[at] < "a003" else "many" for at in data.cluster]
    (few, many), (difference,) = by_group(data, groups, resampling=Resampling(100))
    assert few.estimate.reason == "too few articles (3) for an interval"
    assert many.estimate.method.startswith("article bootstrap")
    assert difference.estimate.reason == "too few articles (3) for an interval"


def test_a_group_in_which_nobody_met_is_undefined_in_words(data_of):
    data = data_of([["x", "x"], ["x", "y"], ["y", None], [None, "y"]])
    (p, q), (difference,) = by_group(data, ["p", "p", "q", "q"], resampling=Resampling(50))
    assert p.estimate.value == 0
    assert q.estimate.reason == "undefined: no unit has two judgements here"
    assert difference.estimate.reason.startswith("undefined: ")


@pytest.mark.parametrize("known", [True, False])
def test_without_a_coder_is_as_if_there_had_been_none(data_of, known):
    units, names = study(35, coders=4)
    data = data_of(units, articles=names if known else None)
    parts, differences = without_each_coder(data, resampling=Resampling(200))
    assert [part.name for part in parts] == [ALL, *data.coders]
    assert parts[0].estimate.value == pytest.approx(alpha(units), abs=1e-12)
    for at, (part, difference) in enumerate(zip(parts[1:], differences, strict=True)):
        assert part.estimate.value == pytest.approx(alpha(without(units, at)), abs=1e-12)
        gap = alpha(without(units, at)) - alpha(units)
        assert difference.estimate.value == pytest.approx(gap, abs=1e-12)
        assert difference.estimate.low <= difference.estimate.value <= difference.estimate.high
    # The careless coder is the one without whom the others agree better.
    assert [difference.estimate.low > 0 for difference in differences] == [False] * 3 + [True]


def test_groups_of_coders_have_the_alpha_of_their_judgements(data_of):
    units, names = study(35, coders=4)
    data = data_of(units, articles=names)
    parts, _ = by_coders(
        data, {"first": data.coders[:2], "rest": data.coders[2:]}, resampling=Resampling(50)
    )
    assert parts[0].estimate.value == pytest.approx(alpha([row[:2] for row in units]), abs=1e-12)
    assert parts[1].estimate.value == pytest.approx(alpha([row[2:] for row in units]), abs=1e-12)


def test_every_two_coders_have_their_table_their_kappa_and_their_percent(data_of):
    # Cohen (1960), p. 37, between A and B; C judged three of these units.
    cells = [[44, 5, 1], [7, 20, 3], [9, 5, 6]]
    units = [[a, b, None] for a in range(3) for b in range(3) for _ in range(cells[a][b])]
    for at in (0, 50, 99):
        units[at][2] = units[at][0]
    found = coder_pairs(data_of(units), resampling=Resampling(100))
    assert [pair.coders for pair in found] == [("C00", "C01"), ("C00", "C02"), ("C01", "C02")]
    assert found[0].table.tolist() == cells
    assert found[0].percent.value == pytest.approx(0.7)
    assert found[0].cohen_kappa.value == pytest.approx(kappa(cells))
    assert found[0].cohen_kappa.low < found[0].cohen_kappa.value < found[0].cohen_kappa.high
    assert found[0].cohen_kappa.se is not None
    assert [pair.n_units for pair in found] == [100, 3, 3]
    assert found[1].cohen_kappa.reason == "too few units (3) for an interval"


def kappa(cells):
    """(p_o - p_e) / (1 - p_e), as plainly as can be."""
    share = np.array(cells) / np.sum(cells)
    chance = share.sum(axis=0) @ share.sum(axis=1)
    return (np.trace(share) - chance) / (1 - chance)


def test_two_coders_who_never_met_have_no_figures_and_say_so(data_of):
    found = coder_pairs(data_of([["x", "x", None], [None, "y", "y"]]), resampling=Resampling(50))
    assert found[1].n_units == 0
    assert found[1].cohen_kappa.reason == "undefined: no unit has two judgements here"
    alone = coder_pairs(data_of([["x", None], [None, "y"]]), resampling=Resampling(50))
    assert alone[0].cohen_kappa.reason == "undefined: no unit has two judgements"


def test_a_pair_has_the_same_draw_as_the_study_it_is_all_of(data_of):
    units, _ = study(20, coders=2, gaps=0)
    data = data_of(units)
    (pair,) = coder_pairs(data, resampling=Resampling(300, 2))
    expected = estimates(count_judgements(data), Resampling(300, 2))
    assert pair.percent.low == pytest.approx(expected["percent"].low)
    assert pair.cohen_kappa.low == pytest.approx(expected["cohen_kappa"].low)
    assert pair.cohen_kappa.high == pytest.approx(expected["conger_kappa"].high)
