from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.rounds.sampling.sample import (
    SAMPLES,
    Candidate,
    Sampling,
    Share,
    level,
    probabilities,
    proportional,
    sample,
    shares,
)

#: Three articles of two outlets: 6 and 3 sentences of the Ledger, 3 of the Post.
CORPUS = [
    *(Candidate(n, 1, "Ledger", "Opening") for n in range(6)),
    *(Candidate(n, 2, "Ledger", "Closing") for n in range(6, 9)),
    *(Candidate(n, 3, "Post", "Opening") for n in range(9, 12)),
]

corpora = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from("AB"), st.sampled_from("xyz")), min_size=1
).map(lambda rows: [Candidate(at, *row) for at, row in enumerate(rows)])


@given(corpora, st.sampled_from(list(SAMPLES)), st.data())
def test_a_sample_has_different_sentences_in_their_order_and_comes_again_from_its_seed(
    candidates, method, data
):
    n, seed = data.draw(st.integers(1, len(candidates))), data.draw(st.integers(0, 9))
    taken = sample(candidates, Sampling(method, n, "outlet"), seed)
    assert taken == sample(candidates, Sampling(method, n, "outlet"), seed)
    positions = [candidates.index(each) for each in taken]
    assert positions == sorted(set(positions))
    if method in ("random", "stratified", "equal"):
        assert len(taken) == n


def test_another_seed_draws_another_sample():
    drawn = {tuple(sample(CORPUS, Sampling("random", 4), seed)) for seed in range(20)}
    assert len(drawn) > 10


def test_a_stratified_sample_has_the_shares_of_the_corpus():
    taken = sample(CORPUS, Sampling("stratified", 4, "outlet"))
    assert Counter(each.outlet for each in taken) == {"Ledger": 3, "Post": 1}
    taken = sample(CORPUS, Sampling("stratified", 8, "event"))
    assert Counter(each.event for each in taken) == {"Opening": 6, "Closing": 2}


def test_an_equal_sample_has_as_many_of_each_outlet_or_all_that_there_are():
    taken = sample(CORPUS, Sampling("equal", 4, "outlet"))
    assert Counter(each.outlet for each in taken) == {"Ledger": 2, "Post": 2}
    taken = sample(CORPUS, Sampling("equal", 10, "outlet"))
    assert Counter(each.outlet for each in taken) == {"Ledger": 7, "Post": 3}


@pytest.mark.parametrize("seed", range(10))
def test_whole_articles_are_taken_whole_as_long_as_they_fit(seed):
    taken = sample(CORPUS, Sampling("articles", 9), seed)
    sizes = Counter(each.article for each in taken)
    assert all(size == {1: 6, 2: 3, 3: 3}[article] for article, size in sizes.items())
    assert len(taken) in (6, 9)


def test_one_article_is_taken_even_if_it_is_longer():
    assert len(sample(CORPUS[:6], Sampling("articles", 2))) == 6


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8), st.data())
def test_parts_add_up_and_are_within_one_of_their_share(sizes, data):
    n = data.draw(st.integers(1, sum(sizes)))
    parts = proportional(sizes, n)
    assert sum(parts) == n
    exact = [size * n / sum(sizes) for size in sizes]
    assert all(abs(part - share) < 1 for part, share in zip(parts, exact, strict=True))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=8), st.data())
def test_a_level_is_the_same_for_all_that_reach_it(sizes, data):
    n = data.draw(st.integers(0, sum(sizes)))
    parts = level(sizes, n)
    assert sum(parts) == n
    highest = max(parts)
    assert all(p in (s, highest, highest - 1) for p, s in zip(parts, sizes, strict=True))


def test_the_balance_says_how_much_of_each_there_was_and_was_taken():
    taken = sample(CORPUS, Sampling("equal", 4, "outlet"))
    assert shares(CORPUS, taken, "outlet") == [Share("Ledger", 9, 2), Share("Post", 3, 2)]


@pytest.mark.parametrize(
    ("method", "n", "stratum", "message"),
    [
        ("some", 3, "outlet", "There is no sample 'some'"),
        ("random", 13, "outlet", "A sample of 13 sentences can not be drawn from 12"),
        ("random", 0, "outlet", "Give a number from 1 to 12"),
        ("stratified", 3, "author", "There is no stratum 'author'"),
    ],
)
def test_what_can_not_be_drawn_is_refused_with_what_can(method, n, stratum, message):
    with pytest.raises(Refused, match=message):
        sample(CORPUS, Sampling(method, n, stratum))


@given(corpora, st.sampled_from([each for each in SAMPLES if each != "articles"]), st.data())
def test_the_probabilities_of_a_sample_add_up_to_its_size(candidates, method, data):
    n = data.draw(st.integers(1, len(candidates)))
    found = probabilities(candidates, Sampling(method, n))
    assert set(found) == {each.sentence for each in candidates}
    assert sum(found.values()) == pytest.approx(len(candidates) if method == "all" else n)
    drawn = {each.sentence for each in sample(candidates, Sampling(method, n))}
    assert drawn == {row for row in drawn if 0 < found[row] <= 1}


def test_sentences_of_a_larger_part_are_drawn_with_another_probability():
    found = probabilities(CORPUS, Sampling("equal", 4))
    assert (found[0], found[8], found[9]) == pytest.approx((2 / 9, 2 / 9, 2 / 3))


@pytest.mark.parametrize("method", ["random", "stratified", "equal"])
def test_a_sentence_is_drawn_as_often_as_its_probability_says(method):
    found, seeds = probabilities(CORPUS, Sampling(method, 4)), range(4000)
    drawn = Counter(
        each.sentence for seed in seeds for each in sample(CORPUS, Sampling(method, 4), seed)
    )
    for sentence, probability in found.items():
        assert drawn[sentence] / len(seeds) == pytest.approx(probability, abs=0.04)


def test_of_whole_articles_nobody_knows_the_probability():
    assert probabilities(CORPUS, Sampling("articles", 4)) == {}
