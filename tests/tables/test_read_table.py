"""A table of any kind is read by the ending of its name."""

import io

import openpyxl
import pytest

from annotator.errors import Refused
from annotator.tables.read_table import read_table


def workbook(*rows):
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "parser", "encoding"),
    [
        ("quay.csv", b"text,outlet\nShut.,Ledger\n", "delimited", "utf-8"),
        ("quay.TSV", b"text\toutlet\nShut.\tLedger\n", "delimited", "utf-8"),
        ("quay.xlsx", workbook(["text", "outlet"], ["Shut.", "Ledger"]), "workbook", ""),
    ],
    ids=["csv", "tsv", "xlsx"],
)
def test_a_table_is_read_whatever_its_kind(name, content, parser, encoding):
    table = read_table(name, content)
    assert table.header.cells == ("text", "outlet")
    assert [line.cells for line in table.lines] == [("Shut.", "Ledger")]
    assert (table.file, table.parser, table.encoding) == (name, parser, encoding)


def test_the_headings_that_are_known_tell_the_delimiter():
    content = b"text;a,b,c,d\nShut.;1,2,3,4\n"
    assert read_table(
        "quay.csv", content, known=lambda heading: heading == "text"
    ).header.cells == (
        "text",
        "a,b,c,d",
    )


@pytest.mark.parametrize("name", ["quay.txt", "quay.ods", "quay", "quay.csv.pdf"])
def test_a_file_with_another_ending_is_refused_with_those_that_are_read(name):
    with pytest.raises(Refused, match="can not be read") as refused:
        read_table(name, b"text\nShut.\n")
    assert refused.value.problems[0].remedy == "Save it as one of .csv .tsv .xlsx."
