"""The same data in other libraries: statsmodels 0.15.0 and nltk 3.10.4 gave these figures.

``statsmodels.stats.inter_rater`` has Fleiss' kappa (and Randolph's, which is that of Brennan and
Prediger) and Cohen's with its error; ``nltk.metrics.agreement`` has alpha with any distance.
"""

import csv
import json
from itertools import product

import pytest
from click.testing import CliRunner

from annotator.cli import main

#: What three coders said of forty units, a letter each.
SAID = (
    "badbccbababdcacacddadbccccdbaabcacbcddbc",
    "aadbdccababdcacadddccbacbadbdcbdacbcdddc",
    "aacbcccabcbdcbcadddccbacbbdcdabdacbccdcc",
)
#: The same of sets of codes; three letters stand for several codes.
SETS = (
    "bbzzyxdcdbayyyybdbcydcddxbbzbazbzdyydzbz",
    "ybzazxdcbaddyaybaxaczcdddcbzaczdzdycdzdd",
    "yzzdyxdxbyayyxdxabacdcddycbzbazyzdycdzzx",
)
SEVERAL = {"x": "a|b", "y": "b|c", "z": "a|b|c"}

EXACTLY = {"rel": 0, "abs": 1e-12}


@pytest.fixture
def measured(tmp_path):
    def measure(said, *options):
        file = tmp_path / "said.csv"
        with file.open("w", newline="", encoding="utf-8") as opened:
            writer = csv.writer(opened)
            writer.writerow(("unit", "coder", "value"))
            for (coder, values), unit in product(enumerate(said), range(len(said[0]))):
                writer.writerow((unit, coder, SEVERAL.get(values[unit], values[unit])))
        words = ["agreement", "measure", str(file), "--unit", "unit", "--coder", "coder"]
        done = CliRunner().invoke(main, [*words, "--value", "value", "--json", *options])
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)

    return measure


def test_alpha_and_the_kappas_of_many_are_those_of_others(measured):
    found = measured(SAID, "--values", "a,b,c,d")["coefficients"]
    assert found["alpha"]["value"] == pytest.approx(0.5758769461639468, **EXACTLY)
    assert found["fleiss_kappa"]["value"] == pytest.approx(0.5723128868880135, **EXACTLY)
    assert found["brennan_prediger"]["value"] == pytest.approx(0.5777777777777778, **EXACTLY)


def test_cohens_kappa_and_its_error_are_those_of_others(measured):
    found = measured(SAID[:2], "--values", "a,b,c,d")["coefficients"]["cohen_kappa"]
    assert found["value"] == pytest.approx(0.5666666666666668, **EXACTLY)
    assert found["se"] == pytest.approx(0.09865407514750656, **EXACTLY)


@pytest.mark.parametrize(
    ("weights", "value", "error"),
    [
        ("linear", 0.5918367346938775, 0.10413660889307047),
        ("quadratic", 0.625, 0.1210534207036815),
    ],
)
def test_weighted_kappas_and_their_errors_are_those_of_others(measured, weights, value, error):
    options = ("--values", "a,b,c,d", "--level", "ordinal", "--weights", weights)
    (pair,) = measured(SAID[:2], *options)["pairs"]
    assert pair["weighted_kappa"]["value"] == pytest.approx(value, **EXACTLY)
    assert pair["weighted_kappa"]["se"] == pytest.approx(error, **EXACTLY)


@pytest.mark.parametrize(
    ("distance", "value"), [("masi", 0.4327596389099806), ("jaccard", 0.42882947976878616)]
)
def test_alpha_of_sets_is_that_of_others(measured, distance, value):
    found = measured(SETS, "--distance", distance, "--separator", "|")["coefficients"]
    assert found["alpha"]["value"] == pytest.approx(value, **EXACTLY)
