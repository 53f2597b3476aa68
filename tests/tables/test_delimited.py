import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.tables.delimited import read_delimited
from annotator.tables.grid import Grid


def grid(text: str, file: str = "a.csv") -> Grid:
    known = {"text", "outlet"}.__contains__
    return read_delimited(text.encode(), file, known=known)


@pytest.mark.parametrize(
    ("text", "file"),
    [
        ("text,outlet\nShut.,Kestrel\n", "a.csv"),
        ("text;outlet\nShut.;Kestrel\n", "a.csv"),
        ("text\toutlet\nShut.\tKestrel\n", "a.csv"),
        ("text\toutlet\nShut.\tKestrel\n", "a.tsv"),
        ("text;outlet\nShut.;Kestrel\n", "a.tsv"),
        ("text,outlet\r\nShut.,Kestrel\r\n", "a.csv"),
        ("text,outlet\rShut.,Kestrel", "a.csv"),
        ("\ufefftext,outlet\nShut.,Kestrel\n", "a.csv"),
        ('"text";"outlet"\n"Shut.";"Kestrel"\n', "a.csv"),
        ("sep=,\ntext,outlet\nShut.,Kestrel\n", "a.csv"),
        ("sep=|\ntext|outlet\nShut.|Kestrel\n", "a.csv"),
        ('"SEP=;"\ntext;outlet\nShut.;Kestrel\n', "a.csv"),
        ("sep=\t\ntext\toutlet\nShut.\tKestrel\n", "a.csv"),
        ("\n\ntext,outlet\n\nShut.,Kestrel\n,\n\n", "a.csv"),
    ],
)
def test_the_same_table_comes_out_of_every_dialect(text: str, file: str) -> None:
    found = grid(text, file)
    assert found.header.cells == ("text", "outlet")
    assert [line.cells for line in found.lines] == [("Shut.", "Kestrel")]
    assert not found.problems


def test_the_header_tells_the_delimiter_also_where_others_are_in_its_names() -> None:
    assert grid("text;outlet, city\na;b\n").header.cells == ("text", "outlet, city")
    assert grid("text\nOne\n").header.cells == ("text",)


def test_line_numbers_are_those_of_the_file_also_with_line_breaks_in_cells() -> None:
    found = grid('sep=,\n\ntext,outlet\n"a\nb\r\nc ""q"" d",Kestrel\n\nlast,Kestrel\n')
    assert found.header.number == 3
    assert found.lines == ((4, ('a\nb\nc "q" d', "Kestrel")), (8, ("last", "Kestrel")))


@pytest.mark.parametrize(
    "cell", ["-", "NA", "null", "=1+1", "+5 %", "-5 %", "@home", " spaced ", "N/A", "0012", "1e5"]
)
def test_a_cell_is_kept_as_it_is(cell: str) -> None:
    assert grid(f"text,outlet\n{cell},x\n").lines[0].cells[0] == cell


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("a", "The row has 1 cells, the header has 2."),
        ("a,b,c", "The row has 3 cells, the header has 2."),
        ('"a" b,c', "A cell goes on after its closing quotation mark."),
        ('"a,b\nmore', "A quotation mark is opened in this row and not closed."),
    ],
)
def test_a_broken_row_is_named_by_its_first_line(row: str, message: str) -> None:
    found = grid(f'text,outlet\n"good\ntext",x\n{row}\n')
    (problem,) = found.problems
    assert (problem.message, problem.file, problem.line) == (message, "a.csv", 4)
    assert problem.remedy
    assert len(found.lines) == 1


def test_a_cell_of_five_megabytes_on_one_line_is_read() -> None:
    text = "The bridge is shut. " * 250_000
    assert grid(f'text,outlet\n"{text}",Kestrel\n').lines[0].cells == (text, "Kestrel")


def test_a_cell_that_swallows_the_file_is_told_as_an_open_quotation_mark() -> None:
    (problem,) = grid('text,outlet\n"' + "a" * 10_000_001).problems
    assert "not closed" in problem.message


def test_the_encoding_is_told() -> None:
    content = "text,outlet\nIt’s shut,Kestrel\n".encode("cp1252")
    found = read_delimited(content, "a.csv")
    assert (found.encoding, found.lines[0].cells[0]) == ("cp1252", "It’s shut")
    assert read_delimited(content, "a.csv", "cp1250").encoding == "cp1250"


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(Refused, match="The file is an Excel"):
        read_delimited(b"PK\x03\x04", "a.csv")


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\r\0\ufeff"), max_size=12)


@given(
    rows=st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), delimiter=st.sampled_from(",;\t")
)
def test_whatever_a_spreadsheet_writes_comes_back(
    rows: list[tuple[str, str]], delimiter: str
) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([("text", "outlet"), *rows])
    found = grid(file.getvalue())
    assert [line.cells for line in found.lines] == [row for row in rows if any(row)]
