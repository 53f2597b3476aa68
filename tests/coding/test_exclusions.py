"""What is left out of agreement, and what may be asked for, by name."""

import pytest

from annotator.coding.exclusions import ASKABLE, NOTHING, LeftOut, also, in_order, in_words
from annotator.errors import NotFound


def test_names_come_in_one_order_however_they_were_given():
    assert in_order(also(["late", "withdrawn", "late"])) == ["withdrawn", "late"]
    assert also([]) == NOTHING


@pytest.mark.parametrize("name", ["skips", "lat", ""])
def test_what_can_not_be_counted_is_refused_with_what_can(name):
    with pytest.raises(NotFound, match=f'no "{name}" to be counted as well; there are: withdrawn'):
        also(["late", name])


def test_everything_but_skips_may_be_asked_for():
    assert {*LeftOut} - {*ASKABLE} == {LeftOut.SKIPS}


def test_what_is_to_be_known_of_it_is_said_with_it():
    assert in_words([LeftOut.LATE, LeftOut.REPEATS]) == (
        "late: after the round was closed; hidden repeats, in place of what the coder said first"
    )
