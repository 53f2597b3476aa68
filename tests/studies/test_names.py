import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.studies.names import check_slug, draw_pseudonym, slug_of


@given(st.integers(0, 600), st.integers())
def test_any_number_of_members_gets_pseudonyms_of_their_own(many, seed):
    chance, taken = random.Random(seed), set()
    for _ in range(many):
        drawn = draw_pseudonym(taken, chance)
        assert drawn not in taken
        taken.add(drawn)


@given(st.integers(2, 60), st.integers())
def test_pseudonyms_do_not_tell_in_which_order_people_joined(many, seed):
    """They depend on chance alone: with other chance, another order."""
    orders = []
    for chance in (random.Random(f"{seed} a"), random.Random(f"{seed} b")):
        drawn: list[str] = []
        for _ in range(many):
            drawn.append(draw_pseudonym(drawn, chance))
        orders.append(drawn)
    assert many < 10 or orders[0] != orders[1]
    assert many < 10 or sorted(orders[0]) != orders[0]


def test_every_free_pseudonym_can_be_drawn():
    drawn = {draw_pseudonym((), random.Random(seed)) for seed in range(3000)}
    assert drawn == {f"C{number:02d}" for number in range(1, 100)}


def test_digits_are_added_before_half_of_the_numbers_is_given_away():
    taken = {f"C{number:02d}" for number in range(1, 51)}
    assert len(draw_pseudonym(taken, random.Random(1))) == 4
    assert len(draw_pseudonym(taken - {"C01"}, random.Random(1))) == 3


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Staged meetings", "staged-meetings"),
        ("  Über: Nähe & Distanz! ", "uber-nahe-distanz"),
        ("Бричка", "study"),
        ("!!!", "study"),
        ("a" * 59 + " b", "a" * 59),
    ],
)
def test_a_slug_is_made_from_the_title(title, slug):
    assert slug_of(title) == slug


@given(st.text())
def test_whatever_the_title_its_slug_can_stand_in_an_address(title):
    assert check_slug(slug_of(title)) == slug_of(title)


@pytest.mark.parametrize("slug", ["", "A", "a b", "-a", "a-", "a--b", "a/b", "ä", "a" * 61, "a\n"])
def test_what_can_not_be_a_short_name_is_refused(slug):
    with pytest.raises(Refused, match="can not be the short name"):
        check_slug(slug)
