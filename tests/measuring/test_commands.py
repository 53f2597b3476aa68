import json

import pytest
from click.testing import CliRunner

from annotator.errors import Refused
from annotator.measuring.commands import measure_command

COLUMNS = ["--unit", "unit", "--coder", "coder", "--value", "value"]

# Krippendorff (2011), example B.
PAIRS = ["ab", "aa", "bb", "bb", "db", "cc", "cc", "cc", "ee", "dd", "dd", "da"]


@pytest.fixture
def codings(tmp_path):
    path = tmp_path / "codings.csv"
    lines = [
        f"s{at:02d},a{at % 2},{coder},{value}"
        for at, pair in enumerate(PAIRS)
        for coder, value in zip(("Ben", "Gerry"), pair, strict=True)
    ]
    path.write_text("\n".join(["unit,article,coder,value", *lines]), "utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(measure_command, arguments, catch_exceptions=True)


def test_a_file_is_measured_and_printed(codings):
    result = run(codings, *COLUMNS)
    assert result.exit_code == 0
    assert "alpha             0.692  " in result.stdout
    assert "unit bootstrap, 2,000 replicates" in result.stdout


def test_json_is_printed_on_demand(codings):
    result = run(codings, *COLUMNS, "--cluster", "article", "--json", "--replicates", "50")
    described = json.loads(result.stdout)
    assert described["coefficients"]["alpha"]["value"] == pytest.approx(0.6919642857142858)
    assert described["n_articles"] == 2
    assert [article["article"] for article in described["articles"]] == ["a0", "a1"]


def test_every_option_reaches_the_measurement(codings):
    result = run(
        codings, *COLUMNS, "--json", "--where", "article=a0", "--level", "ordinal",
        "--values", 'e, d,c,b,a,"f,g"', "--seed", "7", "--replicates", "50",
    )  # fmt: skip
    described = json.loads(result.stdout)
    assert described["n_units"] == 6
    assert described["level"] == "ordinal"
    assert list(described["values"]) == ["e", "d", "c", "b", "a", "f,g"]
    assert (described["seed"], described["replicates"]) == (7, 50)


def test_a_wide_file_of_sets_is_measured_with_every_option(tmp_path):
    path = tmp_path / "wide.csv"
    path.write_text("id,paper,A,B\n1,P,x;y,x\n2,P,0,0\n3,Q,x,NA\n4,Q,x,y\n5,Q,x,x\n", "utf-8")
    result = run(
        str(path), "--unit", "id", "--coders", "A,B", "--separator", ";", "--none", "0",
        "--missing", "NA", "--distance", "masi", "--group", "paper", "--repeats", "refuse",
        "--values", "x,y", "--json",
    )  # fmt: skip
    described = json.loads(result.stdout)
    assert described["values"] == {"0": 2, "x": 5, "x;y": 1, "y": 1}
    assert [part["name"] for part in described["groups"]["parts"]] == ["P", "Q"]
    assert list(described["per_code"]) == ["x", "y"]


def test_the_same_seed_prints_the_same_bytes(codings):
    one, same, other = (run(codings, *COLUMNS, "--json", "--seed", seed) for seed in "112")
    assert one.stdout == same.stdout
    assert one.stdout != other.stdout


def test_a_file_may_come_through_a_pipe():
    table = "unit,coder,value\ns1,A,x\ns1,B,y\n"
    result = CliRunner().invoke(measure_command, ["-", *COLUMNS], input=table)
    assert result.exit_code == 0
    assert result.stdout.startswith("1 unit, 2 coders, 2 judgements; nominal level.")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--where", "article"], '"article" is no condition; COLUMN=VALUE is expected.'),
        (["--where", "article=a9"], "No row has article=a9. The column article has a0, a1."),
        (["--cluster", "text"], 'There is no column "text"'),
        (["--values", "a,b,c"], '"d" is not among the declared values (a, b, c).'),
        (["--values", ""], "The declared values do not fit: there are none."),
        (["--level", "interval"], '"a" is not a number, and the interval level needs numbers.'),
    ],
)
def test_bad_input_is_refused_in_words(codings, options, message):
    result = run(codings, *COLUMNS, *options)
    assert isinstance(result.exception, Refused)
    assert message in str(result.exception)


@pytest.mark.parametrize(
    "options",
    [["--level", "cardinal"], ["--replicates", "0"], ["--seed", "-1"], ["--seed", "x"]],
)
def test_an_option_out_of_range_ends_with_2(codings, options):
    assert run(codings, *COLUMNS, *options).exit_code == 2


def test_a_file_that_is_not_there_ends_with_2(tmp_path):
    result = run(str(tmp_path / "none.csv"), *COLUMNS)
    assert result.exit_code == 2
    assert "does not exist" in result.stderr


def test_help_has_an_example():
    result = run("--help")
    assert "annotator agreement measure codings.csv" in result.stdout


@pytest.fixture
def beside(tmp_path):
    """Files that say more of the pairs above."""
    files = {
        "articles.csv": "article,outlet\na0,Mail\na1,Gazette\n",
        "groups.csv": "who,since\nBen,old\nGerry,old\n",
        "far.csv": ",a,b,c,d,e\na,0,1,1,1,1\nb,1,0,1,1,1\nc,1,1,0,1,1\nd,1,1,1,0,1\ne,1,1,1,1,0\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    return {name: str(tmp_path / name) for name in files}


def test_files_beside_are_joined_and_compared(codings, beside):
    result = run(
        codings, *COLUMNS, "--join", beside["articles.csv"], "--group", "outlet",
        "--coder-groups", beside["groups.csv"], "--distance", beside["far.csv"], "--json",
    )  # fmt: skip
    described = json.loads(result.stdout)
    assert [part["name"] for part in described["by_group"]["outlet"]["parts"]] == [
        "Gazette", "Mail",
    ]  # fmt: skip
    assert [part["name"] for part in described["coder_groups"]["parts"]] == ["old"]
    # Any two values differ alike, which is the nominal level.
    assert described["coefficients"]["alpha"]["value"] == pytest.approx(0.6919642857142858)
    assert described["confusions"][0] == {"one": "a", "other": "b", "n_units": 1, "n_pairs": 1}


def test_the_text_names_parts_and_what_stands_against_each_other(codings, beside):
    said = run(codings, *COLUMNS, "--join", beside["articles.csv"], "--group", "outlet").stdout
    assert "\noutlet   " in said
    assert "\nagainst each other  units  pairs\na and b" in said


def test_one_table_is_printed_as_csv(codings):
    said = run(codings, *COLUMNS, "--table", "disputes").stdout
    assert said.splitlines()[:2] == ["unit,answers", "s00,Ben: a; Gerry: b"]
    refused = run(codings, *COLUMNS, "--table", "outlet")
    assert 'There is no table "outlet" here; there are coefficients, codes,' in str(
        refused.exception
    )


def test_a_distance_that_is_no_file_is_refused(codings):
    refused = run(codings, *COLUMNS, "--distance", "euclid")
    assert '"euclid" is neither nominal, masi or jaccard nor a file.' in str(refused.exception)
