import pytest

from annotator.corpus.reading.drafts import ArticleDraft, is_blank, repeated


@pytest.mark.parametrize("text", ["", " \n\t", "\u200b\ufeff\xad", "\xa0\u2003"])
def test_a_text_that_can_not_be_seen_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["-", "\u200ba", "。", "😀"])
def test_a_text_that_can_be_seen_is_not(text: str) -> None:
    assert not is_blank(text)


@pytest.mark.parametrize(
    ("first", "second", "message"),
    [
        (
            ArticleDraft("One.", article="7", line=2),
            ArticleDraft("Two.", article="7", line=5),
            "The article id “7” stands in line 2 already.",
        ),
        (
            ArticleDraft("One.", outlet="K", line=2),
            ArticleDraft(" One.\n", outlet="K", line=5),
            "The same text of the same outlet stands in line 2 already.",
        ),
        (
            ArticleDraft("{One}", line=2),
            ArticleDraft("{One}", line=5),
            "The same text of the same outlet stands in line 2 already.",
        ),
    ],
)
def test_an_article_that_stands_twice_is_named_with_both_lines(
    first: ArticleDraft, second: ArticleDraft, message: str
) -> None:
    (problem,) = repeated([first, second])
    assert (problem.message, problem.line) == (message, 5)
    assert problem.remedy


def test_another_outlet_may_have_the_same_text_and_ids_may_be_missing() -> None:
    drafts = [
        ArticleDraft("One.", outlet="K"),
        ArticleDraft("One.", outlet="O"),
        ArticleDraft("Two."),
    ]
    assert list(repeated(drafts)) == []


def test_a_third_one_names_the_first() -> None:
    drafts = [ArticleDraft("One.", line=line) for line in (2, 5, 9)]
    assert ["line 2" in problem.message for problem in repeated(drafts)] == [True, True]
