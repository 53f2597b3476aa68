import pytest

from annotator.corpus.reading.columns import NAMES, SYNONYMS, Headings, understand
from annotator.errors import Refused
from annotator.tables.grid import Grid, Line


def headings(*header: str, **mapping: str) -> Headings:
    return understand(Grid("a.csv", Line(1, header), ()), mapping)


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    found = headings(" TEXT ", "News_Outlet", "publication-date")
    assert found.ours == {"text": 0, "outlet": 1, "date": 2}


@pytest.mark.parametrize(("theirs", "ours"), SYNONYMS.items())
def test_obvious_names_are_understood(theirs: str, ours: str) -> None:
    header = [theirs] if ours in {"text", "sentence"} else [theirs, "text"]
    assert headings(*header).ours[ours] == 0


def test_every_synonym_means_one_of_ours_and_is_none_itself() -> None:
    assert set(SYNONYMS.values()) <= set(NAMES)
    assert not set(SYNONYMS) & set(NAMES)


def test_our_own_name_wins_over_a_synonym() -> None:
    found = headings("source", "outlet", "text")
    assert (found.ours["outlet"], found.others) == (1, {"source": 0})


def test_what_is_not_understood_is_kept() -> None:
    assert headings("text", "leaning", "Topic").others == {"leaning": 1, "Topic": 2}


def test_a_mapping_names_their_column_by_our_name() -> None:
    found = headings("Artikel", "Zeitung", text="artikel", outlet=" ZEITUNG ")
    assert found == Headings({"text": 0, "outlet": 1}, {})


def test_a_mapping_settles_what_is_coded() -> None:
    found = headings("text", "sentence", "id", sentence="sentence")
    assert found.ours == {"sentence": 1}
    assert found.others == {"text": 0, "id": 2}


def test_a_bare_id_is_that_of_the_article_only_in_a_file_of_articles() -> None:
    assert headings("id", "text").ours["article"] == 0
    assert "article" not in headings("id", "sentence").ours
    assert headings("id", "text", "article").ours["article"] == 2


@pytest.mark.parametrize(
    ("header", "mapping", "message"),
    [
        (("foo", "bar"), {}, "no column named text .* or sentence .* columns found are: foo, bar"),
        (("text", "sentence"), {}, "a column for whole texts and one for ready-made sentences"),
        (("body", "content"), {}, "“body” and “content” could all be the text"),
        (("text", "text"), {}, "“text” and “text” could all be the text"),
        (("text", "a", "a"), {}, "Several columns are named “a”"),
        (("text",), {"text": "Artikel"}, "There is no column “Artikel”. Choose one of: text"),
        (("text",), {"body": "text"}, "There is no “body” to map a column to. Choose one of: text"),
    ],
)
def test_an_unclear_header_is_refused(
    header: tuple[str, ...], mapping: dict[str, str], message: str
) -> None:
    with pytest.raises(Refused, match=message) as refused:
        headings(*header, **mapping)
    (problem,) = refused.value.problems
    assert (problem.file, problem.line) == ("a.csv", 1)
    assert problem.remedy
