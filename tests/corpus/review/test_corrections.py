import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.boilerplate.segments import Segment
from annotator.corpus.boilerplate.segments import SentenceKind as Kind
from annotator.corpus.review.corrections import join_with_next, set_included, set_kind, split_at
from annotator.corpus.review.cut import as_row
from annotator.errors import Refused

TEXT = "Bridge shut. Nobody asked.\nThe ferry is late."
SEGMENTS = (
    Segment(0, 12, Kind.HEADLINE, included=False, reason="The first line."),
    Segment(13, 26),
    Segment(27, 45),
)


def texts(segments: tuple[Segment, ...]) -> list[str]:
    return [TEXT[segment.start : segment.end] for segment in segments]


def test_a_sentence_is_split_where_asked_without_white_space_between() -> None:
    split = split_at(SEGMENTS, TEXT, 2, 9)
    assert texts(split) == ["Bridge shut.", "Nobody asked.", "The ferry", "is late."]


def test_both_halves_stay_what_the_whole_was() -> None:
    halves = split_at(SEGMENTS, TEXT, 0, 6)[:2]
    assert texts(halves) == ["Bridge", "shut."]
    assert {(half.kind, half.included, half.reason) for half in halves} == {
        (Kind.HEADLINE, False, "The first line.")
    }


@pytest.mark.parametrize("offset", [-1, 0, 12, 13, 900])
def test_a_half_without_text_is_refused(offset: int) -> None:
    with pytest.raises(Refused, match="Sentence 1 can not be split"):
        split_at(SEGMENTS, TEXT, 0, offset)


def test_a_joined_sentence_holds_all_between_and_stays_what_the_first_was() -> None:
    joined = join_with_next(SEGMENTS, 0)
    assert texts(joined) == ["Bridge shut. Nobody asked.", "The ferry is late."]
    assert joined[0].kind is Kind.HEADLINE
    assert not joined[0].included
    assert texts(join_with_next(SEGMENTS, 1))[1] == "Nobody asked.\nThe ferry is late."


def test_the_last_sentence_has_no_next() -> None:
    with pytest.raises(Refused, match="Sentence 3 is the last of its article"):
        join_with_next(SEGMENTS, 2)


def test_serving_and_kind_are_set_apart_with_a_reason() -> None:
    included = set_included(SEGMENTS, 0, True, " The title is coded too. ")
    assert included[0] == Segment(0, 12, Kind.HEADLINE, True, "The title is coded too.")
    caption = set_kind(SEGMENTS, 1, "caption")
    assert caption[1] == Segment(13, 26, Kind.CAPTION, True)
    assert (included[1:], caption[2]) == (SEGMENTS[1:], SEGMENTS[2])


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Refused, match="Choose one of: body, headline, subheading, caption"):
        set_kind(SEGMENTS, 0, "advert")


@pytest.mark.parametrize("index", [-1, 3])
def test_a_sentence_that_is_not_there_is_refused(index: int) -> None:
    for act in (
        lambda: split_at(SEGMENTS, TEXT, index, 3),
        lambda: join_with_next(SEGMENTS, index),
        lambda: set_included(SEGMENTS, index, False),
        lambda: set_kind(SEGMENTS, index, "body"),
    ):
        with pytest.raises(Refused, match="the article has 3"):
            act()


ACTS = st.tuples(st.sampled_from(["split", "join"]), st.integers(-1, 8), st.integers(-1, 50))


@given(acts=st.lists(ACTS, max_size=30))
def test_whatever_is_done_sentences_stay_in_order_apart_and_trimmed(
    acts: list[tuple[str, int, int]],
) -> None:
    segments = SEGMENTS
    for act, index, offset in acts:
        try:
            if act == "split":
                segments = split_at(segments, TEXT, index, offset)
            else:
                segments = join_with_next(segments, index)
        except Refused:
            continue
    ends = [0, *(end for s in segments for end in (s.start, s.end)), len(TEXT)]
    assert ends == sorted(ends)
    assert all(text == text.strip() != "" for text in texts(segments))
    gaps = zip(ends[::2], ends[1::2], strict=True)
    assert not any(TEXT[start:end].strip() for start, end in gaps)


@given(index=st.integers(0, 2), offset=st.integers(1, 12))
def test_joining_takes_a_split_back(index: int, offset: int) -> None:
    assert join_with_next(split_at(SEGMENTS, TEXT, index, min(offset, 11)), index) == SEGMENTS


def test_a_row_has_the_text_beside_its_span() -> None:
    assert as_row(SEGMENTS[0], TEXT) == {
        "start": 0,
        "end": 12,
        "kind": "headline",
        "served": False,
        "reason": "The first line.",
        "text": "Bridge shut.",
    }
