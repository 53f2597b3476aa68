"""A table reads the same on a page, in a CSV and in LaTeX."""

import csv
from io import StringIO

import pytest

from annotator.reliability.reporting.table import HOW, Column, Missing, Table, latex, shown

HEADS = (
    Column("code", ""),
    Column("label", "Code"),
    Column("alpha", "Alpha", "figure"),
    Column("limits", "95 % interval", "limits"),
    Column("n_units", "Units", "whole"),
    Column(HOW, "How"),
)
SHEET = Table(
    "codes",
    "Code & code",
    HEADS,
    [
        ("a_b", "50 % _calm_", 1 / 3, (-0.25, 0.75), 1204, "jackknife"),
        ("c", "loud", None, None, 3, "jackknife"),
    ],
    name_at=1,
)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, "–"), ("calm", "calm"), (1204, "1,204"), (0.5, "0.500"), (-0.25, "\u22120.250"),
        (-0.0001, "0.000"), ((0.1, 0.25), "0.100 to 0.250"),
    ],
)  # fmt: skip
def test_a_cell_is_shown_with_three_decimals_and_a_true_minus(cell, text):
    assert shown(cell) == text


def test_a_csv_has_every_digit_and_a_column_for_each_limit():
    first, second = csv.DictReader(StringIO(SHEET.csv().decode()))
    assert list(first) == ["code", "label", "alpha", "low", "high", "n_units", "how"]
    assert float(first["alpha"]) == 1 / 3
    assert (first["low"], first["high"], first["n_units"]) == ("-0.25", "0.75", "1204")
    assert (second["alpha"], second["low"], second["high"]) == ("", "", "")


def test_a_second_interval_has_names_of_its_own_in_a_csv():
    heads = (Column("limits", "", "limits"), Column("difference", "", "limits"))
    assert Table("x", "X", heads, []).csv() == b"low,high,difference_low,difference_high\n"


def test_latex_shows_what_people_read_and_escapes_every_special_sign():
    text = SHEET.latex()
    assert r"\caption{Code \& code; jackknife}" in text
    assert r"\begin{tabular}{lrrr}" in text
    assert r"Code & Alpha & 95 \% interval & Units \\" in text
    assert r"50 \% \_calm\_ & 0.333 & $-$0.250 to 0.750 & 1,204 \\" in text
    assert r"loud & -- & -- & 3 \\" in text
    assert "a_b" not in text


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("a~b^c", r"a\textasciitilde{}b\textasciicircum{}c"),
        ("$1 #2 {3}", r"\$1 \#2 \{3\}"),
        ("two\nlines", "two lines"),
    ],
)
def test_no_sign_means_anything_to_latex(text, escaped):
    assert latex(text) == escaped


def test_what_all_rows_have_in_common_is_said_once():
    assert SHEET.same_how == "jackknife"
    assert [head.label for head, _ in SHEET.visible] == ["Code", "Alpha", "95 % interval", "Units"]
    other = Table("x", "X", HEADS, [*SHEET.rows, ("d", "d", None, None, 1, "too few articles")])
    assert other.same_how == ""
    assert [head.label for head, _ in other.visible][-1] == "How"


def test_the_picture_has_the_named_rows_with_their_limits():
    assert SHEET.drawn == [("50 % _calm_", 1 / 3, -0.25, 0.75), ("loud", None, None, None)]
    assert Table("x", "X", HEADS[:2], [("a", "b")]).drawn == []


def test_a_missing_cell_says_why_on_a_page_and_is_empty_in_a_file():
    columns = (Column("code", "Code"), Column("alpha", "Alpha", "figure"))
    table = Table("codes", "Codes", columns, [("calm", Missing("only one coder"))])
    assert shown(table.rows[0][1]) == "–"
    assert table.csv() == b"code,alpha\ncalm,\n"


def test_a_column_says_how_many_decimals_its_figures_have():
    days = Column("days", "Days", "figure", digits=1)
    assert [days.shown(cell) for cell in (14.26, -0.04, 3, None)] == ["14.3", "0.0", "3", "–"]
    table = Table("gaps", "Gaps", (Column("code", "Code"), days), [("calm", 14.26)])
    assert "calm & 14.3 " in table.latex()
