import pytest

from annotator.corpus.reading.drafts import is_blank


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff\xad", "\xa0\u2003"])
def test_a_text_that_can_not_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["-", "\u200ba", "。", "😀"])
def test_a_text_that_can_be_seen_is_not(text: str) -> None:
    assert not is_blank(text)
