import pytest

from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import reliability_data


def rows(*cells, articles=()):
    """Rows from words such as ``"u1 A yes"``, standing in lines 2 and on of f.csv."""
    unit, coder, value = zip(*(cell.split(" ") for cell in cells), strict=True)
    return Judgements(unit, coder, value, articles, range(2, len(cells) + 2), "f.csv")


def test_judgements_become_places_in_sorted_names():
    data = reliability_data(rows("u2 B yes", "u1 A no", "u2 A yes", "u1 B no"))
    assert data.units == ("u1", "u2")
    assert data.coders == ("A", "B")
    assert data.scale.values == ("no", "yes")
    assert data.unit.tolist() == [1, 0, 1, 0]
    assert data.coder.tolist() == [1, 0, 0, 1]
    assert data.value.tolist() == [1, 0, 1, 0]
    assert data.clusters == ()
    assert data.cluster.size == 0


def test_each_unit_knows_its_article():
    data = reliability_data(rows("u2 B x", "u1 A x", "u2 A x", articles=["q", "p", "q"]))
    assert data.clusters == ("p", "q")
    assert data.cluster.tolist() == [0, 1]


def test_no_judgements_are_no_error():
    data = reliability_data(Judgements([], [], []))
    assert data.units == data.coders == data.scale.values == ()


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        (
            rows("u1 A x", "u1 B x", "u1 A y"),
            "f.csv, line 4, column unit: A has judged u1 already in line 2; one judgement per "
            "coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.",
        ),
        (
            rows("u1 A x", "u1 A x", "u1 A x"),
            "f.csv, line 3, column unit: A has judged u1 already in line 2; one judgement per "
            "coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.\n"
            "f.csv, line 4, column unit: A has judged u1 already in line 3; one judgement per "
            "coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.",
        ),
        (
            rows("u1 A x", "u1 B x", articles=["p", "q"]),
            "f.csv, line 3, column article: u1 is in q here and in p in line 2; a unit stands in "
            "one article. Give the unit one article, or units of different articles different "
            "names.",
        ),
        (
            rows("u1 A x", " B x"),
            "f.csv, line 3, column unit: This cell is empty; a name is expected. Fill it in.",
        ),
        (
            rows("u1 A x", "u2  x"),
            "f.csv, line 3, column coder: This cell is empty; a name is expected. Fill it in.",
        ),
        (
            rows("u1 A x", "u2 A x", articles=["p", ""]),
            "f.csv, line 3, column article: This cell is empty; a name is expected. Fill it in.",
        ),
    ],
    ids=["twice", "three times", "two articles", "no unit", "no coder", "no article"],
)
def test_rows_that_contradict_each_other_are_refused_by_line(found, problem):
    with pytest.raises(Refused) as refused:
        reliability_data(found)
    assert str(refused.value) == problem


def test_problems_are_named_in_the_order_of_the_file():
    with pytest.raises(Refused) as refused:
        reliability_data(rows("u9 A x", "u1 A x", "u9 A x", "u1 A x"))
    assert [problem.line for problem in refused.value.problems] == [4, 5]
