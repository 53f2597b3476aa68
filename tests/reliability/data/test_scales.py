import pytest

from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.scales import MOST_RATIO_VALUES, code_values, number


def rows(*values):
    units = [f"u{at}" for at in range(len(values))]
    return Judgements(units, ["A"] * len(values), values, file="f.csv")


@pytest.mark.parametrize(
    ("level", "given", "declared", "values"),
    [
        ("nominal", ["b", "a", "b"], None, ("a", "b")),
        ("nominal", ["10", "9", "1"], None, ("1", "9", "10")),
        ("nominal", ["10", "9", "x"], None, ("10", "9", "x")),
        ("nominal", ["1", "1.0"], None, ("1", "1.0")),
        ("nominal", ["b"], ["c", "b", "a"], ("c", "b", "a")),
        ("ordinal", ["10", "9", "1"], None, ("1", "9", "10")),
        ("ordinal", ["high"], ["low", "high"], ("low", "high")),
        ("interval", ["-1", "2.5", "0"], None, ("-1", "0", "2.5")),
        ("interval", ["1.0", "1", "2"], None, ("1", "2")),
        ("interval", ["01", "1", "2"], None, ("1", "2")),
        ("interval", ["1.0"], ["3", "1"], ("3", "1")),
        ("ratio", ["0", "2e3"], None, ("0", "2e3")),
    ],
)
def test_the_values_are_in_order(level, given, declared, values):
    scale, codes = code_values(rows(*given), level, declared)
    assert scale.values == values
    same = float if level in {"interval", "ratio"} else str
    assert [same(values[code]) for code in codes] == [same(value) for value in given]


@pytest.mark.parametrize(
    ("level", "given", "declared", "problem"),
    [
        (
            "nominal",
            ["a", "c"],
            ["a", "b"],
            'f.csv, line 2, column value: "c" is not among the declared values (a, b). '
            "Correct it or declare it too.",
        ),
        (
            "nominal",
            ["a", ""],
            None,
            'f.csv, line 2, column value: "" is empty; a judgement has a value. '
            "Leave out rows without a value.",
        ),
        (
            "interval",
            ["1", "two"],
            None,
            'f.csv, line 2, column value: "two" is not a number, and the interval level needs '
            "numbers. Write numbers with a point, such as 2.5, or choose the nominal level.",
        ),
        (
            "ordinal",
            ["low", "high"],
            None,
            'f.csv, line 1, column value: "low" is not a number, and the ordinal level needs an '
            "order of values. Declare the values in their order, such as low,middle,high.\n"
            'f.csv, line 2, column value: "high" is not a number, and the ordinal level needs an '
            "order of values. Declare the values in their order, such as low,middle,high.",
        ),
        (
            "ratio",
            ["1", "-2"],
            None,
            'f.csv, line 2, column value: "-2" is negative; the ratio level counts from zero. '
            "Choose the interval level.",
        ),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_line(level, given, declared, problem):
    with pytest.raises(Refused) as refused:
        code_values(rows(*given), level, declared)
    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("level", "declared", "problem"),
    [
        ("nominal", [], "The declared values do not fit: there are none."),
        ("nominal", ["a", ""], 'The declared values do not fit: "" is empty'),
        ("nominal", ["a", "b", "a"], 'The declared values do not fit: "a" and "a" are one value.'),
        ("interval", ["1", "1.0"], 'The declared values do not fit: "1" and "1.0" are one value.'),
        ("interval", ["1", "x"], 'The declared values do not fit: "x" is not a number'),
        ("ratio", ["-1", "1"], 'The declared values do not fit: "-1" is negative'),
    ],
)
def test_declared_values_that_are_no_scale_are_refused(level, declared, problem):
    with pytest.raises(Refused) as refused:
        code_values(rows("1"), level, declared)
    assert str(refused.value).startswith(problem)


def test_a_long_list_of_declared_values_is_cut_short():
    with pytest.raises(Refused, match=r"\(v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, \.\.\.\)"):
        code_values(rows("x"), "nominal", [f"v{at}" for at in range(11)])


def test_the_ratio_level_refuses_more_values_than_its_distances_can_hold():
    many = [str(at) for at in range(MOST_RATIO_VALUES + 1)]
    assert len(code_values(rows(*many[1:]), "ratio")[0].values) == MOST_RATIO_VALUES
    with pytest.raises(Refused, match="3,001 different values; the ratio level takes 3,000"):
        code_values(rows(*many), "ratio")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("2", 2.0),
        ("-2.50", -2.5),
        ("1e3", 1000.0),
        ("nan", None),
        ("inf", None),
        ("1e101", None),
        ("1_000", None),
        ("2,5", None),
        ("", None),
        ("two", None),
    ],
)
def test_only_plain_finite_numbers_are_numbers(label, expected):
    assert number(label) == expected
