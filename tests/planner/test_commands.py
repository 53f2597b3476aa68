import json

import numpy as np
import pytest
from click.testing import CliRunner

from annotator.errors import Refused
from annotator.planner.commands import plan_command


def study(articles, clear=0.8, seed=1):
    rng = np.random.default_rng(seed)
    units, names = [], []
    for article in range(articles):
        for _ in range(10):
            truth = rng.integers(0, 2)
            units.append(np.where(rng.random(3) < clear, truth, rng.integers(0, 2, 3)).tolist())
            names.append(f"a{article:03d}")
    return units, names


def run(*arguments):
    return CliRunner().invoke(plan_command, arguments)


def test_a_plan_is_printed_with_the_textbook_figure_and_its_limits():
    result = run("--prevalence", "0.25", "--studies", "50", "--pace", "30")
    assert result.exit_code == 0
    assert "(Bloch and Kraemer): 81 units" in result.stdout
    assert "not multiplied" in " ".join(result.stdout.split()).replace("It is not", "not")
    assert " hours." in result.stdout


def test_a_plan_in_json_counts_hours_by_the_pace():
    result = run("--studies", "50", "--pace", "36", "--json")
    found = json.loads(result.stdout)
    assert found["hours"] == pytest.approx(found["judgements"] / 100)
    assert found["tried"][0]["articles"] == 5
    again = json.loads(run("--studies", "50", "--pace", "36", "--json").stdout)
    assert again == found


def test_a_plan_that_can_not_be_says_why():
    result = run("--alpha", "0.5", "--studies", "50")
    assert result.stdout.startswith("No plan: the expected alpha, 0.500, is not above the minimum.")


def pilot(path, articles):
    units, names = study(articles)
    lines = [
        f"s{at},{name},{coder},{value}"
        for at, (row, name) in enumerate(zip(units, names, strict=True))
        for coder, value in zip("ABC", row, strict=True)
    ]
    path.write_text("\n".join(["unit,article,coder,value", *lines]), "utf-8")
    return str(path)


def test_a_plan_may_come_from_a_pilot(tmp_path):
    path = pilot(tmp_path / "pilot.csv", 12)
    result = run("--pilot", path, "--minimum", "0.4", "--studies", "50", "--json")
    found = json.loads(result.stdout)
    assert found["textbook_units"] is None
    assert found["sentences"] == 10 * found["articles"]


def test_a_pilot_with_few_articles_is_refused_with_a_remedy(tmp_path):
    path = pilot(tmp_path / "pilot.csv", 3)
    result = run("--pilot", path, "--minimum", "0.4")
    assert isinstance(result.exception, Refused)
    assert str(result.exception).endswith(
        "The pilot has 3 articles in which a sentence has two judgements; at least 5 are needed "
        "to draw from. Plan from an expected alpha instead, without --pilot."
    )
