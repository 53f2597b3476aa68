"""What is left out of agreement, and what may be asked for, by name."""

import pytest

from annotator.coding.exclusions import ASKABLE, NOTHING, Exclusion, in_order, in_words, included
from annotator.errors import NotFound


def test_names_come_in_one_order_however_they_were_given():
    assert in_order(included(["late", "withdrawn", "late"])) == ["withdrawn", "late"]
    assert included([]) == NOTHING


@pytest.mark.parametrize("name", ["skips", "lat", ""])
def test_what_can_not_be_counted_is_refused_with_what_can(name):
    with pytest.raises(NotFound, match=f'no "{name}" to be counted as well; there are: withdrawn'):
        included(["late", name])


def test_everything_but_skips_may_be_asked_for():
    assert {*Exclusion} - {*ASKABLE} == {Exclusion.SKIPS}


def test_what_is_to_be_known_of_it_is_said_with_it():
    assert in_words([Exclusion.LATE, Exclusion.REPEATS]) == (
        "late: after the round was closed; hidden repeats, in place of what the coder said first"
    )
