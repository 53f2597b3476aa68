import pytest

from annotator.errors import Refused
from annotator.measuring.csv_table import read_table


def records(data):
    table = read_table(data, "f.csv")
    return table.header, list(table.records())


@pytest.mark.parametrize(
    "data",
    [
        b"a,b\n1,2\n",
        b"a,b\r\n1,2\r\n",
        b"a,b\r1,2",
        b"a;b\n1;2\n",
        b"a\tb\n1\t2\n",
        b"\xef\xbb\xbfa,b\n1,2\n",
        b'"a","b"\n"1","2"\n',
        b'"a";"b"\n"1";"2"\n',
        b" a , b \n1,2\n",
    ],
)
def test_a_table_is_read_whatever_program_wrote_it(data):
    assert records(data) == (("a", "b"), [(2, ["1", "2"])])


def test_a_record_stands_in_the_line_where_it_begins():
    data = b'\na,b\n"one\ntwo",2\n\n3,4\n'
    assert records(data) == (("a", "b"), [(3, ["one\ntwo", "2"]), (6, ["3", "4"])])


def test_a_separator_inside_quotes_does_not_separate():
    assert records(b'a;"b, c, d"\n1;2\n')[0] == ("a", "b, c, d")


def test_a_header_alone_has_no_records():
    assert records(b"a,b\n") == (("a", "b"), [])


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "f.csv: The file is empty. Choose a file with a header."),
        (b" \r\n\n", "f.csv: The file is empty. Choose a file with a header."),
        (
            b"PK\x03\x04zip",
            "f.csv: This is a spreadsheet or a zip file. Save it as CSV in UTF-8 and try again.",
        ),
        (
            "a,b\n".encode("utf-16"),
            "f.csv: This is text in UTF-16. Save it as CSV in UTF-8 and try again.",
        ),
        (
            b"a,b\n\x00\x01",
            "f.csv: This is not a text file. Save it as CSV in UTF-8 and try again.",
        ),
        (
            b"a,b\n1,2\n3,f\xfcr\n",
            "f.csv, line 3: Byte 0xfc is not text in UTF-8. Save it as CSV in UTF-8 and try again.",
        ),
        (
            b"a,b\n1,2\n3\n",
            "f.csv, line 3: This record has 1 cells and the header 2. "
            "Put quotes around text with a separator or a line break in it.",
        ),
        (
            b"a,b\n1,2,3\n",
            "f.csv, line 2: This record has 3 cells and the header 2. "
            "Put quotes around text with a separator or a line break in it.",
        ),
        (
            b'a,b\n1,2\n"3,4\n5,6\n',
            "f.csv, line 3: This record can not be read as CSV: unexpected end of data. "
            "Check that every quote that opens is closed, and doubled inside a cell.",
        ),
        (
            b'a,b\n"1"x,2\n',
            "f.csv, line 2: This record can not be read as CSV: ',' expected after '\"'. "
            "Check that every quote that opens is closed, and doubled inside a cell.",
        ),
    ],
    ids=[
        "empty", "blank", "zip", "utf-16", "binary", "latin-1", "short", "long", "open", "torn",
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_what_it_is(data, problem):
    with pytest.raises(Refused) as refused:
        records(data)
    assert str(refused.value) == problem
