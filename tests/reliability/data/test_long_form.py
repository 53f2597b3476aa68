import pytest

from annotator.errors import Refused
from annotator.reliability.data.long_form import Judgements


def test_a_row_without_a_file_is_known_by_its_number():
    rows = Judgements(["u1", "u2"], ["A", "A"], ["x", "x"])
    assert str(rows.problem(1, "value", "Odd.", "Mend it.")) == (
        "line 2, column value: Odd. Mend it."
    )


def test_a_row_of_a_file_is_known_by_file_line_and_column():
    rows = Judgements(
        ["u1"], ["A"], ["x"], lines=[7], file="f.csv", columns=("s", "who", "tag", "text")
    )
    assert str(rows.problem(0, "coder", "Odd.", "Mend it.")) == (
        "f.csv, line 7, column who: Odd. Mend it."
    )


def test_only_the_first_problems_are_named_and_the_others_counted():
    rows = Judgements(["u"] * 9, ["A"] * 9, ["x"] * 9, file="f.csv")
    with pytest.raises(Refused) as refused:
        rows.refuse(rows.problem(at, "value", "Odd.", "Mend it.") for at in range(9))
    assert len(refused.value.problems) == 6
    assert str(refused.value).endswith("f.csv: 4 more lines have the same problem.")


def test_no_problem_is_no_refusal():
    Judgements([], [], []).refuse([])
