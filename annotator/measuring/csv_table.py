"""The bytes of a CSV file become a header and numbered records."""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
