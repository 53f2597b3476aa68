import datetime as dt
from io import BytesIO

import openpyxl
import pytest

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.read_file import Upload
from annotator.corpus.review.intake import likely_title, read, read_all, review, with_details
from annotator.errors import Refused
from tests.corpus.harbour import OTHER_TEXT, TEXT, table

TABLE = Upload("quay.csv", table({"Body text": OTHER_TEXT, "outlet": "Ledger"}))
NOTE = Upload("quay.txt", TEXT.encode())


def test_a_table_is_read_with_the_columns_that_were_named():
    found = read(TABLE, {"text": "Body text"}, "en")
    assert found.mapping == {"text": "Body text", "outlet": "outlet"}
    assert found.articles[0].text == OTHER_TEXT


def test_a_text_is_read_with_what_was_said_about_it():
    (article,) = read(NOTE, {"outlet": "Quill", "encoding": ""}, "en").articles
    assert (article.outlet, article.text) == ("Quill", TEXT)


def test_an_encoding_that_was_named_ends_all_guessing():
    upload = Upload("quay.txt", "Hafen gesperrt – für Wochen.".encode("cp1252"))
    assert read(upload, {"encoding": "cp1252"}, "de").encoding == "cp1252"


def test_a_review_shows_the_columns_of_a_table_that_is_not_understood():
    found = review(TABLE, {}, "en")
    assert found.columns == ("Body text", "outlet")
    assert found.read is None
    assert "no column named text" in found.problems[0].message


def test_a_workbook_is_parsed_once_for_a_review(monkeypatch):
    parsed = []
    load = openpyxl.load_workbook
    monkeypatch.setattr(
        openpyxl, "load_workbook", lambda *a, **k: parsed.append(1) or load(*a, **k)
    )
    made = openpyxl.Workbook()
    for row in (["text", "outlet"], [OTHER_TEXT, "Ledger"]):
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    found = review(Upload("quay.xlsx", file.getvalue()), {}, "en")
    assert (found.columns, len(found.read.articles)) == (("text", "outlet"), 1)
    assert parsed == [1]


def test_a_review_of_what_is_no_text_says_so():
    found = review(Upload("scan.txt", b"%PDF-1.7"), {}, "en")
    assert (found.columns, found.preview) == ((), None)
    assert found.problems[0].message == "The file is a PDF, not plain text."


def test_a_review_counts_what_would_be_imported():
    found = review(NOTE, {}, "en")
    assert (found.preview.sentences, found.preview.included) == (6, 4)


def test_the_problems_of_all_files_are_told_at_once():
    with pytest.raises(Refused) as refused:
        read_all([TABLE, NOTE, Upload("scan.pdf", b"")], [{}, {"date": "soon"}, {}], "en")
    assert [problem.file for problem in refused.value.problems] == [
        "quay.csv",
        "quay.txt",
        "scan.pdf",
    ]


DRAFT = ArticleDraft(TEXT, title="scan 12", file="scan 12.txt")


def test_what_was_said_becomes_part_of_the_article():
    said = {"title": "Quay", "outlet": " Ledger ", "date": "3 May 2025", "language": "EN_gb"}
    found = with_details(DRAFT, said, "en")
    assert (found.title, found.outlet, found.date) == ("Quay", "Ledger", dt.date(2025, 5, 3))
    assert (found.language, found.text, found.file) == ("en-gb", TEXT, "scan 12.txt")


def test_a_headline_is_the_likely_title():
    assert likely_title(DRAFT, "en") == "Harbour of Sallow Bay closed for repairs"
    assert with_details(DRAFT, {}, "en").title == "Harbour of Sallow Bay closed for repairs"


def test_a_text_without_a_headline_is_called_as_its_file():
    draft = ArticleDraft(OTHER_TEXT, title="scan 13", file="scan 13.txt")
    assert with_details(draft, {}, "en").title == "scan 13"


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
        with_details(DRAFT, {name: value}, "en")
    (problem,) = refused.value.problems
    assert (problem.file, problem.line, problem.column) == ("scan 12.txt", None, name)
