import hashlib
import io

import openpyxl
import pytest

from annotator.corpus.reading import read_file as files
from annotator.corpus.reading.read_file import read_file
from annotator.errors import Refused


def test_a_text_file_is_one_article_titled_by_its_name() -> None:
    content = " It’s shut.\r\n\r\nNobody was asked.\r\n".encode("cp1252")
    found = read_file("folder/Old bridge.txt", content)
    (article,) = found.articles
    assert (article.text, article.title) == (" It’s shut.\n\nNobody was asked.\n", "Old bridge")
    assert (found.encoding, found.mapping) == ("cp1252", {})
    assert found.sha256 == hashlib.sha256(content).hexdigest()
    assert read_file("a.txt", content, titled=False).articles[0].title == ""


def test_a_table_is_read_with_what_must_be_known_to_read_it_again() -> None:
    found = read_file("A.CSV", "Body;Source\nShut.;Kestrel\n".encode("utf-8-sig"))
    assert (found.encoding, found.mapping) == ("utf-8-sig", {"text": "Body", "outlet": "Source"})
    assert [(article.text, article.outlet) for article in found.articles] == [("Shut.", "Kestrel")]


def test_a_mapping_an_encoding_and_a_sheet_reach_their_readers() -> None:
    content = "Artikel,Quelle\nШлях закрито.,Пустельга\n".encode("cp1251")
    mapping = {"text": "artikel", "outlet": "quelle"}
    found = read_file("a.csv", content, mapping=mapping, encoding="cp1251")
    assert found.mapping == {"text": "Artikel", "outlet": "Quelle"}
    assert found.articles[0].text == "Шлях закрито."
    with pytest.raises(Refused, match="There is no sheet “Second”"):
        read_file("a.xlsx", workbook([["text"], ["Shut."]]), sheet="Second")


def workbook(rows: list[list[object]]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_a_workbook_and_a_csv_of_the_same_table_give_the_same_articles() -> None:
    from_csv = read_file("a.csv", b"text,outlet,score\nShut.,Kestrel,5\nOpen,,\n")
    rows = [["text", "outlet", "score"], ["Shut.", "Kestrel", 5], ["Open", "", None]]
    from_xlsx = read_file("a.xlsx", workbook(rows))
    assert [(a.text, a.outlet, a.metadata, a.line) for a in from_csv.articles] == [
        (a.text, a.outlet, a.metadata, a.line) for a in from_xlsx.articles
    ]


def test_a_formula_in_a_column_that_is_read_refuses_the_file() -> None:
    with pytest.raises(Refused) as refused:
        read_file("a.xlsx", workbook([["text", "n"], ["Shut.", "=1"], ["=A2", "=2"]]))
    assert str(refused.value) == (
        "a.xlsx, line 3, column text: Cell A3 holds a formula, not a text. "
        "Copy the column and paste it as values."
    )


def test_ready_made_sentences_become_articles() -> None:
    found = read_file("a.tsv", b"sentence\tarticle\nOne.\ta\nTwo.\ta\nOne.\tb\n")
    assert [article.text for article in found.articles] == ["One.\nTwo.", "One."]


def test_all_problems_of_a_file_are_told_at_once_in_the_order_of_its_lines() -> None:
    content = (
        "text,outlet,date,id\n"
        "Shut.,Kestrel,2022-11-25,1\n"
        ",Kestrel,,2\n"
        "Open.,Kestrel,03/04/2022,3\n"
        "Open.,Kestrel\n"
        '"Shut.",Kestrel,,1\n'
        '"never closed,Kestrel,,9\n'
    )
    with pytest.raises(Refused) as refused:
        read_file("a.csv", content.encode())
    assert [problem.line for problem in refused.value.problems] == [3, 4, 5, 6, 6, 7]
    assert all(problem.remedy and problem.file == "a.csv" for problem in refused.value.problems)


def test_hundreds_of_problems_are_counted() -> None:
    with pytest.raises(Refused) as refused:
        read_file("a.csv", ("text,id\n" + ",1\n" * 300).encode())
    assert len(refused.value.problems) == 21
    assert str(refused.value).endswith("And 280 more problems. Mend these first, then try again.")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.pdf", b"x", "A file with the ending “.pdf” can not be read. Save it as one of .txt"),
        ("articles", b"x", "A file with the ending “” can not be read."),
        ("a.txt", b"", "The file is empty."),
        ("a.csv", b"", "The file is empty."),
        ("a.txt", "\u200b".encode(), "The text is empty."),
        ("a.csv", b"text,outlet\n", "There is no row below the header."),
        ("a.csv", b"foo,bar\n1,2\n", "There is no column named text"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0", "The file is a picture"),
        ("a.xlsx", b"text\nShut.\n", "can not be read as an Excel workbook"),
        ("a.xlsx", workbook([["text"]]), "There is no row below the header."),
    ],
)
def test_a_file_that_can_not_be_read_is_refused_with_its_name_and_a_remedy(
    name: str, content: bytes, message: str
) -> None:
    with pytest.raises(Refused) as refused:
        read_file(name, content)
    (problem,) = refused.value.problems
    assert problem.message.startswith(message) or message in str(problem)
    assert problem.file == name
    assert problem.remedy


def test_a_text_longer_than_any_article_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LONGEST_TEXT", 10)
    with pytest.raises(Refused, match=r"The text has 11 characters; at most 10 are read."):
        read_file("a.txt", b"abcdefghijk")
