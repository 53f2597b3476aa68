import pytest

from annotator.corpus.segmentation.spans import Span, trimmed


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
