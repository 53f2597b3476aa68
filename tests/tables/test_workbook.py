import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from annotator.errors import Refused
from annotator.tables import workbook
from annotator.tables.workbook import read_workbook


def book(*rows: list[Any], **sheets: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    for name, content in sheets.items():
        sheet = made.create_sheet(name)
        for row in content:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def test_rows_are_numbered_as_in_the_sheet_and_empty_ones_are_passed_over() -> None:
    found = read_workbook(
        book([], ["text", "outlet"], ["Shut.", "Kestrel"], [], ["Open."]), "a.xlsx"
    )
    assert found.header == (2, ("text", "outlet"))
    assert found.lines == ((3, ("Shut.", "Kestrel")), (5, ("Open.", "")))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2022, 11, 25), "2022-11-25"),
        (dt.date(2022, 11, 25), "2022-11-25"),
        (dt.datetime(2022, 11, 25, 14, 30), "2022-11-25T14:30:00"),
        (dt.time(14, 30), "14:30:00"),
        (5, "5"),
        (5.5, "5.5"),
        (True, "TRUE"),
        ("-", "-"),
        ("NA", "NA"),
        (" a\nb ", " a\nb "),
        ("a_x000D_\nb", "a\nb"),
        ("“😀”", "“😀”"),
    ],
)
def test_a_cell_becomes_text(value: object, text: str) -> None:
    assert read_workbook(book(["text"], [value]), "a.xlsx").lines[0].cells == (text,)


def test_text_that_begins_like_a_formula_is_text() -> None:
    made = openpyxl.Workbook()
    made.active.append(["text"])
    made.active["A2"].value = "=1+1"
    made.active["A2"].data_type = "s"
    file = io.BytesIO()
    made.save(file)
    found = read_workbook(file.getvalue(), "a.xlsx")
    assert found.lines[0].cells == ("=1+1",)
    assert not found.spoilt


@pytest.mark.parametrize(("value", "what"), [("=A1&B1", "a formula"), ("#REF!", "an error")])
def test_a_cell_that_is_computed_is_named(value: str, what: str) -> None:
    found = read_workbook(book(["text", "note"], ["Shut.", "fine"], ["Open.", value]), "a.xlsx")
    ((place, problem),) = found.spoilt.items()
    assert place == (3, 1)
    assert problem.message == f"Cell B3 holds {what}, not a text."
    assert "paste it as values" in problem.remedy


def test_the_first_sheet_is_read_unless_another_is_named() -> None:
    content = book(["text"], ["first"], Second=[["text"], ["second"]])
    assert read_workbook(content, "a.xlsx").lines[0].cells == ("first",)
    assert read_workbook(content, "a.xlsx", "Second").lines[0].cells == ("second",)
    with pytest.raises(Refused, match=r"no sheet “Third”. Choose one of: Sheet, Second"):
        read_workbook(content, "a.xlsx", "Third")


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(Refused, match="The sheet is empty"):
        read_workbook(book(), "a.xlsx")


def test_a_wrong_size_in_the_sheet_cuts_nothing() -> None:
    content, file = book(["text", "outlet"], ["Shut.", "Kestrel"]), io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:B2"', b'ref="A1:A1"'))
    assert file.getvalue() != content
    assert read_workbook(file.getvalue(), "a.xlsx").lines == ((2, ("Shut.", "Kestrel")),)


def empty_zip() -> bytes:
    return b"PK\x05\x06" + b"\0" * 18


@pytest.mark.parametrize(
    "content",
    [b"", b"text,outlet\n", b"\xd0\xcf\x11\xe0" + b"\0" * 600, b"PK\x03\x04..", empty_zip()],
)
def test_what_is_no_workbook_is_refused(content: bytes) -> None:
    with pytest.raises(Refused, match=r"a.xlsx: The file can not be read .* without a password"):
        read_workbook(content, "a.xlsx")


def test_a_damaged_workbook_is_refused() -> None:
    content = bytearray(book(["text"], ["Shut."]))
    content[200:260] = bytes(60)
    with pytest.raises(Refused, match="can not be read"):
        read_workbook(bytes(content), "a.xlsx")


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content = book(["text"], ["a" * 30_000])
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 20_000)
    monkeypatch.setattr(openpyxl, "load_workbook", lambda *_, **__: pytest.fail("was unpacked"))
    with pytest.raises(Refused, match=r"The workbook unpacks to .* MB"):
        read_workbook(content, "a.xlsx")
