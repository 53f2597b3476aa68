import pytest

from annotator.corpus.reading.read_file import Upload
from annotator.corpus.review.intake import look, read, read_all
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


def test_a_look_shows_the_columns_of_a_table_that_is_not_understood():
    found = look(TABLE, {}, "en")
    assert found.columns == ("Body text", "outlet")
    assert found.read is None
    assert "no column named text" in found.problems[0].message


def test_a_look_at_what_is_no_text_says_so():
    found = look(Upload("scan.txt", b"%PDF-1.7"), {}, "en")
    assert (found.columns, found.preview) == ((), None)
    assert found.problems[0].message == "The file is a PDF, not plain text."


def test_a_look_counts_what_would_be_imported():
    found = look(NOTE, {}, "en")
    assert (found.preview.sentences, found.preview.included) == (6, 4)


def test_the_problems_of_all_files_are_told_at_once():
    with pytest.raises(Refused) as refused:
        read_all([TABLE, NOTE, Upload("scan.pdf", b"")], [{}, {"date": "soon"}, {}], "en")
    assert [problem.file for problem in refused.value.problems] == [
        "quay.csv",
        "quay.txt",
        "scan.pdf",
    ]
