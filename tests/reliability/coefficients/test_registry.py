"""A coefficient is one module and one line: made-up ones are found wherever there is a list."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from annotator.reliability.coefficients.coefficient import (
    CoderCoefficient,
    CountCoefficient,
    Needs,
    Reference,
    Statistic,
)
from annotator.reliability.coefficients.registry import COEFFICIENTS, counts_first, weighted
from annotator.reliability.data.profiles import profiles
from annotator.reliability.results.measure import measure
from annotator.reliability.uncertainty.resampling import Resampling

ROOT = Path(__file__).parents[3]

#: The modules of two new coefficients, and the line that each adds to the registry.
PROGRAM = f"""
import sys

sys.path.insert(0, {str(ROOT)!r})

from annotator.reliability.coefficients import registry
from tests.reliability.coefficients.test_registry import FIRST_SAYS_YES, UNANIMOUS

registry.COEFFICIENTS += (UNANIMOUS, FIRST_SAYS_YES)

from click.testing import CliRunner

from annotator.cli import main
from tools.write_docs import PAGES

files, *commands = sys.argv[1:]
for words in ("--json", "--table coefficients"):
    done = CliRunner().invoke(main, ["agreement", "measure", files, *words.split()])
    assert done.exit_code == 0, done.output
    print(done.stdout.replace("\\n", " ") if words == "--json" else done.stdout, end="\\n\\x1c\\n")
for page in PAGES.values():
    print(page(), end="\\n\\x1c\\n")
"""


def _unanimous(patterns):
    """Sums: units with two judgements, and those of them in which all say the same."""
    paired = np.flatnonzero(patterns.judged >= 2)
    alike = paired[patterns.counts[paired].max(axis=1) == patterns.judged[paired]]
    parts = [
        (paired, np.zeros_like(paired), np.ones(paired.size)),
        (alike, np.ones_like(alike), np.ones(alike.size)),
    ]
    return Statistic(parts, 2, lambda sums: sums[:, 1] / sums[:, 0])


def _first_says_yes(profiles):
    """Sums: judgements of the first coder, and those of them that are the first value."""
    first = profiles.coder == 0
    kept = np.flatnonzero(first & (profiles.judged[profiles.row] >= 2))
    yes = kept[profiles.value[kept] == 0]
    parts = [
        (profiles.row[kept], np.zeros_like(kept), np.ones(kept.size)),
        (profiles.row[yes], np.ones_like(yes), np.ones(yes.size)),
    ]
    return Statistic(parts, 2, lambda sums: sums[:, 1] / sums[:, 0])


UNANIMOUS = CountCoefficient(
    key="unanimous",
    label="Unanimous units",
    meaning="the share of units in which all agree",
    reference=Reference("A. Author", 1999, "On unanimity", "10.1000/182"),
    lowest=0.0,
    statistic=_unanimous,
)
FIRST_SAYS_YES = CoderCoefficient(
    key="first_says_yes",
    label="Yes by the first coder",
    meaning="how often the first coder gives the first value",
    reference=Reference("B. Author", 2001, "On first coders"),
    needs=Needs(fewest_coders=3),
    lowest=0.0,
    statistic=_first_says_yes,
)


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What commands and documents say with both in the registry."""
    file = tmp_path_factory.mktemp("made") / "codings.csv"
    rows = [
        (f"s{unit}", coder, "x" if (unit * 7 + at) % 3 else "y", f"a{unit % 40}")
        for unit in range(120)
        for at, coder in enumerate("ABC")
    ]
    with file.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([("unit", "coder", "value", "article"), *rows])
    words = [sys.executable, "-c", PROGRAM, str(file)]
    done = subprocess.run(words, capture_output=True, text=True, check=True, cwd=ROOT)
    return done.stdout.split("\n\x1c\n")[:-1]


@pytest.mark.parametrize("made", [UNANIMOUS, FIRST_SAYS_YES], ids=["counts", "by coder"])
def test_a_made_up_coefficient_is_found_everywhere_without_another_edit(said, made):
    in_json, table, *pages = said
    assert json.loads(in_json)["coefficients"][made.key]["value"] is not None
    assert f"\n{made.label}," in table
    _commands, coefficients, dictionary = pages
    assert f"| {made.label} | `{made.key}` |" in coefficients
    assert str(made.reference) in coefficients
    columns = [line for line in dictionary.splitlines() if line.startswith("| `coefficient` ")]
    assert len(columns) == 2
    assert all(f"{made.key}: {made.meaning}." in each for each in columns)
    assert all(f"`{made.key}`" in each for each in columns)


@pytest.mark.parametrize("articles", [8, 45])
def test_one_that_asks_who_judged_is_drawn_like_the_others(data_of, articles):
    """Where articles are drawn, it has no way from counts, and still has their samples."""
    rng = np.random.default_rng(4)
    units = rng.integers(0, 2, (90, 3)).tolist()
    data = data_of(units, articles=[f"a{at % articles:02d}" for at in range(90)])
    found = measure(data, resampling=Resampling(300), coefficients=(*COEFFICIENTS, FIRST_SAYS_YES))
    estimate = found.coefficients["first_says_yes"]
    assert estimate.value == np.mean([row[0] == 0 for row in units])
    assert estimate.low < estimate.value < estimate.high
    assert estimate.method == found.coefficients["alpha"].method
    assert list(found.coefficients) == [*(each.key for each in COEFFICIENTS), "first_says_yes"]


def test_what_a_coefficient_needs_is_said_where_it_is_missing(data_of):
    two = measure(data_of([["x", "y"], ["x", "x"]] * 4), coefficients=[FIRST_SAYS_YES, UNANIMOUS])
    reason = two.coefficients["first_says_yes"].reason
    assert reason == "undefined: at least 3 coders are needed"
    assert two.coefficients["unanimous"].value == 0.5
    nominal = measure(data_of([["x", "y"], ["x", "x"]] * 4), coefficients=weighted("linear"))
    assert {each.reason for each in nominal.coefficients.values()} == {
        "undefined: not defined at nominal level"
    }


def test_each_coefficient_states_its_reference_and_a_label_of_its_own():
    every = [*COEFFICIENTS, *weighted("linear")]
    assert len({each.key for each in every}) == len({each.label for each in every}) == len(every)
    for each in every:
        assert each.meaning
        assert f"{each.reference.author} ({each.reference.year})" in str(each.reference)


def test_weighted_kappas_are_measured_where_articles_are_drawn_too(data_of):
    rng = np.random.default_rng(5)
    units = rng.integers(1, 4, (80, 2)).tolist()
    data = data_of(units, "ordinal", articles=[f"a{at % 40:02d}" for at in range(80)])
    found = measure(data, coefficients=counts_first([*COEFFICIENTS, *weighted("quadratic")]))
    for made in weighted("quadratic"):
        table = profiles(data) if isinstance(made, CoderCoefficient) else found
        estimate = found.coefficients[made.key]
        assert estimate.method.startswith("article bootstrap")
        if isinstance(made, CoderCoefficient):
            expected = made.statistic(table).of_all(table.freq)
            assert estimate.value == pytest.approx(expected, abs=1e-12)
