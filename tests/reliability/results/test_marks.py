import krippendorff
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.reliability.data.reliability_data import reliability_data
from annotator.reliability.results.marks import MarkedSentence, mean_f1, span_f1, token_judgements
from annotator.reliability.results.measure import measure
from annotator.reliability.uncertainty.resampling import Resampling

# "The minister staged another visit": five words.
WORDS = [(0, 3), (4, 12), (13, 19), (20, 27), (28, 33)]


def marked(coder, *spans, sentence="s1", article=""):
    return MarkedSentence(sentence, coder, WORDS, spans, article)


def test_a_word_is_marked_if_a_span_covers_any_of_it():
    rows = token_judgements([marked("A", (13, 27)), marked("B", (15, 16), (30, 33)), marked("C")])
    assert "".join(rows.value) == "00110" + "00101" + "00000"
    assert set(rows.cluster) == {"s1"}


def test_touching_ends_do_not_overlap():
    assert "".join(token_judgements([marked("A", (12, 13)), marked("B", (3, 4))]).value) == "0" * 10


def test_token_alpha_is_alpha_over_the_words_of_all_sentences():
    given_ = [
        marked(coder, *spans, sentence=f"s{at}", article=f"a{at // 2}")
        for at, both in enumerate(
            [([(0, 12)], [(4, 12)]), ([], []), ([(13, 33)], [(13, 33)]), ([(0, 3)], [])]
        )
        for coder, spans in zip("AB", both, strict=True)
    ]
    rows = token_judgements(given_)
    found = measure(reliability_data(rows, values=["0", "1"]), resampling=Resampling(50))
    matrix = np.array(
        [
            [float(v) for v, c in zip(rows.value, rows.coder, strict=True) if c == name]
            for name in "AB"
        ]
    )
    expected = krippendorff.alpha(matrix, level_of_measurement="nominal")
    assert found.coefficients["alpha"].value == pytest.approx(expected, abs=1e-12)
    assert found.n_units == 20
    # Words are never drawn alone: two articles are too few.
    assert found.coefficients["alpha"].reason == "too few articles (2) for an interval"


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        # One span of two alike: 2 * 1 / 4.
        ("exact", 0.5),
        # (13, 19) and (13, 27) touch as well: 2 * 2 / 4.
        ("overlap", 1.0),
        # Words 0 and 2 against words 0, 2 and 3: 2 * 2 / 5.
        ("token", 0.8),
    ],
)
def test_f1_counts_hits_of_two_coders_against_their_spans(match, expected):
    (pair,) = span_f1([marked("A", (0, 3), (13, 19)), marked("B", (0, 3), (13, 27))], match)
    assert pair.f1 == pytest.approx(expected)
    assert pair.coders == ("A", "B")
    assert pair.n_spans == ((2, 3) if match == "token" else (2, 2))


def test_a_span_hits_one_span_only():
    (pair,) = span_f1([marked("A", (0, 33)), marked("B", (0, 3), (4, 12), (28, 33))], "overlap")
    assert pair.f1 == pytest.approx(2 * 1 / 4)


def test_only_sentences_that_both_saw_count():
    given_ = [marked("A", (0, 3)), marked("A", (0, 3), sentence="s2"), marked("B", (0, 3))]
    (pair,) = span_f1(given_)
    assert (pair.n_sentences, pair.f1) == (1, 1)


def test_f1_is_undefined_in_words_where_nothing_was_marked_or_seen_together():
    nothing, alone = (
        span_f1([marked("A"), marked("B")]),
        span_f1([marked("A", (0, 3)), marked("B", (0, 3), sentence="s2")]),
    )
    assert (nothing[0].f1, nothing[0].reason) == (None, "undefined: neither marked anything")
    assert (alone[0].f1, alone[0].reason) == (None, "undefined: no common sentence")
    assert mean_f1([*nothing, *alone]) is None


def test_the_mean_is_of_the_pairs_that_are_defined():
    given_ = [marked("A", (0, 3)), marked("B", (0, 3)), marked("C", (4, 12)), marked("D")]
    found = span_f1(given_)
    assert mean_f1(found) == pytest.approx(1 / 6)


spans = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5)), max_size=4).map(
    lambda found: [(start, start + length) for start, length in found]
)


@given(one=spans, other=spans, match=st.sampled_from(["exact", "token"]))
def test_f1_is_symmetric_and_one_for_the_same_spans(one, other, match):
    (there,) = span_f1([marked("A", *one), marked("B", *other)], match)
    (back,) = span_f1([marked("A", *other), marked("B", *one)], match)
    assert there.f1 == back.f1
    (same,) = span_f1([marked("A", *one), marked("B", *one)], match)
    assert same.f1 in (1, None)


@given(one=spans, other=spans)
def test_what_matches_exactly_also_overlaps(one, other):
    given_ = [marked("A", *one), marked("B", *other)]
    (exact,), (overlap,) = span_f1(given_), span_f1(given_, "overlap")
    assert exact.f1 is None or exact.f1 <= overlap.f1 <= 1
