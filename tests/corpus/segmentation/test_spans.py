import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.corpus.segmentation.spans import Span, pieces, trimmed


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        ("  One. ", 0, 7, Span(2, 6)),
        ("One.", 0, 4, Span(0, 4)),
        ("\u2003One.\xa0\n", 0, 6, Span(1, 5)),
        ("One. Two.", 4, 9, Span(5, 9)),
        ("😀 One.", 1, 6, Span(2, 6)),
        ("   ", 0, 3, None),
        ("One.", 2, 2, None),
    ],
)
def test_a_span_has_no_white_space_at_its_ends(
    text: str, start: int, end: int, span: Span | None
) -> None:
    assert trimmed(text, start, end) == span


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The quay fell.", ["The", "quay", "fell."]),
        ("“We can’t,” she said.", ["“We", "can’t,”", "she", "said."]),
        # A full stop without a space behind it, where an engine finds no end.
        ("It fell.Then it rose.", ["It", "fell.", "Then", "it", "rose."]),
        ("At 9.30 a.m. sharp", ["At", "9.30", "a.m.", "sharp"]),
        ("天气很好。走吧", ["天", "气", "很", "好。", "走", "吧"]),
        ("Quay", ["Quay"]),
    ],
)
def test_a_sentence_may_be_cut_before_these_pieces(sentence, words):
    assert [piece.text for piece in pieces(sentence)] == words


@given(st.text(min_size=1).map(str.strip).filter(bool))
@example("0\r\x1f0")
def test_offsets_lead_to_their_pieces(sentence):
    found = pieces(sentence)
    assert found[0].offset == 0
    assert [piece.offset for piece in found] == sorted({piece.offset for piece in found})
    for piece in found:
        assert sentence[piece.offset :].startswith(piece.text)
