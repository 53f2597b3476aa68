"""A table of figures as a page shows it, and as CSV and LaTeX. Pure."""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Literal

from annotator.reliability.results.estimates import Figure

#: A text, a whole number, a coefficient, the limits of an interval, or nothing.
Cell = str | int | float | tuple[float, float] | None
Kind = Literal["text", "whole", "figure", "limits"]

#: The name of the column that says how intervals were made.
HOW = "how"

_SPECIAL = {
    "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    "<": r"\textless{}", ">": r"\textgreater{}", "|": r"\textbar{}", "\u2212": "$-$",
    **{sign: f"\\{sign}" for sign in "&%$#_{}"},
}  # fmt: skip
_TO_ESCAPE = re.compile("[" + re.escape("".join(_SPECIAL)) + "]")


@dataclass(frozen=True, slots=True)
class Head:
    """A column: its name in a CSV, its heading on a page, and what its cells are.

    Without a heading it is for programs: neither a page nor LaTeX has it.
    """

    name: str
    label: str
    kind: Kind = "text"

    @property
    def is_text(self) -> bool:
        return self.kind == "text"


#: Columns that many tables have.
UNITS = Head("n_units", "Units", "whole")
ALPHA = Head("alpha", "Alpha", "figure")
INTERVAL = Head("limits", "95 % interval", "limits")
METHOD = Head(HOW, "How, or why not")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table with what it is called in an address, a caption, and rows of cells.

    ``name_at`` is the column that names a row where it is drawn. Of many rows a page, a
    picture and LaTeX have those at the places ``chosen``; a CSV has all.
    """

    key: str
    caption: str
    heads: tuple[Head, ...]
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
        kinds = [head.kind for head in self.heads]
        if "limits" not in kinds:
            return []
        value, between = kinds.index("figure"), kinds.index("limits")
        return [
            (str(row[self.name_at]), _number(row[value]), *_ends(row[between])) for row in self.seen
        ]

    @property
    def same_how(self) -> str:
        """How all intervals were made, if all were made alike: then it is said once."""
        said = {row[-1] for row in self.rows} if self.heads[-1].name == HOW else set()
        only = said.pop() if len(said) == 1 else ""
        return only if isinstance(only, str) else ""

    @property
    def visible(self) -> list[tuple[Head, list[Cell]]]:
        """The columns that people read, each with its cells."""
        last = len(self.heads) - bool(self.same_how)
        return [
            (head, [row[at] for row in self.seen])
            for at, head in enumerate(self.heads[:last])
            if head.label
        ]

    def csv(self) -> bytes:
        """Full precision; limits take two columns; what is missing is empty."""
        stream = StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(name for head in self.heads for name in _names(head))
        for row in self.rows:
            writer.writerow(
                each
                for head, cell in zip(self.heads, row, strict=True)
                for each in _raw(head, cell)
            )
        return stream.getvalue().encode()

    def latex(self) -> str:
        """A table for the package booktabs, three decimals; every special sign is escaped."""
        heads = [head for head, _ in self.visible]
        kinds = "".join("l" if head.is_text else "r" for head in heads)
        lines = [" & ".join(latex(head.label) for head in heads)]
        columns = [map(shown, cells) for _, cells in self.visible]
        lines += [" & ".join(map(latex, row)) for row in zip(*columns, strict=True)]
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


def limits(figure: Figure) -> tuple[float, float] | None:
    """The limits of a figure's interval as one cell."""
    if figure.low is None or figure.high is None:
        return None
    return figure.low, figure.high


def why(figure: Figure) -> str:
    """How the interval was made, or why it or the value is missing."""
    return figure.method or figure.reason


def shown(cell: Cell) -> str:
    """A cell as people read it: three decimals, a true minus, a dash for nothing."""
    match cell:
        case None:
            return "–"
        case str():
            return cell
        case int():
            return f"{cell:,}"
        case float():
            return f"{cell:z.3f}".replace("-", "\u2212")
        case (low, high):
            return f"{shown(low)} to {shown(high)}"


def latex(text: str) -> str:
    """A text in which no sign means anything to LaTeX; each text stands on one line."""
    escaped = _TO_ESCAPE.sub(lambda found: _SPECIAL[found[0]], " ".join(text.split()))
    return escaped.replace("–", "--")


def _number(cell: Cell) -> float | None:
    return cell if isinstance(cell, float) else None


def _ends(cell: Cell) -> tuple[float, float] | tuple[None, None]:
    return cell if isinstance(cell, tuple) else (None, None)


def _names(head: Head) -> tuple[str, ...]:
    if head.kind != "limits":
        return (head.name,)
    before = "" if head.name == "limits" else f"{head.name}_"
    return f"{before}low", f"{before}high"


def _raw(head: Head, cell: Cell) -> tuple[object, ...]:
    if head.kind == "limits":
        return cell if isinstance(cell, tuple) else ("", "")
    return ("" if cell is None else repr(cell) if isinstance(cell, float) else cell,)
