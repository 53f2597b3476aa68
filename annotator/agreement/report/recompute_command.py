"""The command that recomputes figures of a round from its exported CSV files."""

from collections.abc import Iterable, Sequence

from annotator.codebook.kinds.variable import Variable
from annotator.reliability.reporting.table import Table
from annotator.reliability.results.confusions import BETWEEN
from annotator.reliability.uncertainty.resampling import SEED

_MEASURE = "annotator agreement measure codings.csv --unit unit --coder coder --value value"

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


def command_of_variable(variable: Variable, round_number: int, seed: int = SEED) -> str:
    """The command that recomputes the figures of a variable."""
    where = [f"round={round_number}", f"question={variable.question}"]
    where += [f"code={variable.code}"] if variable.code else []
    where += ["counted=1"]
    parts = [_MEASURE, *(f"--where {each}" for each in where), f"--level {variable.level}"]
    parts += [f"--values {','.join(variable.values)}"] if variable.values else []
    return " ".join([*parts, "--cluster article", f"--seed {seed}"])


def command_of_sets(variables: Sequence[Variable], round_number: int, seed: int = SEED) -> str:
    """The command that measures a question with several codes as a whole."""
    codes = BETWEEN.join(variable.code for variable in variables)
    return (
        f"{_MEASURE} --where round={round_number} --where question={variables[0].question} "
        f"--where counted=1 --codes code --values {codes} --distance masi --cluster article "
        f"--seed {seed}"
    )


def command_of_table(table: Table, command: str) -> str:
    """The command that prints one table as CSV; ``command`` is the one of its question."""
    return f"{command_of_tables([table], command)} --table {table.key}"


def command_of_tables(tables: Iterable[Table], command: str) -> str:
    """The command that recomputes all figures of these tables."""
    keys = {table.key.removesuffix("-differences") for table in tables}
    joined = ["--join articles.csv"] if keys & _OF_ARTICLES else []
    return " ".join([command, *joined, *(_PARTS[key] for key in _PARTS if key in keys)])
