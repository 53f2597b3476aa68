import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.kinds.raw_values import number_text
from annotator.codebook.kinds.scale import MOST_POINTS, points
from annotator.codebook.rules.names import key_problem
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import said_of
from tests.codebook.strategies import patient

RANGE = """\
key: book
title: A book
questions:
  - key: bias
    kind: scale
    label: How biased?
    low: -1
    high: 1
    low_label: Against
    high_label: In favour
"""


@pytest.mark.parametrize(
    ("ends", "keys", "labels"),
    [
        ((1, 3), "p1 p2 p3", "1 2 3"),
        ((-1, 1), "m1 p0 p1", "-1 0 1"),
        ((0, 1, 0.5), "p0 p0_5 p1", "0 0.5 1"),
        ((0.1, 0.3, 0.1), "p0_1 p0_2 p0_3", "0.1 0.2 0.3"),
        ((-0.0, 20, 10), "p0 p10 p20", "0 10 20"),
    ],
)
def test_points_lie_evenly_between_the_ends(ends, keys, labels):
    made = points(*ends)

    assert [point.key for point in made] == keys.split()
    assert [point.label for point in made] == labels.split()
    assert [number_text(point.value) for point in made] == labels.split()


@patient
@given(st.integers(-50, 50), st.integers(1, MOST_POINTS - 1), st.sampled_from([1, 0.5, 0.1, 3]))
def test_points_rise_and_have_valid_keys_of_their_own(low, steps, step):
    made = points(low, round(low + steps * step, 1), step)
    values = [point.value for point in made]

    assert len(made) == steps + 1
    assert values == sorted(set(values))
    assert len({point.key for point in made}) == len(made)
    assert not any(key_problem(point.key, "", "") for point in made)


def test_a_scale_may_be_given_by_its_ends():
    question = read_book(RANGE).questions[0]

    assert [(point.label, point.value) for point in question.codes] == [
        ("Against", -1),
        ("0", 0),
        ("In favour", 1),
    ]
    assert question.level == "ordinal"


NO_SCALE = [
    (
        "high: 1",
        "high: -1",
        "line 8, column questions[1].high: Steps of 1 do not lead up from -1 to -1. "
        "Choose ends and a step that fit.",
    ),
    (
        "high: 1",
        "high: 1\n    step: 0",
        "line 8, column questions[1].high: Steps of 0 do not lead up from -1 to 1. "
        "Choose ends and a step that fit.",
    ),
    (
        "high: 1",
        "high: 1\n    step: 0.3",
        "line 8, column questions[1].high: Steps of 0.3 do not lead from -1 to exactly 1. "
        "Choose ends and a step that fit.",
    ),
    (
        "high: 1",
        "high: 99",
        "line 8, column questions[1].high: From -1 to 99 there are more than 100 points. "
        "Choose ends and a step that fit.",
    ),
    (
        "high: 1",
        "high: 1e300",
        "line 8, column questions[1].high: From -1 to 1e+300 there are more than 100 points. "
        "Choose ends and a step that fit.",
    ),
    (
        "    low: -1\n",
        "",
        'line 4, column questions[1].low: The scale has no "low". '
        "Give both ends a number and a label.",
    ),
    (
        "    high_label: In favour\n",
        "",
        'line 4, column questions[1].high_label: The scale has no "high_label". '
        "Give both ends a number and a label.",
    ),
    (
        "low: -1",
        "low: minus one",
        'line 7, column questions[1].low: "minus one" was found where a number was expected. '
        "Write digits, with a point before decimals: 2.5.",
    ),
    (
        "low: -1",
        "low: -1\n    codes: [{key: a, label: A, value: 1}, {key: b, label: B, value: 2}]",
        'line 7, column questions[1].low: "low" describes the points of a scale that has no list '
        'of codes. Take "low" out, or write "kind: scale" without codes.',
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), NO_SCALE)
def test_ends_that_make_no_scale_are_refused(old, new, said):
    assert said_of(RANGE, old, new) == said
