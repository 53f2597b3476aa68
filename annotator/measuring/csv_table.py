"""The bytes of a CSV file become a header and numbered records, with columns of other files."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import StringIO

from annotator.errors import Problem, Refused
from annotator.tables.encoding import decode_utf8

_DELIMITERS = ",;\t"

#: A header is looked for in so many characters.
_HEADER = 2**20

_SAVE_AS_CSV = "Save it as CSV in UTF-8 and try again."


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file as text, with its header and the character that separates its cells.

    ``more`` makes of a record's cells those of the columns behind the first ``width``,
    which other files have.
    """

    file: str
    text: str
    delimiter: str
    header: tuple[str, ...]
    width: int
    more: tuple[Callable[[list[str]], list[str]], ...] = ()

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each record below the header, with its first line; blank lines are passed over.

        :raises Refused: at a record with more or fewer cells than the header, or with a
            quote that does not end.
        """
        reader = csv.reader(StringIO(self.text, newline=""), delimiter=self.delimiter, strict=True)
        line, above = 1, True
        try:
            for cells in reader:
                if cells and not above:
                    self._check(line, cells)
                    yield line, cells + [cell for found in self.more for cell in found(cells)]
                above = above and not cells
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"This record can not be read as CSV: {error}."
            remedy = "Check that every quote that opens is closed, and doubled inside a cell."
            raise Refused(Problem(message, self.file, line, "", remedy)) from error

    def _check(self, line: int, cells: list[str]) -> None:
        """:raises Refused: if the record is ragged."""
        if len(cells) != self.width:
            message = f"This record has {len(cells)} cells and the header {self.width}."
            remedy = "Put quotes around text with a separator or a line break in it."
            raise Refused(Problem(message, self.file, line, "", remedy))


def read_table(data: bytes, file: str) -> CsvTable:
    """A table in UTF-8, separated by comma, semicolon or tab: whichever the header has most.

    :raises Refused: if the bytes are not text in UTF-8, or nothing but white space.
    """
    text = _decoded(data, file)
    if not text.strip():
        raise Refused(Problem("The file is empty.", file, remedy="Choose a file with a header."))
    delimiter = _delimiter(text[:_HEADER])
    records = csv.reader(StringIO(text[:_HEADER], newline=""), delimiter=delimiter)
    header = tuple(name.strip() for name in next(filter(None, records)))
    return CsvTable(file, text, delimiter, header, len(header))


def _delimiter(text: str) -> str:
    """What separates the first line: the character that is most often outside quotes."""
    line = re.sub(r'"[^"]*"', "quoted", text).lstrip("\r\n").splitlines()[0]
    return max(_DELIMITERS, key=line.count)


def _decoded(data: bytes, file: str) -> str:
    """The text of a file in UTF-8, without the mark that Excel puts in front.

    :raises Refused: naming what the file seems to be instead.
    """
    if data.startswith(b"PK\x03\x04"):
        raise Refused(Problem("This is a spreadsheet or a zip file.", file, remedy=_SAVE_AS_CSV))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(Problem("This is text in UTF-16.", file, remedy=_SAVE_AS_CSV))
    if b"\0" in data:
        raise Refused(Problem("This is not a text file.", file, remedy=_SAVE_AS_CSV))
    return decode_utf8(data, file, "Byte 0x{byte:02x} is not text in UTF-8.", _SAVE_AS_CSV)


def joined(table: CsvTable, others: Sequence[CsvTable]) -> CsvTable:
    """A table with the columns of other tables behind its own.

    A row's cells there are found by the first column that both tables have, and empty where
    the other one has no such row. A column that is there already stays what it is.

    :raises Refused: if no column is in both, or the other one has two rows of one name.
    """
    for other in others:
        name, found, columns = _found(table, other)
        at = table.header.index(name)
        # A record is given with the table's own columns only, and the key has to be one.
        table = replace(
            table,
            header=(*table.header, *columns),
            more=(*table.more, _looked_up(at, found, len(columns))),
        )
    return table


def _looked_up(
    at: int, found: dict[str, list[str]], width: int
) -> Callable[[list[str]], list[str]]:
    empty = [""] * width

    def cells(record: list[str]) -> list[str]:
        return found.get(record[at].strip(), empty)

    return cells


def _found(table: CsvTable, other: CsvTable) -> tuple[str, dict[str, list[str]], list[str]]:
    """By which column the other table is read, its cells by that, and the names of these."""
    own = table.header[: table.width]
    name = next((each for each in other.header if each in own), "")
    if not name:
        message = (
            f"{other.file} has no column of {table.file}: it has {', '.join(other.header)}, "
            f"and {table.file} has {', '.join(own)}."
        )
        remedy = "Give the column that both share, such as article, the same name in both."
        raise Refused(Problem(message, other.file, remedy=remedy))
    new = [at for at, each in enumerate(other.header) if each not in table.header]
    found = _by_name(other, name, new)
    known = own.index(name)
    if not any(cells[known].strip() in found for _, cells in table.records()):
        message = f"No {name} of {table.file} is in {other.file}."
        raise Refused(Problem(message, other.file, remedy="Join the file of the same data set."))
    return name, found, [other.header[at] for at in new]


def _by_name(other: CsvTable, name: str, new: Sequence[int]) -> dict[str, list[str]]:
    """Some cells of each row by its cell in one column.

    :raises Refused: at a second row of one name.
    """
    key = other.header.index(name)
    found: dict[str, list[str]] = {}
    lines: dict[str, int] = {}
    for line, cells in other.records():
        label = cells[key].strip()
        if label in found:
            message = f'"{label}" stands in line {lines[label]} already; one row each is expected.'
            remedy = f"Keep one row for each {name}, or join a file that has one."
            raise Refused(Problem(message, other.file, line, name, remedy))
        found[label], lines[label] = [cells[at] for at in new], line
    return found
