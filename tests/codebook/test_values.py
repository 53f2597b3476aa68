import pytest

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.raw_values import number_cell
from annotator.codebook.kinds.variable import Value
from annotator.codebook.values import values, variables
from annotator.codebook.yaml_file.read import read_book
from tests.factories import BOOK

SMALL = variables(read_book(BOOK))


def given(question, *codes, **rest):
    return Answer(question, "given", codes, **rest)


def test_a_variable_is_a_question_or_a_code_of_a_question_of_kind_many():
    assert [(v.key, v.level, v.values) for v in SMALL] == [
        ("frames.staged", "nominal", ("0", "1")),
        ("frames.moving", "nominal", ("0", "1")),
        ("tone", "nominal", ("calm", "loud")),
        ("strength", "ordinal", ("1", "2", "3")),
        ("names", "interval", ()),
        ("remark", None, ()),
    ]


def test_every_code_of_many_is_said_to_apply_or_not():
    found = values([given("frames", "staged"), given("tone", "calm")], SMALL)
    assert found[:3] == [Value("1", "given"), Value("0", "given"), Value("calm", "given")]


def test_that_no_code_applies_is_a_zero_for_each_and_says_none():
    assert values([Answer("frames", "none")], SMALL)[:2] == [Value("0", "none")] * 2


def test_not_applicable_is_no_value_for_any_kind():
    questions = ("frames", "tone", "strength", "names", "remark")
    answers = [Answer(question, "not_applicable") for question in questions]
    assert values(answers, SMALL) == [Value("", "not_applicable")] * 6


def test_an_optional_question_left_empty_is_none_without_a_value():
    assert (
        values([Answer("names", "none"), Answer("remark", "none")], SMALL)[4:]
        == [Value("", "none")] * 2
    )


def test_numbers_and_texts_stand_as_they_were_given():
    found = values(
        [
            given("strength", "middle", number=2.0),
            given("names", number=1234567.5),
            given("remark", text="none"),
        ],
        SMALL,
    )
    assert [value.value for value in found[3:]] == ["2", "1234567.5", "none"]


@pytest.mark.parametrize(
    ("value", "cell"),
    [(3.0, "3"), (2.5, "2.5"), (0.1, "0.1"), (1234567.0, "1234567"), (-0.25, "-0.25"), (0.0, "0")],
)
def test_a_number_is_as_short_as_it_can_be(value, cell):
    assert number_cell(value) == cell
    assert float(cell) == value


def test_the_code_that_weighs_most_is_told_where_it_was_asked_for():
    both = given("frames", "staged", "moving", primary="staged")
    assert values([both], SMALL)[:2] == [Value("1", "given", "1"), Value("1", "given", "0")]
    alone = given("frames", "moving", primary="moving")
    assert values([alone], SMALL)[:2] == [Value("0", "given", "0"), Value("1", "given", "1")]
    unasked = both._replace(primary=None)
    assert values([unasked], SMALL)[:2] == [Value("1", "given"), Value("1", "given")]
