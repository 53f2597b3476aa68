import pytest

from annotator.wording import agreeing, counted, duration, figure, share


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.743, 3, "0.743"),
        (0.7436, 3, "0.744"),
        (-0.024, 3, "−0.024"),
        (-0.0004, 3, "0.000"),
        (-0.0, 3, "0.000"),
        (1.0, 3, "1.000"),
        (1234.56, 1, "1,234.6"),
    ],
)
def test_a_figure_has_a_true_minus_and_no_negative_zero(value, digits, text):
    assert figure(value, digits) == text


def test_a_figure_has_three_digits_unless_others_are_asked_for():
    assert figure(2 / 3) == "0.667"


@pytest.mark.parametrize(("number", "verb"), [(0, "are"), (1, "is"), (2, "are")])
def test_a_verb_agrees_with_a_number(number, verb):
    assert agreeing(number, "is", "are") == verb


@pytest.mark.parametrize(
    ("number", "words", "text"),
    [
        (0, ("sentence",), "0 sentences"),
        (1, ("sentence",), "1 sentence"),
        (2, ("sentence",), "2 sentences"),
        (1_204, ("sentence",), "1,204 sentences"),
        (1, ("study", "studies"), "1 study"),
        (3, ("study", "studies"), "3 studies"),
    ],
)
def test_a_number_stands_with_its_noun(number, words, text):
    assert counted(number, *words) == text


@pytest.mark.parametrize(
    ("part", "whole", "text"),
    [
        (0, 0, "–"),
        (0, 10, "0 %"),
        (1, 3, "33 %"),
        (2, 3, "66 %"),
        (1, 1_000, "1 %"),
        (999, 1_000, "99 %"),
        (99_999, 100_000, "99 %"),
        (10, 10, "100 %"),
    ],
)
def test_a_share_is_never_all_before_the_end_and_never_nothing_after_the_start(part, whole, text):
    assert share(part, whole) == text


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0 minutes"),
        (29, "0 minutes"),
        (60, "1 minute"),
        (25 * 60, "25 minutes"),
        (59.4 * 60, "59 minutes"),
        (60 * 60, "1.0 hours"),
        (15_120, "4.2 hours"),
    ],
)
def test_a_time_is_written_as_people_say_it(seconds, text):
    assert duration(seconds) == text
