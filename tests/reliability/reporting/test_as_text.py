import json

from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.reporting.as_text import as_json, as_text
from annotator.reliability.results.measure import measure
from annotator.reliability.uncertainty.resampling import Resampling


def measured(rows, **options):
    return measure(reliability_data(rows, **options), resampling=Resampling(200))


def test_the_text_is_aligned_and_says_what_is_missing(rows_of):
    units = [["yes", "yes"], ["no", "no"], ["yes", "no"], ["no", "no"], ["yes", None]]
    found = measured(rows_of(units, ["a1", "a1", "a2", "a2", "a2"]))
    assert as_text(found) == (
        "5 units, 2 coders, 9 judgements, 2 articles with two judgements of a unit; "
        "nominal level.\n"
        "1 unit has one judgement only and is left out.\n"
        "\n"
        "value  judgements  share\n"
        "no              5  0.556\n"
        "yes             4  0.444\n"
        "\n"
        "coefficient       value  95 % interval\n"
        "percent           0.750              -  too few articles (2) for an interval\n"
        "alpha             0.533              -  too few articles (2) for an interval\n"
        "fleiss_kappa      0.500              -  too few articles (2) for an interval\n"
        "scott_pi          0.467              -  too few articles (2) for an interval\n"
        "gwet_ac1          0.500              -  too few articles (2) for an interval\n"
        "brennan_prediger  0.500              -  too few articles (2) for an interval\n"
        "conger_kappa      0.545              -  too few articles (2) for an interval\n"
        "cohen_kappa       0.500              -  too few articles (2) for an interval\n"
        "\n"
        "article  units  percent  alpha\n"
        "a1           2    1.000  1.000\n"
        "a2           3    0.500  0.000"
    )


def test_the_text_names_the_method_of_the_interval(rows_of):
    units = [["yes", "yes"], ["no", "no"], ["yes", "no"]] * 4
    lines = as_text(measured(rows_of(units))).splitlines()
    assert lines[0] == "12 units, 2 coders, 24 judgements; nominal level."
    percent = next(line for line in lines if line.startswith("percent"))
    assert percent.endswith("  unit bootstrap, 200 replicates")
    assert " to " in percent


def test_an_undefined_coefficient_is_a_dash_with_its_reason(rows_of):
    text = as_text(measured(rows_of([["x", "x"]] * 6)))
    assert (
        "alpha                 -               -  "
        "undefined: every coder used one value (6 units, 100 % agreement)"
    ) in text


def test_a_long_list_of_values_is_cut_short(rows_of):
    text = as_text(measured(rows_of([[at, at] for at in range(30)])))
    assert "\n... and 10 more values\n" in text


def test_nothing_judged_can_be_described(rows_of):
    text = as_text(measured(rows_of([])))
    assert text.startswith("0 units, 0 coders, 0 judgements; nominal level.")
    assert "undefined: no judgement" in text


def test_json_has_every_figure_in_full_precision(rows_of):
    found = measured(rows_of([["x", "x"], ["x", "y"], ["y", "y"]], ["p", "p", "q"]))
    described = json.loads(json.dumps(as_json(found), allow_nan=False))
    assert {
        key: described[key] for key in ("n_units", "n_coders", "n_judgements", "n_dropped")
    } == {
        "n_units": 3,
        "n_coders": 2,
        "n_judgements": 6,
        "n_dropped": 0,
    }
    assert described["coefficients"]["percent"] == {
        "value": 2 / 3,
        "se": None,
        "low": None,
        "high": None,
        "method": "",
        "reason": "too few articles (2) for an interval",
    }
    assert described["values"] == {"x": 3, "y": 3}
    assert [article["article"] for article in described["articles"]] == ["p", "q"]
    assert described["articles"][1]["coefficients"]["alpha"]["value"] is None
    assert (described["seed"], described["replicates"]) == (1, 200)
