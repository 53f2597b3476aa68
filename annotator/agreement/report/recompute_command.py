"""The command that recomputes a table about a round from its exported CSV files. Pure."""

from collections.abc import Iterable, Sequence

from annotator.agreement.report.variable_report import Line
from annotator.codebook.kinds.variable import Variable
from annotator.reliability.reporting.table import Table
from annotator.reliability.results.confusions import BETWEEN
from annotator.reliability.uncertainty.resampling import SEED

#: The option that makes the parts of a table.
_PARTS = {
    "outlet": "--group outlet",
    "event": "--group event",
    "import_file": "--group import_file",
    "week": "--week submitted_at",
    "article": "--group article",
}

#: Columns that codings.csv has not itself.
_OF_ARTICLES = {"outlet", "event", "import_file"}


def of_table(table: Table, command: str) -> str:
    """The command that prints one table as CSV; ``command`` is the one of its question."""
    return f"{of_page([table], command)} --table {table.key}"


def of_page(tables: Iterable[Table], command: str) -> str:
    """The command that recomputes all figures of these tables."""
    keys = {table.key.removesuffix("-differences") for table in tables}
    joined = ["--join articles.csv"] if keys & _OF_ARTICLES else []
    return " ".join([command, *joined, *(_PARTS[key] for key in _PARTS if key in keys)])


def of_sets(lines: Sequence[Line], round_number: int, seed: int = SEED) -> str:
    """The command that measures a ``many`` question as a whole."""
    first: Variable = lines[0].variable
    codes = BETWEEN.join(line.variable.code for line in lines)
    return (
        "annotator agreement measure codings.csv --unit unit --coder coder --value value "
        f"--where round={round_number} --where question={first.question} --where counted=1 "
        f"--codes code --values {codes} --distance masi --cluster article --seed {seed}"
    )
