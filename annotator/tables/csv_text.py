"""Write a table as CSV text, quickly: RFC 4180, minimal quoting, nothing altered. Pure.

A data set repeats few values in many rows, so each distinct value is turned into its
cell once; the rows are then only joined. Texts are faithful: a leading ``=`` stays,
since a CSV is to be imported, not double-clicked.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

END = "\r\n"
ROWS_AT_ONCE = 50_000

Cells = NDArray[np.object_]
Codes = NDArray[np.integer[Any]]


def pieces(frame: "pd.DataFrame") -> Iterator[bytes]:
    """The table as UTF-8 without a byte order mark, in pieces of 50,000 rows."""
    columns = [_cells(frame[name]) for name in frame.columns]
    yield (",".join(quoted(str(name)) for name in frame.columns) + END).encode()
    for start in range(0, len(frame), ROWS_AT_ONCE):
        chosen = [cells[codes[start : start + ROWS_AT_ONCE]].tolist() for cells, codes in columns]
        yield (END.join(map(",".join, zip(*chosen, strict=True))) + END).encode()


def _cells(column: "pd.Series[Any]") -> tuple[Cells, Codes]:
    import pandas as pd

    """The distinct cells of a column, and for each row the index of its cell."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes, distinct = column.cat.codes.to_numpy(), column.cat.categories
    else:
        codes, distinct = pd.factorize(column, use_na_sentinel=False)
    # The last cell is the empty one, at which a missing category (-1) points.
    return np.array([*(quoted(text(value)) for value in distinct), ""], dtype=object), codes


def text(value: object) -> str:
    """A value as a cell says it: missing is empty, true is 1, a number in full precision."""
    import pandas as pd

    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return ""
    if isinstance(value, (bool, np.bool_)):
        return "1" if value else "0"
    if isinstance(value, (float, np.floating)):
        return repr(float(value))
    return str(value)


def moment(time: datetime) -> str:
    """A moment as a cell says it: UTC in ISO 8601, to the millisecond."""
    return f"{time.isoformat(timespec='milliseconds')[:23]}Z"


def quoted(cell: str) -> str:
    """The cell, in quotation marks if it holds a comma, a quotation mark or a line end."""
    if "," in cell or '"' in cell or "\n" in cell or "\r" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
