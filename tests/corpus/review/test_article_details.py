import datetime as dt

import pytest

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.article_details import likely_title, with_particulars
from annotator.errors import Refused
from tests.corpus.harbour import OTHER_TEXT, TEXT

DRAFT = ArticleDraft(TEXT, title="scan 12", file="scan 12.txt")


def test_what_was_said_becomes_part_of_the_article():
    said = {"title": "Quay", "outlet": " Ledger ", "date": "3 May 2025", "language": "EN_gb"}
    found = with_particulars(DRAFT, said, "en")
    assert (found.title, found.outlet, found.date) == ("Quay", "Ledger", dt.date(2025, 5, 3))
    assert (found.language, found.text, found.file) == ("en-gb", TEXT, "scan 12.txt")


def test_a_headline_is_the_likely_title():
    assert likely_title(DRAFT, "en") == "Harbour of Sallow Bay closed for repairs"
    assert with_particulars(DRAFT, {}, "en").title == "Harbour of Sallow Bay closed for repairs"


def test_a_text_without_a_headline_is_called_as_its_file():
    draft = ArticleDraft(OTHER_TEXT, title="scan 13", file="scan 13.txt")
    assert with_particulars(draft, {}, "en").title == "scan 13"


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("date", "3/5/2025", "whether the day or the month comes first"),
        ("url", "javascript:alert(1)", "is not the address of a web page"),
        ("language", "Klingon!", "is not a code of a language"),
        ("title", "x" * 501, "at most 500 are kept"),
    ],
)
def test_a_value_that_can_not_be_used_is_told_by_its_name(name, value, words):
    with pytest.raises(Refused, match=words) as refused:
        with_particulars(DRAFT, {name: value}, "en")
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("scan 12.txt", None, name)
