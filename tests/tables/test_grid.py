import pytest

from annotator.errors import Problem, Refused
from annotator.tables.grid import named, refuse_any


def test_columns_are_trimmed_and_one_without_a_name_gets_its_number() -> None:
    assert named(("", " text ", " ")) == ("column 1", "text", "column 3")


def test_no_problem_is_no_refusal() -> None:
    refuse_any([])


@pytest.mark.parametrize(
    ("count", "last"),
    [
        (1, "problem 0"),
        (20, "problem 19"),
        (21, "And 1 more problem."),
        (57, "And 37 more problems."),
    ],
)
def test_twenty_problems_are_shown_in_order_and_the_others_counted(count: int, last: str) -> None:
    problems = [Problem(f"problem {n}", "a.csv", n + 2) for n in reversed(range(count))]
    with pytest.raises(Refused) as refused:
        refuse_any(problems)
    messages = [problem.message for problem in refused.value.problems]
    assert messages[:20] == [f"problem {n}" for n in range(min(count, 20))]
    assert messages[-1] == last
    assert len(messages) <= 21
