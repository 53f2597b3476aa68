import pytest

from annotator.errors import Refused
from annotator.measuring.csv_table import joined, read_table


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


CODINGS = b"unit,article,coder,value\ns1, a1,C1,x\ns2,a2,C1,y\ns3,a9,C1,y\n"


def join(*others, data=CODINGS):
    tables = [read_table(each, f"other{at}.csv") for at, each in enumerate(others)]
    table = joined(read_table(data, "codings.csv"), tables)
    return table.header, [cells for _, cells in table.records()]


def test_cells_are_found_by_the_first_column_that_both_have():
    header, rows = join(b"article,outlet,date\na1,Mail,1\na2,Gazette,2\n")
    assert header == ("unit", "article", "coder", "value", "outlet", "date")
    assert [row[4:] for row in rows] == [["Mail", "1"], ["Gazette", "2"], ["", ""]]


def test_several_files_are_joined_each_by_its_own_column():
    header, rows = join(b"article,outlet\na1,Mail\n", b"group,coder\nnew,C1\n")
    assert header[4:] == ("outlet", "group")
    assert [row[4:] for row in rows] == [["Mail", "new"], ["", "new"], ["", "new"]]


def test_a_column_that_is_there_stays_what_it_is():
    header, rows = join(b"article,coder,outlet\na1,nobody,Mail\n")
    assert header[4:] == ("outlet",)
    assert [row[2] for row in rows] == ["C1"] * 3


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (
            b"text,outlet\na1,Mail\n",
            "other0.csv has no column of codings.csv: it has text, outlet, and codings.csv has "
            "unit, article, coder, value. Give the column that both share",
        ),
        (
            b"article,outlet\na1,Mail\na1,Post\n",
            'other0.csv, line 3, column article: "a1" stands in line 2 already',
        ),
        (b"article,outlet\na7,Mail\n", "No article of codings.csv is in other0.csv."),
    ],
    ids=["no column", "twice", "no row"],
)
def test_a_file_that_can_not_be_joined_is_refused_in_words(other, message):
    with pytest.raises(Refused) as refused:
        join(other)
    assert message in str(refused.value)
