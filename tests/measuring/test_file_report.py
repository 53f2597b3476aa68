"""Files of any shape: what is read, what is left out, what is refused, what comes of it."""

import json

import krippendorff
import numpy as np
import pytest

from annotator.errors import Refused
from annotator.measuring.as_text import file_json, file_text
from annotator.measuring.file_report import measure_file
from annotator.measuring.layout import Layout
from annotator.measuring.options import Distances, Options

AUTO = Layout("", "", "")
QUICK = Options(replicates=50)

# Krippendorff (2011), example C, as a wide file; alpha is .743.
WIDE = b"""unit,A,B,C,D
1,1,1,,1
2,2,2,3,2
3,3,3,3,3
4,3,3,3,3
5,2,2,2,2
6,1,2,3,4
7,4,4,4,4
8,1,1,2,1
9,2,2,2,2
10,,5,5,5
11,,,1,1
12,,,3,
"""

SETS = b"""unit,A,B
1,none,none
2,A,none
3,A,A
4,A,B
5,B;A,A
6,A;B,C;A
7,C;B;A,A;B;C
8,C,A;C
9,C,A; C
"""


def long_of(wide):
    """The same judgements with a row for each."""
    header, *rows = [line.split(",") for line in wide.decode().splitlines()]
    cells = [
        f"{row[0]},{coder},{value}"
        for row in rows
        for coder, value in zip(header[1:], row[1:], strict=True)
    ]
    return "\n".join(["unit,coder,value", *cells]).encode()


def measured(data, layout=AUTO, options=QUICK):
    report = measure_file(data, layout, options, file="f.csv")
    assert file_text(report)
    return json.loads(json.dumps(file_json(report), allow_nan=False))


def refusal(data, layout=AUTO, options=QUICK):
    with pytest.raises(Refused) as refused:
        measure_file(data, layout, options, file="f.csv")
    return str(refused.value)


def test_a_wide_file_and_a_long_one_say_the_same():
    wide = measured(WIDE, Layout("unit", "", ""))
    assert wide["coefficients"]["alpha"]["value"] == pytest.approx(0.743421052631579, abs=1e-12)
    for layout in (AUTO, Layout("unit", "coder", "value")):
        assert measured(long_of(WIDE), layout) == wide
    assert (wide["n_units"], wide["n_dropped"]) == (12, 1)
    assert wide["dropped"] == {"units with one judgement": 1, "empty cells": 7}


def test_a_wide_file_may_have_no_column_of_units():
    data = b"Ann,Ben\nx,x\nx,y\ny,y\n"
    found = measured(data)
    assert (found["n_units"], found["n_coders"]) == (3, 2)
    assert found["coefficients"]["percent"]["value"] == pytest.approx(2 / 3)


def test_the_coders_of_a_wide_file_may_be_named():
    found = measured(WIDE, Layout("unit", "", "", coders=("C", "D")))
    assert found["n_coders"] == 2
    assert found["pairs"][0]["coders"] == ["C", "D"]


def test_every_key_is_there_with_the_same_shape():
    found = measured(WIDE, Layout("unit", "", ""))
    assert set(found["coefficients"]) == {
        "percent", "alpha", "fleiss_kappa", "scott_pi", "conger_kappa", "cohen_kappa",
        "gwet_ac1", "brennan_prediger",
    }  # fmt: skip
    shape = {"value", "se", "low", "high", "method", "reason"}
    every = [*found["coefficients"].values()]
    every += [figure for code in found["per_code"].values() for figure in code.values()]
    every += [pair[key] for pair in found["pairs"] for key in ("percent", "cohen_kappa")]
    every += [part["alpha"] for part in found["without_coder"]["parts"]]
    assert all(set(each) == shape for each in every)
    assert found["coefficients"]["gwet_ac1"]["se"] == pytest.approx(0.14295, abs=5e-6)
    assert found["coefficients"]["cohen_kappa"]["value"] is None
    assert found["coefficients"]["cohen_kappa"]["reason"].startswith("undefined: Cohen's kappa is")
    assert found["share_of_replicates_below"]["alpha"].keys() == {"0.667", "0.8"}


def test_each_code_is_measured_against_all_others():
    found = measured(WIDE, Layout("unit", "", ""))
    assert list(found["per_code"]) == ["1", "2", "3", "4", "5"]
    rows = [line.split(",")[1:] for line in WIDE.decode().splitlines()[1:]]
    for code, figures in found["per_code"].items():
        matrix = [[np.nan if cell == "" else float(cell == code) for cell in row] for row in rows]
        expected = krippendorff.alpha(np.array(matrix).T, level_of_measurement="nominal")
        assert figures["alpha"]["value"] == pytest.approx(expected, abs=1e-12)


def test_numbers_have_no_codes():
    found = measured(WIDE, Layout("unit", "", ""), Options("interval", replicates=50))
    assert found["per_code"] == {}
    assert found["coefficients"]["alpha"]["value"] == pytest.approx(0.8491071428571428, abs=1e-12)


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        ("masi", 0.2730806608357629),
        ("jaccard", 0.3156199677938808),
        ("nominal", 0.23880597014925375),
    ],
)
def test_cells_may_hold_sets_of_codes(distance, expected):
    options = Options(distance=distance, replicates=50)
    found = measured(SETS, Layout("unit", "", "", separator=";"), options)
    assert found["coefficients"]["alpha"]["value"] == pytest.approx(expected, abs=1e-9)
    assert found["values"] == {
        "A": 5, "A;B": 2, "A;B;C": 2, "A;C": 3, "B": 1, "C": 2, "none": 3,
    }  # fmt: skip
    assert list(found["per_code"]) == ["A", "B", "C"]
    assert found["coefficients"]["gwet_ac1"]["reason"].startswith("undefined: sets of codes")
    matrix = [
        [float("C" in cell) for cell in line.split(",")[1:]]
        for line in SETS.decode().splitlines()[1:]
    ]
    expected = krippendorff.alpha(np.array(matrix).T, level_of_measurement="nominal")
    assert found["per_code"]["C"]["alpha"]["value"] == pytest.approx(expected, abs=1e-12)


def test_an_empty_cell_is_missing_and_the_empty_set_has_a_name():
    data = b"unit,A,B\n1,x,0\n2,,0\n3,0,0\n4,x,x\n"
    found = measured(data, Layout("unit", "", "", separator="|", none="0"))
    assert found["values"] == {"0": 4, "x": 3}
    assert found["dropped"] == {"units with one judgement": 1, "empty cells": 1}


def test_missing_marks_are_no_judgements_and_are_counted():
    data = WIDE.replace(b",,", b",-1,").replace(b",,", b",NA,").replace(b",\n", b",NA\n")
    found = measured(data, Layout("unit", "", "", missing=("-1", "NA")))
    assert found["coefficients"] == measured(WIDE, Layout("unit", "", ""))["coefficients"]
    assert sum(found["dropped"].values()) == 1 + 7


def test_rows_that_were_not_selected_are_counted():
    data = b"unit,coder,value,q\ns1,A,x,1\ns1,B,x,1\ns1,A,y,2\n"
    found = measured(data, Layout("", "", "", where=(("q", "1"),)))
    assert found["dropped"] == {"rows that were not selected": 1}


def test_groups_of_units_and_of_coders_are_told_apart():
    lines = [
        f"s{at},{coder},{'xy'[at % 2 if coder < 'C' else at // 3 % 2]},{'PQ'[at // 6]},{kind}"
        for at in range(12)
        for coder, kind in zip("ABCD", ("old", "old", "new", "new"), strict=True)
    ]
    data = "\n".join(["unit,coder,value,outlet,kind", *lines]).encode()
    outlets = measured(data, Layout("", "", "", groups=("outlet",)))["groups"]
    assert [(each["name"], each["n_units"]) for each in outlets["parts"]] == [("P", 6), ("Q", 6)]
    assert len(outlets["differences"]) == 1
    kinds = measured(data, Layout("", "", "", groups=("kind",)))["groups"]
    assert [(each["name"], each["alpha"]["value"]) for each in kinds["parts"]] == [
        ("new", 1), ("old", 1),
    ]  # fmt: skip


def test_a_group_of_neither_units_nor_coders_is_refused_with_its_line():
    data = b"unit,coder,value,day\ns1,A,x,1\ns1,B,x,2\ns2,A,x,2\ns2,B,y,2\n"
    assert refusal(data, Layout("", "", "", groups=("day",))) == (
        'f.csv, line 3, column day: s1 is in "2" here and in "1" in line 2; a group is one of '
        "units, or one of coders. Choose another column."
    )


def test_second_judgements_may_be_kept_as_occasions():
    data = b"unit,coder,value\n" + b"".join(
        f"s{at},{coder},{value}\n".encode()
        for at in range(8)
        for coder, values in (("A", "xx" if at else "xy"), ("B", "xy"[at % 2] * 2))
        for value in values
    )
    assert "line 3, column unit: A has judged s0 already in line 2" in refusal(data)
    found = measured(data, options=Options(repeats="occasions", replicates=50))
    assert found["n_judgements"] == 16
    assert found["dropped"] == {"judgements of a second occasion": 16}
    again = found["self_agreement"]
    assert (again["n_units"], again["percent"]["value"]) == (16, 15 / 16)
    assert again["coders"]["A"]["percent"]["value"] == 7 / 8
    assert again["coders"]["B"]["alpha"]["value"] == 1


def test_a_third_judgement_is_refused():
    data = b"unit,coder,value\ns1,A,x\ns1,A,x\ns1,A,y\ns1,B,x\n"
    assert refusal(data, options=Options(repeats="occasions")) == (
        "f.csv, line 4, column unit: A has judged s1 twice already; two occasions are compared. "
        "Keep the first two."
    )


@pytest.mark.parametrize(
    ("data", "note"),
    [
        (
            b"unit,coder,value\ns1,A,x\ns2,A,y\n",
            "f.csv: Every judgement (lines 2 and 3) is one coder's, A. "
            "Add the judgements of a second coder.",
        ),
        (
            b"unit,coder,value\ns1,A,x\ns2,B,y\n",
            "f.csv: No unit has two judgements (lines 2 and 3). Let two coders judge the same "
            "units, and give a unit one name in all rows.",
        ),
        (
            b"unit,A,B\ns1,x,x\ns2,x,x\n",
            'f.csv: Every judgement (lines 2 and 3) is "x": nothing varies. Add units on '
            "which another value is right; agreement beyond chance can not be seen without.",
        ),
    ],
    ids=["one coder", "no pair", "one value"],
)
def test_what_makes_a_file_say_nothing_is_noted_with_its_rows_and_a_remedy(data, note):
    found = measured(data, Layout("unit", "", ""))
    assert found["notes"] == [note]
    assert found["coefficients"]["alpha"]["value"] is None
    assert found["coefficients"]["alpha"]["reason"].startswith("undefined: ")


NUMBERS = b"unit,coder,value\n" + b"".join(
    f"s{at},{coder},{at}.5\n".encode() for at in range(5_001) for coder in "AB"
)


@pytest.mark.parametrize(
    ("data", "layout", "options", "message"),
    [
        (
            b"id,Ann,Ben\ns1,x,x\ns2,y,x\n",
            Layout("id", "Ann", "Ben"),
            QUICK,
            "f.csv: Each unit stands in one row (lines 2 and 3), and the columns Ann and Ben have "
            "values in common: this is a wide file, with a column for each coder. Name the coders' "
            "columns: --coders Ann,Ben.",
        ),
        (
            NUMBERS,
            AUTO,
            QUICK,
            'f.csv, column value: There are 5,001 different values in 10,002 judgements, such as '
            '"0.5", "0.5", "1.5" in lines 2, 3 and 4; at the nominal level any two of them '
            "disagree. Choose --level interval if they are numbers, or the column that has the "
            "codes.",
        ),
        (
            b"unit,A,B\ns1,1,-2\n",
            Layout("unit", "", ""),
            Options("ratio"),
            'f.csv, line 2, column B: "-2" is negative; the ratio level counts from zero. '
            "Choose the interval level.",
        ),
        (
            b"unit,A,B\ns1,x,y\n",
            Layout("unit", "", ""),
            Options(values=("x", "z")),
            'f.csv, line 2, column B: "y" is not among the declared values (x, z). '
            "Correct it or declare it too.",
        ),
        (
            b"unit,A,B\ns1,x,y;w\n",
            Layout("unit", "", "", separator=";"),
            Options(values=("x", "y")),
            'f.csv, line 2, column B: "w" is not among the declared values (x, y). '
            "Correct it or declare it too.",
        ),
        (
            b"unit,A,B\ns1,x,none;y\n",
            Layout("unit", "", "", separator=";"),
            QUICK,
            'f.csv, line 2, column B: "none;y" has "none", the empty set, beside a code. '
            "Leave one of the two out, or name the empty set with --none.",
        ),
        (
            b"unit,A,B\ns1,x,y\ns2,x,x\ns1,x,x\n",
            Layout("unit", "", ""),
            QUICK,
            "f.csv, line 4, column unit: A has judged s1 already in line 2; one judgement per "
            "coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.\n"
            "f.csv, line 4, column unit: B has judged s1 already in line 2; one judgement per "
            "coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.",
        ),
        (
            WIDE,
            AUTO,
            Options(distance="masi"),
            "The distance masi compares sets of codes. Say with --separator what separates the "
            "codes in a cell.",
        ),
        (
            WIDE,
            Layout("unit", "", "", separator=";"),
            Options("ordinal"),
            "Sets of codes have no ordinal level. Leave out --level, or --separator.",
        ),
        (
            WIDE,
            Layout("unit", "coder", "", coders=("A", "B")),
            QUICK,
            "The file is said to be wide (--coders) and long (--coder, --value, --codes). "
            "Name the columns of one of the two.",
        ),
        (
            WIDE,
            Layout("unit", "who", "said"),
            QUICK,
            'f.csv: There is no column "who"; there are unit, A, B, C, D. Choose one of them. If '
            "each coder has a column, the file is wide: name them with --coders.\n"
            'f.csv: There is no column "said"; there are unit, A, B, C, D. Choose one of them. If '
            "each coder has a column, the file is wide: name them with --coders.",
        ),
    ],
    ids=[
        "wide as long", "numbers", "negative", "value", "code", "empty set", "twice", "distance",
        "level", "both", "columns",
    ],
)  # fmt: skip
def test_what_can_not_be_measured_is_refused_with_rows_and_remedy(data, layout, options, message):
    assert refusal(data, layout, options) == message


def test_the_interval_of_older_papers_is_given_on_request_and_labelled():
    found = measured(WIDE, Layout("unit", "", ""), Options("ordinal", replicates=50, kalpha=True))
    assert "too narrow" in found["kalpha_interval"]["method"]
    assert found["kalpha_interval"]["low"] < found["coefficients"]["alpha"]["value"]
    assert measured(WIDE, Layout("unit", "", ""))["kalpha_interval"] is None


def test_the_text_shows_what_the_json_has():
    report = measure_file(SETS, Layout("unit", "", "", separator=";"), QUICK, file="f.csv")
    text = file_text(report)
    for title in ("left out", "code ", "two coders"):
        assert (f"\n{title}" in text) == (title != "left out")
    assert "A and B" in text


# One row for each code of a set: what SETS above has in its cells.
def rows_of_codes(sets=SETS):
    lines = ["unit,coder,code,value"]
    for row in sets.decode().splitlines()[1:]:
        unit, *cells = row.split(",")
        for coder, cell in zip("AB", cells, strict=True):
            held = {code.strip() for code in cell.split(";")}
            lines += [f"{unit},{coder},{code},{int(code in held)}" for code in "CAB"]
    return "\n".join(lines).encode()


def test_sets_in_many_rows_say_what_sets_in_cells_say():
    in_cells = measured(SETS, Layout("unit", "", "", separator=";"), Options(distance="masi"))
    in_rows = measured(rows_of_codes(), Layout("", "", "", codes="code"), Options(distance="masi"))
    assert in_rows["coefficients"] == in_cells["coefficients"]
    assert in_rows["per_code"] == in_cells["per_code"]
    assert in_rows["confusions"] == in_cells["confusions"] != []
    assert in_rows["n_judgements"] == 18
    assert sum(in_rows["values"].values()) == 18
    assert in_rows["values"]["none"] == 3


@pytest.mark.parametrize(
    ("data", "layout", "message"),
    [
        (
            b"unit,coder,code,value\n1,A,x,2\n",
            Layout("", "", "", codes="code"),
            'line 2, column value: "2" does not say whether "x" was given. Write 1',
        ),
        (
            b"unit,coder,code,value\n1,A,x,1\n1,A,x,0\n",
            Layout("", "", "", codes="code"),
            "line 3, column unit: A has said it of 1 and x in line 2.",
        ),
        (
            b'unit,coder,code,value\n1,A,"x,y",1\n',
            Layout("", "", "", codes="code"),
            'column code: "x,y" can not be the name of a code in a set.',
        ),
        (
            b"unit,coder,code,value\n1,A,none,1\n",
            Layout("", "", "", codes="code"),
            '"none" can not be the name of a code in a set.',
        ),
        (SETS, Layout("unit", "", "", codes="A", separator=";"), "in one cell (--separator)"),
    ],
    ids=["value", "twice", "comma", "none", "both"],
)
def test_rows_that_make_no_set_are_refused(data, layout, message):
    assert message in refusal(data, layout)


ORDERED = b"unit,A,B\n" + b"".join(
    f"{at},{one},{other}\n".encode()
    for at, (one, other) in enumerate(["11", "12", "22", "33", "31", "23", "33", "11", "21", "22"])
)


@pytest.mark.parametrize(("name", "power"), [("linear", 1), ("quadratic", 2)])
def test_weights_count_near_misses_in_part(name, power):
    """By the definitions: Cohen (1968) and Gwet (2014), from the table of two coders."""
    found = measured(ORDERED, Layout("unit", "", ""), Options("ordinal", weights=name))
    pairs = ["11", "12", "22", "33", "31", "23", "33", "11", "21", "22"]
    table = np.zeros((3, 3))
    for one, other in pairs:
        table[int(one) - 1, int(other) - 1] += 0.1
    at = np.arange(3)
    weights = 1 - (np.abs(at[:, None] - at) / 2) ** power
    agreed = (weights * table).sum()
    by_coder = table.sum(1) @ weights @ table.sum(0)
    kappa = (agreed - by_coder) / (1 - by_coder)
    share = (table.sum(0) + table.sum(1)) / 2
    unsure = weights.sum() / 6 * (share * (1 - share)).sum()
    coefficients = found["coefficients"]
    assert coefficients["weighted_kappa"]["value"] == pytest.approx(kappa, abs=1e-12)
    assert coefficients["weighted_conger_kappa"]["value"] == pytest.approx(kappa, abs=1e-12)
    ac2 = (agreed - unsure) / (1 - unsure)
    assert coefficients["gwet_ac2"]["value"] == pytest.approx(ac2, abs=1e-12)
    assert found["pairs"][0]["weighted_kappa"]["value"] == pytest.approx(kappa, abs=1e-12)
    plain = measured(ORDERED, Layout("unit", "", ""), Options("ordinal"))
    assert "gwet_ac2" not in plain["coefficients"]
    assert "weighted_kappa" not in plain["pairs"][0]


def test_weighted_kappa_is_for_two_coders():
    found = measured(WIDE, Layout("unit", "", ""), Options("ordinal", weights="linear"))
    assert "for two coders" in found["coefficients"]["weighted_kappa"]["reason"]
    assert found["coefficients"]["weighted_conger_kappa"]["value"] is not None


def test_a_table_of_distances_stands_in_the_place_of_a_level():
    """The squared difference of numbers is the interval level; and its values are declared."""
    values = [str(at) for at in range(1, 6)]
    at = np.arange(5.0)
    options = Options(distances=Distances(tuple(values), (at[:, None] - at) ** 2), replicates=50)
    own = measured(WIDE, Layout("unit", "", ""), options)
    level = measured(WIDE, Layout("unit", "", ""), Options("interval", replicates=50))
    for part in ("value", "low", "high"):
        assert own["coefficients"]["alpha"][part] == pytest.approx(
            level["coefficients"]["alpha"][part], abs=1e-12
        )
    short = Options(distances=Distances(("1", "2"), np.zeros((2, 2))))
    assert '"3" is not among the declared values (1, 2).' in refusal(
        WIDE, Layout("unit", "", ""), short
    )


@pytest.mark.parametrize(
    ("layout", "options", "message"),
    [
        (AUTO, Options(weights="linear"), "The weights linear need an order of values"),
        (
            Layout("unit", "", "", separator=";"),
            Options(weights="linear"),
            "The weights linear need an order of values",
        ),
        (
            AUTO,
            Options("ordinal", distances=Distances(("1",), np.zeros((1, 1)))),
            "A table of distances says itself how far values differ.",
        ),
        (
            AUTO,
            Options(values=["1"], distances=Distances(("1",), np.zeros((1, 1)))),
            "A table of distances names all values itself.",
        ),
        (Layout("", "", "", groups=("week",), week="unit"), QUICK, "would have one name"),
    ],
)
def test_what_does_not_go_together_is_refused(layout, options, message):
    data = b"unit,week,coder,value\n1,1,A,1\n1,1,B,1\n"
    assert message in refusal(data, layout, options)


def test_groups_of_coders_come_from_a_file_of_their_own():
    options = Options(coder_groups={"A": "old", "B": "old", "C": "new", "D": "new", "Z": "new"})
    found = measured(WIDE, Layout("unit", "", ""), options)["coder_groups"]
    alone = measured(WIDE, Layout("unit", "", "", coders=("A", "B")), QUICK)
    (new, old), (difference,) = found["parts"], found["differences"]
    assert (new["name"], old["name"]) == ("new", "old")
    assert old["alpha"]["value"] == alone["coefficients"]["alpha"]["value"]
    assert difference["alpha"]["value"] == pytest.approx(
        new["alpha"]["value"] - old["alpha"]["value"]
    )
    strangers = Options(coder_groups={"Zoe": "old"})
    assert "None of the coders (A, B, C, D) is in a group." in refusal(
        WIDE, Layout("unit", "", ""), strangers
    )


def test_several_columns_and_weeks_are_compared_at_once():
    lines = [
        f"u{u},{c},{(u + (c == 'B')) % 2 if u % 4 else 1},a{u},o{u % 2},2026-03-{1 + u:02d}"
        for u in range(12)
        for c in "AB"
    ]
    data = "\n".join(["unit,coder,value,article,outlet,at", *lines]).encode()
    layout = Layout("", "", "", "article", groups=("outlet", "article"), week="at")
    found = measured(data, layout)
    assert list(found["by_group"]) == ["outlet", "article", "week"]
    assert found["groups"] == found["by_group"]["outlet"]
    assert [part["name"] for part in found["by_group"]["week"]["parts"]] == [
        "2026-W09", "2026-W10", "2026-W11",
    ]  # fmt: skip
    articles = found["by_group"]["article"]["parts"]
    assert [part["name"] for part in articles] == sorted(f"a{u}" for u in range(12))
    assert articles[0]["alpha"]["reason"] == "undefined: every coder used one value here"
    assert articles[1]["alpha"]["reason"] == "too few articles (1) for an interval"
