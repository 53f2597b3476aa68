import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.sampling.conditions import Condition, meets, read_condition, read_conditions

HARBOUR = {
    "outlet": "Kestle Lantern",
    "date": "2026-02-14",
    "words": "9",
    "text": "The Mayor of Kestle Bay wept.",
    "topic": "culture",
    "rank": "2.5",
}


@pytest.mark.parametrize(
    ("written", "is_met"),
    [
        ("outlet=Kestle Lantern", True),
        ("  outlet = Kestle Lantern  ", True),
        ("outlet=Open Quill|Kestle Lantern", True),
        ("outlet=Kestle", False),
        ("outlet!=Open Quill", True),
        ("outlet!=Open Quill|Kestle Lantern", False),
        ("date>=2026-02-14", True),
        ("date>=2026-02-15", False),
        ("date<=2026-02-14", True),
        ("words>=9", True),
        ("words>=10", False),
        ("words<=8.5", False),
        ("rank<=2.5", True),
        ("topic>=1", False),
        ("topic=culture", True),
        ("text~mayor", True),
        ("text~minister|WEPT", True),
        ("text~minister", False),
        ("section=front page", False),
        ("section!=front page", True),
        ("section=", True),
        ("topic=", False),
    ],
)
def test_a_sentence_meets_a_condition_or_does_not(written, is_met):
    assert meets(HARBOUR, [read_condition(written)]) == is_met


def test_all_conditions_must_be_met():
    both = [read_condition("topic=culture"), read_condition("words>=100")]
    assert meets(HARBOUR, both[:1])
    assert not meets(HARBOUR, both)
    assert meets(HARBOUR, [])


def test_words_as_numbers_and_not_as_texts_are_compared():
    assert meets({"words": "10"}, [read_condition("words>=9")])


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("outlet", "'outlet' is no condition"),
        ("=en", "'=en' is no condition"),
        ("words>5", "'words>5' is no condition"),
        ("words>=many", "which is no number"),
        ("words>=1|2", "which is no number"),
        ("words>=nan", "which is no number"),
        ("date>=February", "which is no date"),
        ("date<=2026-02-30", "which is no date"),
        ("text~", "looks for nothing"),
        ("text~mayor|", "looks for nothing"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(written, said):
    with pytest.raises(Refused, match=said) as refused:
        read_condition(written)
    (problem,) = refused.value.problems
    assert problem.column == "where"
    assert problem.remedy


def test_lines_without_a_condition_are_passed_over_and_the_rest_is_kept_as_it_is_said():
    lines = ["", " language = en ", "outlet=A | B", "   "]
    assert read_conditions(lines) == ("language=en", "outlet=A|B")


plain = st.text(st.characters(categories=["L", "N", "Zs"]), min_size=1).filter(
    lambda text: text == text.strip() and text
)


@given(plain, st.sampled_from(["=", "!=", "~"]), st.lists(plain, min_size=1, max_size=3))
def test_a_condition_is_read_as_it_is_said(column, sign, values):
    condition = Condition(column, sign, tuple(values))
    assert read_condition(condition.written) == condition
