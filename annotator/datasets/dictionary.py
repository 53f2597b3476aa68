"""The data dictionary: what every file and every column of a data set means. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from annotator.columns import Column, Table

INTRODUCTION = """\
Every CSV file is UTF-8 without a byte order mark, comma-separated, with quotation marks only
where needed (RFC 4180). Texts are faithful: nothing is escaped, so import the files into a
program (pandas, R, Excel's *Data > From text*) rather than double-clicking them. Numbers have a
decimal point and full precision; a flag is 0 or 1; a time is UTC. An empty cell means that there
is no value.

Unseen, skipped, none and not applicable are four different things: see `status` in
`codings.csv`. Rows are sorted by their key, and the same data give the same bytes, whoever
exports them and when; `SHA256SUMS` has the checksum of every file (`sha256sum -c SHA256SUMS`).
Coders appear under pseudonyms only.
"""

RECOMPUTE = """\
## Recompute the agreement

`agreement.csv` has with every figure the command that recomputes it, to be run in this folder:

    annotator agreement measure codings.csv --unit unit --coder coder --value value \\
      --where round=1 --where question=QUESTION --where counted=1 --cluster article --seed 1
"""

FILES = (
    ("codebook-v*.yaml", "The versions of the codebook that the rounds used, as imported."),
    ("README.md", "This data dictionary."),
    ("SHA256SUMS", "The SHA-256 checksum of every other file."),
)


def dictionary(title: str, tables: Sequence[Table[Any]], about: str = "") -> str:
    """The data dictionary as Markdown."""
    parts = [f"# {title}", about, INTRODUCTION, "## Files", "\n".join(_files(tables))]
    parts += ["\n".join(_table(table)) for table in tables]
    return "\n\n".join(part.strip("\n") for part in [*parts, RECOMPUTE] if part) + "\n"


def _files(tables: Sequence[Table[Any]]) -> Iterator[str]:
    yield "| file | a row is / what it holds |"
    yield "|---|---|"
    for table in tables:
        yield f"| `{table.file}` | {table.row} |"
    for name, holds in FILES:
        yield f"| `{name}` | {holds} |"


def _table(table: Table[Any]) -> Iterator[str]:
    yield f"## {table.file}"
    yield ""
    yield (
        f"A row is {table.row[0].lower()}{table.row[1:].rstrip('.')}. Its key: "
        + ", ".join(f"`{name}`" for name in table.key)
        + "."
    )
    yield ""
    yield "| column | kind | meaning |"
    yield "|---|---|---|"
    for column in table.columns:
        yield f"| `{column.name}` | {column.kind} | {_meaning(column)} |"


def _meaning(column: Column[Any]) -> str:
    values = (
        f" Values: {', '.join(f'`{value}`' for value in column.values)}." if column.values else ""
    )
    return column.meaning + values
