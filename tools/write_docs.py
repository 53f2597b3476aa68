"""Write the pages that are made from the program, so that they can not differ from it.

    python tools/write_docs.py

``docs/commands.md`` comes from the commands themselves, ``exports/README.md`` from the
columns that the features declare. ``tests/test_docs.py`` fails when either is out of date.
"""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from annotator.cli import main as roof
from annotator.datasets.dictionary import dictionary
from annotator.datasets.queries.tables import TABLES

ROOT = Path(__file__).resolve().parent.parent
MADE_BY = "<!-- Made by tools/write_docs.py; do not edit. -->"

COMMANDS_ABOUT = """\
Every command has `--help`. Before the command, `--data FOLDER` says which installation is
meant (`annotator --data lab serve`); [settings.md](settings.md) has the other settings.

The exit code is 0 if all went well, 1 if something is risky or was broken off, and 2 if
something was refused; then one line says why and what to do, and nothing was changed.
"""

EXPORTS_ABOUT = """\
In a checkout, `annotator export STUDY` writes its data set into a folder of this one,
`STUDY-DATE`; git ignores it. This page is the data dictionary that every data set carries.
"""


def main() -> None:
    """Write every page anew."""
    for name, page in PAGES.items():
        (ROOT / name).write_text(page(), encoding="utf-8", newline="\n")


def commands_page() -> str:
    """Every command with its arguments, options and an example, as Markdown."""
    context = click.Context(roof, info_name="annotator")
    parts = [MADE_BY, "# Commands", COMMANDS_ABOUT.rstrip()]
    for name in roof.list_commands(context):
        command = roof.get_command(context, name)
        if command is not None:
            parts += _section(command, context, 2)
    return "\n\n".join(parts) + "\n"


def _section(command: click.Command, parent: click.Context, depth: int) -> Iterator[str]:
    """A command, and below it those of its group."""
    context = click.Context(command, parent=parent, info_name=command.name)
    if isinstance(command, click.Group):
        yield f"{'#' * depth} {context.command_path}"
        yield inspect.cleandoc(command.help or "")
        for each in command.commands.values():
            yield from _section(each, context, depth + 1)
        return
    arguments = [a.make_metavar(context) for a in command.params if isinstance(a, click.Argument)]
    yield " ".join(["#" * depth, context.command_path, *arguments])
    yield inspect.cleandoc(command.help or "")
    options = [each for each in command.params if isinstance(each, click.Option)]
    records = [record for each in options if (record := each.get_help_record(context))]
    if records:
        yield "\n".join(f"- `{names}` {' '.join(said.split())}" for names, said in records)
    if command.epilog:
        yield _code(command.epilog.removeprefix("Example: "))


def _code(text: str) -> str:
    return f"```sh\n{text}\n```"


def data_dictionary() -> str:
    """What every file and column of an export means, as Markdown."""
    page = dictionary("Data sets of annotator", TABLES, EXPORTS_ABOUT)
    return f"{MADE_BY}\n\n{page}"


PAGES: dict[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "exports/README.md": data_dictionary,
}

if __name__ == "__main__":
    main()
