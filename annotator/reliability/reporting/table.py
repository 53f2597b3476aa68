"""A table of estimates as a page shows it, and as CSV and LaTeX."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from annotator.reliability.results.estimates import Estimate


@dataclass(frozen=True, slots=True)
class Missing:
    """An empty cell, and why it is empty."""

    reason: str


#: A text, a whole number, a coefficient, the limits of an interval, or nothing.
Cell = str | int | float | tuple[float, float] | Missing | None
#: What is "aligned" is a text that stands to the right, as numbers do.
Kind = Literal["text", "aligned", "whole", "figure", "limits"]

#: The name of the column that says how intervals were made.
HOW = "how"

_SPECIAL = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "\u2212": "$-$",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip
_TO_ESCAPE = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Parameters
    ----------
    name : str
        Its name in a CSV.
    label : str
        Its heading. Without one it is for programs: neither a page nor LaTeX has it.
    kind : {"text", "aligned", "whole", "figure", "limits"}
        What its cells are.
    digits : int
        How many decimals its figures have.
    """

    name: str
    label: str
    kind: Kind = "text"
    digits: int = 3

    @property
    def is_text(self) -> bool:
        return self.kind == "text"

    def shown(self, cell: Cell) -> str:
        """A cell of this column as people read it."""
        return figure(cell, self.digits) if isinstance(cell, float) else shown(cell)


#: Columns that many tables have.
UNITS = Column("n_units", "Units", "whole")
ALPHA = Column("alpha", "Alpha", "figure")
INTERVAL = Column("limits", "95 % interval", "limits")
METHOD = Column(HOW, "How, or why not")


@dataclass(frozen=True, slots=True)
class Table:
    """A table that a page, a CSV, LaTeX and a picture show alike.

    Parameters
    ----------
    key : str
        What it is called in an address.
    caption : str
        Its caption.
    columns : tuple of Column
        Its columns.
    rows : sequence of tuple
        The cells of each row.
    name_at : int
        The column that names a row where it is drawn.
    chosen : sequence of int, optional
        Of many rows, the places of those that a page, a picture and LaTeX have. A CSV has all.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> columns = (rel.Column("code", "Code"), rel.Column("alpha", "Alpha", "figure"))
    >>> table = rel.Table("codes", "Code by code", columns, [("calm", 0.75), ("loud", None)])
    >>> print(table.csv().decode())
    code,alpha
    calm,0.75
    loud,
    <BLANKLINE>
    """

    key: str
    caption: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    name_at: int = 0
    chosen: Sequence[int] | None = None

    @property
    def seen(self) -> Sequence[tuple[Cell, ...]]:
        """The rows that people read."""
        return self.rows if self.chosen is None else [self.rows[at] for at in self.chosen]

    @property
    def unseen(self) -> int:
        """How many rows only a CSV has."""
        return len(self.rows) - len(self.seen)

    @property
    def drawn(self) -> list[tuple[str, float | None, float | None, float | None]]:
        """Each row's name, first coefficient and its limits; empty if there are none to draw."""
        kinds = [column.kind for column in self.columns]
        if "limits" not in kinds:
            return []
        value, between = kinds.index("figure"), kinds.index("limits")
        return [
            (str(row[self.name_at]), _number(row[value]), *_ends(row[between])) for row in self.seen
        ]

    @property
    def same_how(self) -> str:
        """How all intervals were made, if all were made alike: then it is said once."""
        methods = {row[-1] for row in self.rows} if self.columns[-1].name == HOW else set()
        only = methods.pop() if len(methods) == 1 else ""
        return only if isinstance(only, str) else ""

    @property
    def visible(self) -> list[tuple[Column, list[Cell]]]:
        """The columns that people read, each with its cells."""
        last = len(self.columns) - bool(self.same_how)
        return [
            (column, [row[at] for row in self.seen])
            for at, column in enumerate(self.columns[:last])
            if column.label
        ]

    def csv(self) -> bytes:
        """Full precision; limits take two columns; what is missing is empty."""
        stream = StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(name for column in self.columns for name in _names(column))
        for row in self.rows:
            writer.writerow(
                each
                for column, cell in zip(self.columns, row, strict=True)
                for each in _raw(column, cell)
            )
        return stream.getvalue().encode()

    def latex(self) -> str:
        """A table for the package booktabs, three decimals; every special sign is escaped."""
        kinds = "".join("l" if column.is_text else "r" for column, _ in self.visible)
        lines = [" & ".join(latex(column.label) for column, _ in self.visible)]
        cells = [map(column.shown, cells) for column, cells in self.visible]
        lines += [" & ".join(map(latex, row)) for row in zip(*cells, strict=True)]
        caption = f"{self.caption}; {self.same_how}" if self.same_how else self.caption
        body = [f"{line} \\\\" for line in lines]
        return "\n".join([
            "% \\usepackage{booktabs}",
            "\\begin{table}",
            f"\\caption{{{latex(caption)}}}",
            f"\\begin{{tabular}}{{{kinds}}}",
            "\\toprule", body[0], "\\midrule", *body[1:], "\\bottomrule",
            "\\end{tabular}",
            "\\end{table}",
            "",
        ])  # fmt: skip


def value_cell(estimate: Estimate) -> Cell:
    """A value, or why it is missing, as one cell."""
    return Missing(estimate.reason) if estimate.value is None else estimate.value


def limits_cell(estimate: Estimate) -> Cell:
    """The limits of an interval, or why they are missing, as one cell."""
    return limits(estimate) or Missing(estimate.reason)


def limits(estimate: Estimate) -> tuple[float, float] | None:
    """The limits of an interval as one cell."""
    if estimate.low is None or estimate.high is None:
        return None
    return estimate.low, estimate.high


def why(estimate: Estimate) -> str:
    """How the interval was made, or why it or the value is missing."""
    return estimate.method or estimate.reason


def decimals(value: float, digits: int = 3) -> str:
    """A number with a fixed number of decimals, never a negative zero."""
    return f"{value:z.{digits}f}"


def figure(value: float, digits: int = 3) -> str:
    """A number with a fixed number of decimals and a true minus."""
    return decimals(value, digits).replace("-", "\u2212")


def shown(cell: Cell) -> str:
    """A cell as people read it: three decimals, a true minus, a dash for nothing."""
    match cell:
        case None | Missing():
            return "–"
        case str():
            return cell
        case int():
            return f"{cell:,}"
        case float():
            return figure(cell)
        case (low, high):
            return f"{shown(low)} to {shown(high)}"


def latex(text: str) -> str:
    """A text in which no sign means anything to LaTeX; each text stands on one line."""
    escaped = _TO_ESCAPE.sub(lambda match: _SPECIAL[match[0]], " ".join(text.split()))
    return escaped.replace("–", "--")


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


def _ends(cell: Cell) -> tuple[float, float] | tuple[None, None]:
    return cell if isinstance(cell, tuple) else (None, None)


def _names(column: Column) -> tuple[str, ...]:
    if column.kind != "limits":
        return (column.name,)
    before = "" if column.name == "limits" else f"{column.name}_"
    return f"{before}low", f"{before}high"


def _raw(column: Column, cell: Cell) -> tuple[object, ...]:
    if column.kind == "limits":
        return cell if isinstance(cell, tuple) else ("", "")
    if cell is None or isinstance(cell, Missing):
        return ("",)
    return (repr(cell) if isinstance(cell, float) else cell,)
