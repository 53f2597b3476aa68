import pytest

from annotator.web.filters import counted, figure, hours, share


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (0.743, 3, ".743"),
        (0.7436, 3, ".744"),
        (0.5, 2, ".50"),
        (-0.024, 3, "-.024"),
        (-0.0004, 3, ".000"),
        (0.0, 3, ".000"),
        (-0.0, 3, ".000"),
        (1.0, 3, "1.000"),
        (0.9999, 3, "1.000"),
        (-0.9999, 3, "-1.000"),
        (-1.0, 2, "-1.00"),
        (12.5, 1, "12.5"),
        (10.06, 1, "10.1"),
        (None, 3, "–"),
    ],
)
def test_a_coefficient_is_written_as_journals_print_it(value, digits, text):
    assert figure(value, digits) == text


def test_a_coefficient_has_three_digits_unless_others_are_asked_for():
    assert figure(2 / 3) == ".667"


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
def test_a_time_is_said_as_people_say_it(seconds, text):
    assert hours(seconds) == text


def test_pages_have_the_filters_by_their_names(app):
    template = app.jinja_env.from_string(
        "{{ 1 | counted('unit') }}, {{ 0.5 | figure }}, {{ 1 | share(2) }}"
    )
    assert template.render() == "1 unit, .500, 50 %"
