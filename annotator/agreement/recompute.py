"""The command that recomputes a table about a round from its exported CSV files. Pure."""

from collections.abc import Iterable, Sequence

from annotator.agreement.confusions import BETWEEN
from annotator.agreement.detail import GROUPS
from annotator.agreement.intervals import SEED
from annotator.agreement.report import Line
from annotator.agreement.sheets import Sheet
from annotator.coding.values import Variable

#: Where a column stands that codings.csv has not itself.
_OPTIONS = {
    "outlet": "--join articles.csv --group outlet",
    "event": "--join articles.csv --group event",
    "import_file": "--join articles.csv --group import_file",
    "week": "--week submitted_at",
    "article": "--group article",
}


def of_sheet(sheet: Sheet, command: str) -> str:
    """The command that prints one table as CSV; ``command`` is the one of its question."""
    group = sheet.key.removesuffix("-differences")
    return " ".join(filter(None, (command, _OPTIONS.get(group, ""), f"--table {sheet.key}")))


def of_page(sheets: Iterable[Sheet], command: str) -> str:
    """The command that recomputes all figures of a page."""
    keys = {sheet.key for sheet in sheets}
    options = [_OPTIONS[key] for key in (*GROUPS, "article") if key in keys]
    words = " ".join([command, *options]).split(" --join articles.csv")
    return words[0] + (" --join articles.csv" if words[1:] else "") + "".join(words[1:])


def of_sets(lines: Sequence[Line], round_number: int, seed: int = SEED) -> str:
    """The command that measures a ``many`` question as a whole."""
    first: Variable = lines[0].variable
    codes = BETWEEN.join(line.variable.code for line in lines)
    return (
        "annotator agreement measure codings.csv --unit unit --coder coder --value value "
        f"--where round={round_number} --where question={first.question} --where counted=1 "
        f"--codes code --values {codes} --distance masi --cluster article --seed {seed}"
    )
