import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.corpus.reading.columns import understand
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.group_sentences import articles_of
from annotator.corpus.reading.row_drafts import drafts_of
from annotator.errors import Problem
from annotator.tables.delimited import read_delimited


def read(text: str) -> tuple[list[ArticleDraft], list[Problem]]:
    problems: list[Problem] = []
    grid = read_delimited(text.encode(), "a.csv")
    headings = understand(grid)
    return articles_of(drafts_of(grid, headings, problems), headings, problems), problems


def sentences(article: ArticleDraft) -> list[str]:
    return [article.text[start:end] for start, end in article.sentences or ()]


def test_rows_of_one_article_id_become_one_article_wherever_they_stand() -> None:
    (first, second), problems = read("sentence,article\nOne.,a\nTwo.,b\nThree.,a\n")
    assert (first.text, sentences(first)) == ("One.\nThree.", ["One.", "Three."])
    assert (second.text, second.article, second.line) == ("Two.", "b", 3)
    assert not problems


def test_without_an_article_id_outlet_and_title_tell() -> None:
    text = "sentence,outlet,title\nOne.,K,Shut\nTwo.,O,Shut\nThree.,K,Shut\nFour.,K,\nFive.,K,\n"
    articles, _ = read(text)
    assert [sentences(article) for article in articles] == [
        ["One.", "Three."],
        ["Two."],
        ["Four."],
        ["Five."],
    ]


def test_without_either_each_sentence_is_an_article_of_its_own() -> None:
    articles, _ = read("sentence,outlet\nOne.,K\nTwo.,K\n")
    assert [sentences(article) for article in articles] == [["One."], ["Two."]]


def test_what_one_row_tells_of_the_article_holds_for_all() -> None:
    (article,), problems = read("sentence,article,outlet,date\nOne.,a,,\nTwo.,a,K,2022-11-25\n")
    assert (article.outlet, str(article.date), problems) == ("K", "2022-11-25", [])


def test_rows_that_contradict_each_other_are_named() -> None:
    _, (problem,) = read("sentence,article,outlet\nOne.,a,K\nTwo.,a,\nThree.,a,O\n")
    assert (
        problem.message == "The outlet is “O” here and “K” in line 2, for sentences of one article."
    )
    assert (problem.line, problem.column) == (4, "outlet")


def test_a_row_without_its_article_id_is_named() -> None:
    articles, (problem,) = read("sentence,article\nOne.,a\nTwo.,\n")
    assert (problem.line, problem.column) == (3, "article")
    assert len(articles) == 1


def test_other_columns_belong_to_the_sentence_if_they_differ_in_any_article() -> None:
    text = "sentence,article,topic,coder,note\nOne.,a,t,1,\nTwo.,a,t,2,x\nThree.,b,u,1,\n"
    (first, second), _ = read(text)
    assert (first.metadata, second.metadata) == ({"topic": "t"}, {"topic": "u"})
    assert first.sentence_metadata == ({"coder": "1"}, {"coder": "2", "note": "x"})
    assert second.sentence_metadata == ({"coder": "1"},)


SENTENCE = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), min_size=1)


@given(texts=st.lists(SENTENCE.map(str.strip).filter(bool), min_size=1, max_size=9))
def test_the_spans_of_ready_made_sentences_are_exact(texts: list[str]) -> None:
    rows = [ArticleDraft(text, article="a") for text in texts]
    grid = read_delimited(b"sentence,article\nOne.,a\n", "a.csv")
    (article,) = articles_of(rows, understand(grid), [])
    assert sentences(article) == texts
    assert article.text == "\n".join(texts)


@pytest.mark.parametrize("name", ["title", "event", "url", "author", "language"])
def test_each_fact_about_an_article_is_compared(name: str) -> None:
    values = ("https://a.org", "https://b.org") if name == "url" else ("en", "de")
    _, problems = read(f"sentence,article,{name}\nOne.,a,{values[0]}\nTwo.,a,{values[1]}\n")
    assert [problem.column for problem in problems] == [name]
