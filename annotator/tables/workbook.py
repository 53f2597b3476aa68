"""Tables in Excel workbooks."""

import datetime as dt
import io
import warnings
import zipfile
from typing import TYPE_CHECKING, Any

from annotator.errors import Problem, Refused
from annotator.tables.grid import Grid, Line, named

# openpyxl takes a fifth of a second to load, which only those who bring a workbook wait for.
if TYPE_CHECKING:
    import openpyxl

#: A workbook is a ZIP file, and a small one can unpack to fill the memory.
LARGEST_UNPACKED = 200_000_000

_UNREADABLE = "The file can not be read as an Excel workbook."
_SAVE_AGAIN = "Save it again as .xlsx, without a password."


def read_workbook(content: bytes, file: str, sheet: str = "") -> Grid:
    """The table on the first sheet, or on the named one. Line numbers are its rows.

    :raises Refused: if it is no workbook, is too large, or has no such sheet.
    """
    import openpyxl

    _refuse_large(content, file)
    try:
        with warnings.catch_warnings():
            # Styles and extensions that openpyxl does not know have no bearing on text.
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            rows = _rows(workbook[_sheet(workbook, sheet, file)])
    except Refused:
        raise
    except Exception as error:
        # A damaged workbook fails in openpyxl in many ways, none of them documented.
        raise Refused(Problem(_UNREADABLE, file, remedy=_SAVE_AGAIN)) from error
    return _grid(rows, file)


def _refuse_large(content: bytes, file: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile:
        raise Refused(Problem(_UNREADABLE, file, remedy=_SAVE_AGAIN)) from None
    if size > LARGEST_UNPACKED:
        raise Refused(
            Problem(
                f"The workbook unpacks to {size // 1_000_000} MB; at most "
                f"{LARGEST_UNPACKED // 1_000_000} MB are read.",
                file,
                remedy="Divide it into smaller ones, or save its sheet as CSV.",
            )
        )


def _sheet(workbook: "openpyxl.Workbook", wanted: str, file: str) -> str:
    names = [sheet.title for sheet in workbook.worksheets]
    if not wanted and names:
        return names[0]
    if wanted not in names:
        message = f"There is no sheet “{wanted}”."
        remedy = f"Choose one of: {', '.join(names)}."
        raise Refused(Problem(message, file, remedy=remedy))
    return wanted


def _rows(sheet: Any) -> list[tuple[Any, ...]]:
    # Some programs write a wrong size into the sheet, which would cut its rows.
    sheet.reset_dimensions()
    return list(sheet.iter_rows())


def _grid(rows: list[tuple[Any, ...]], file: str) -> Grid:
    spoilt: dict[tuple[int, int], Problem] = {}
    lines = [
        Line(number, tuple(_text(cell.value) for cell in row))
        for number, row in enumerate(rows, start=1)
        if any(cell.value is not None for cell in row)
    ]
    for number, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if cell.data_type in {"f", "e"} and cell.value is not None:
                spoilt[number, column] = _spoilt(cell.data_type, column, number, file)
    if not lines:
        raise Refused(Problem("The sheet is empty.", file, remedy="Choose another sheet."))
    width = max(len(line.cells) for line in lines)
    header, *rest = (Line(n, cells + ("",) * (width - len(cells))) for n, cells in lines)
    heads = Line(header.number, named(header.cells))
    return Grid(file, heads, tuple(rest), spoilt=spoilt, parser="workbook")


def _spoilt(data_type: str, column: int, number: int, file: str) -> Problem:
    from openpyxl.utils import get_column_letter

    cell = f"{get_column_letter(column + 1)}{number}"
    what = "a formula" if data_type == "f" else "an error"
    return Problem(
        f"Cell {cell} holds {what}, not a text.",
        file,
        number,
        remedy="Copy the column and paste it as values.",
    )


def _text(value: Any) -> str:
    """A cell as text: a date in ISO format, a truth value as the spreadsheet shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat()
    text = str(getattr(value, "text", value))
    return text.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n")
