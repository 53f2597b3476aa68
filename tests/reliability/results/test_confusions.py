"""Which answers stand against each other, counted by hand."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.data.long_form import Judgements
from annotator.reliability.results.confusions import (
    Confusion,
    Disputed,
    as_sets,
    confusions,
    disputed,
    swapped_codes,
    with_and_without,
)

UNITS = [["a", "a", "b"], ["a", "b", None], ["c", "b", "b"], ["c", "c", "c"], [None, "a", None]]


def test_pairs_of_judgements_and_units_are_counted(data_of):
    assert confusions(data_of(UNITS)) == [
        # Two pairs in the first unit and one in the second.
        Confusion("a", "b", 2, 3),
        Confusion("b", "c", 1, 2),
    ]


def test_where_all_agree_nothing_stands_against_anything(data_of):
    assert confusions(data_of([["a", "a"], ["b", "b"]])) == []


def test_of_too_many_values_no_list_is_made(data_of):
    units = [[str(2 * at), str(2 * at + 1)] for at in range(51)]
    assert confusions(data_of(units)) == []


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3)))
def test_every_pair_is_counted_as_by_hand(data_of, units):
    by_hand = {}
    for values in units:
        said = sorted(value for value in values if value)
        for pair in combinations(said, 2):
            if pair[0] != pair[1]:
                by_hand[pair] = by_hand.get(pair, 0) + 1
    if any(value for values in units for value in values):
        found = {(each.one, each.other): each.n_pairs for each in confusions(data_of(units))}
        assert found == by_hand


def codes_of(sets):
    """The rows of each code from units by coders, each a text of codes."""
    cells = [
        (f"u{at}", f"C{coder}", said)
        for at, row in enumerate(sets)
        for coder, said in enumerate(row)
    ]
    unit, coder, said = zip(*cells, strict=True)
    return {
        code: Judgements(unit, coder, ["1" if code in each else "0" for each in said])
        for code in "xyz"
    }


def test_a_swap_needs_one_code_of_each_coder_that_the_other_did_not_give():
    rows = codes_of([["x", "y", "xy"], ["x", "", "x"], ["xz", "yz", "z"]])
    # Who gave both, or neither, swapped_codes nothing.
    assert swapped_codes(rows) == [Confusion("x", "y", 2, 2)]
    assert swapped_codes({}) == []


def test_sets_are_the_keys_of_the_codes_that_were_given():
    rows = as_sets(codes_of([["x", "yz", ""]]))
    assert list(rows.value) == ["x", "y,z", "none"]
    assert with_and_without(rows.value, "y", "x") == ["y,z"]
    assert with_and_without(["xx"], "x", "y") == []


@pytest.mark.parametrize(
    ("between", "units"),
    [
        (None, ["u0000", "u0001", "u0002"]),
        ((["b"], ["c"]), ["u0002"]),
        ((["c"], ["b"]), ["u0002"]),
        ((["a"], ["c"]), []),
        ((["b"], ["b"]), []),
        ((["b"], []), []),
        (([], []), []),
        ((["a", "c"], ["b"]), ["u0000", "u0001", "u0002"]),
    ],
)
def test_the_disputed_units_are_those_with_these_answers(rows_of, between, units):
    found = disputed(rows_of(UNITS), between)
    assert [each.unit for each in found] == units


def test_a_disputed_unit_names_every_coder_with_an_answer(rows_of):
    assert disputed(rows_of(UNITS))[1] == Disputed("u0001", (("C00", "a"), ("C01", "b")))


def test_two_answers_of_one_kind_are_not_one_of_each(rows_of):
    rows = rows_of([["a", "c", None], ["a", "b", None]])
    assert [each.unit for each in disputed(rows, (["a", "c"], ["b"]))] == ["u0001"]


def test_disputed_units_and_their_coders_come_by_name_however_the_rows_came(rows_of):
    rows = rows_of(UNITS)
    assert disputed(rows.where(range(len(rows))[::-1])) == disputed(rows)
