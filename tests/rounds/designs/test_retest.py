"""The design retest as a pure plan."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.controls.slots import Gap, ordinary, slots
from annotator.rounds.designs.design import Basis, Coder
from annotator.rounds.designs.retest import Retest
from annotator.rounds.sampling.sample import Candidate

NOW = datetime(2026, 5, 20, tzinfo=UTC)


def coded(**days):
    """When each coder coded the sentences 0, 1, ... so many days ago."""
    return {
        coder: {at: NOW - timedelta(days=ago) for at, ago in enumerate(each)}
        for coder, each in days.items()
    }


def taken(earlier, share=0.5, after=14, seed=1):
    return Retest(1, share, after).recoded(earlier, NOW, seed)


def test_each_coder_codes_a_share_of_what_is_old_enough_again():
    sentences = taken(coded(C01=[20] * 10 + [3] * 10, C02=[15] * 4))
    assert len(sentences["C01"]) == 5
    assert set(sentences["C01"]) <= set(range(10))
    assert len(sentences["C02"]) == 2


def test_a_coder_with_little_gets_one_and_one_without_gets_none():
    sentences = taken(coded(C01=[20], C02=[3]), share=0.1)
    assert sentences == {"C01": [0], "C02": []}


def test_a_coders_draw_depends_on_no_other():
    alone = taken(coded(C01=[20] * 30))
    assert taken(coded(C01=[20] * 30, C02=[40] * 9))["C01"] == alone["C01"]
    assert taken(coded(C01=[20] * 30), seed=2) != alone


def test_if_nothing_is_old_enough_it_is_said_when_something_will_be():
    with pytest.raises(Refused, match="is old enough") as refused:
        taken(coded(C01=[10, 3]))
    assert refused.value.problems[0].remedy.startswith("Wait 4 days")
    with pytest.raises(Refused, match="coded anything in that round"):
        taken({"C01": {}})


def test_blocks_name_the_coders_of_each_sentence():
    sentences = [Candidate(sentence, 1) for sentence in (7, 8, 9)]
    coders = [Coder("C01", 1), Coder("C02", 2)]
    basis = Basis(sentences, coders, recoded={"C01": [7, 9], "C02": [9]})
    assert Retest(1, 0.5).blocks(basis) == [(0,), (), (0, 1)]


@given(st.integers(0, 30), st.integers(0, 200), st.integers(0, 2**31 - 1))
def test_hidden_and_ordinary_sentences_fill_all_numbers(hidden, among, seed):
    numbers = slots(hidden, among, seed)
    assert sorted([*numbers, *ordinary(numbers, among)]) == list(range(1, hidden + among + 1))
    assert not among or 1 not in numbers


@given(st.floats(1, 100), st.integers(0, 1000), st.integers(1, 1000))
def test_the_next_repeat_is_always_further_on(mean, seed, number):
    gap = Gap(mean, seed)
    assert number < gap.after(number) <= number + 2 * mean
    assert gap.after(number) == gap.after(number)
