import pytest

from annotator.corpus.boilerplate.segments import Segment
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.cut import READY_MADE, cut, rows
from annotator.corpus.segmentation.spans import Span
from annotator.errors import Refused

TEXT = "Bridge shut\nBy Jane Doe\nIt is shut. Nobody was asked."


def test_an_article_is_cut_and_each_sentence_has_a_kind() -> None:
    found = cut(ArticleDraft(TEXT), "en")
    kinds = [segment.kind.value for segment in found.segments]
    assert kinds == ["headline", "byline", "body", "body"]
    assert found.engine == "choppa-srx"
    assert found.engine_version.endswith("en_one")


def test_the_article_knows_its_language_title_and_outlet_best() -> None:
    draft = ArticleDraft(
        "Why?\nKestrel\nIt is shut.", title="Why?", outlet="Kestrel", language="sw"
    )
    found = cut(draft, "en")
    assert found.engine == "sentencex"
    assert [segment.kind.value for segment in found.segments] == ["headline", "outlet", "body"]


def test_ready_made_sentences_stay_as_they_are_and_are_all_served() -> None:
    draft = ArticleDraft("By Jane Doe\nOne. Two.", sentences=(Span(0, 11), Span(12, 21)))
    found = cut(draft, "en")
    assert found.segments == (Segment(0, 11), Segment(12, 21))
    assert (found.engine, found.engine_version) == (READY_MADE, "")


def test_rows_show_offsets_kind_and_text() -> None:
    shown = rows(TEXT, "en")
    assert [list(row) for row in shown] == [
        ["start", "end", "kind", "served", "reason", "text"]
    ] * 4
    assert [TEXT[int(row["start"]) : int(row["end"])] for row in shown] == [
        row["text"] for row in shown
    ]
    assert shown == rows(ArticleDraft(TEXT), "en")


def test_wrapping_can_be_told() -> None:
    assert len(cut(ArticleDraft("It\nis shut."), "en", wrapped=True).segments) == 1


def test_a_language_that_is_none_is_refused() -> None:
    with pytest.raises(Refused):
        rows(TEXT, "english")
