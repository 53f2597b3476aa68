import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.studies.names import check_slug, draw_pseudonym, slug_of
from tests.sizes import scaled

QUICK = settings(max_examples=scaled(25, full=250))


def drawn(many, seed):
    chance, names = random.Random(seed), []
    for _ in range(many):
        names.append(draw_pseudonym(names, chance))
    return names


@QUICK
@given(st.integers(0, 150), st.integers())
def test_any_number_of_members_gets_pseudonyms_of_their_own(many, seed):
    assert len(set(drawn(many, seed))) == many


@QUICK
@given(st.integers(10, 60), st.integers())
def test_pseudonyms_do_not_tell_in_which_order_people_joined(many, seed):
    names = drawn(many, seed)
    assert names != sorted(names)
    assert names != drawn(many, seed + 1)


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
