"""Columns of other files: found by what both have, empty where there is no row."""

import pytest

from annotator.errors import Refused
from annotator.measuring.csv_table import read_table
from annotator.measuring.join import joined

CODINGS = b"unit,article,coder,value\ns1, a1,C1,x\ns2,a2,C1,y\ns3,a9,C1,y\n"


def made(*others, data=CODINGS):
    tables = [read_table(each, f"other{at}.csv") for at, each in enumerate(others)]
    table = joined(read_table(data, "codings.csv"), tables)
    return table.header, [cells for _, cells in table.records()]


def test_cells_are_found_by_the_first_column_that_both_have():
    header, rows = made(b"article,outlet,date\na1,Mail,1\na2,Gazette,2\n")
    assert header == ("unit", "article", "coder", "value", "outlet", "date")
    assert [row[4:] for row in rows] == [["Mail", "1"], ["Gazette", "2"], ["", ""]]


def test_several_files_are_joined_each_by_its_own_column():
    header, rows = made(b"article,outlet\na1,Mail\n", b"group,coder\nnew,C1\n")
    assert header[4:] == ("outlet", "group")
    assert [row[4:] for row in rows] == [["Mail", "new"], ["", "new"], ["", "new"]]


def test_a_column_that_is_there_stays_what_it_is():
    header, rows = made(b"article,coder,outlet\na1,nobody,Mail\n")
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
        made(other)
    assert message in str(refused.value)
