from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review import preview as module
from annotator.corpus.review.preview import preview
from tests.corpus.harbour import OTHER_TEXT, TEXT


def test_a_preview_counts_what_coders_would_get():
    found = preview([ArticleDraft(TEXT), ArticleDraft(OTHER_TEXT)], "en")
    assert (found.looked_at, found.sentences, found.included) == (2, 9, 7)


def test_it_tells_why_sentences_would_be_left_out():
    found = preview([ArticleDraft(TEXT), ArticleDraft(TEXT + "More.")], "en")
    byline = next(each for each in found.excluded if each.kind == "byline")
    assert (byline.reason, byline.texts) == ("Names who wrote it.", ("By Ines Marrow",) * 2)


def test_the_most_frequent_reason_comes_first():
    texts = ["By Ines Marrow\n\nIt fell.", "By Ola Brandt\n\nIt rose.", TEXT]
    found = preview([ArticleDraft(text) for text in texts], "en")
    assert [(each.kind, len(each.texts)) for each in found.excluded] == [
        ("byline", 3),
        ("headline", 1),
    ]


def test_the_first_article_can_be_read():
    first = preview([ArticleDraft(OTHER_TEXT), ArticleDraft(TEXT)], "en").first
    assert [text for _, text in first] == [
        "The quay fell at noon.",
        "Nobody was hurt.",
        "The ferry was moved to Pell.",
    ]


def test_of_very_many_articles_only_the_first_are_looked_at(monkeypatch):
    monkeypatch.setattr(module, "LOOKED_AT", 2 * len(OTHER_TEXT))
    found = preview([ArticleDraft(OTHER_TEXT)] * 9, "en")
    assert (found.looked_at, found.sentences) == (2, 6)
