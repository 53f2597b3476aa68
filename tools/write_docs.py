"""Write the pages that are made from the program, so that they can not differ from it.

    python tools/write_docs.py

``docs/commands.md`` comes from the commands themselves, ``docs/coefficients.md`` from what each
coefficient states, ``exports/README.md`` from the columns that the features declare.
``tests/test_docs.py`` fails when one is out of date.
"""

import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import click

from annotator.cli import main as roof
from annotator.datasets.dictionary import dictionary
from annotator.datasets.queries.tables import TABLES
from annotator.reliability.coefficients.coefficient import CoderCoefficient
from annotator.reliability.coefficients.registry import COEFFICIENTS, AnyCoefficient, weighted
from annotator.reliability.data.scales import LEVELS

ROOT = Path(__file__).resolve().parent.parent
MADE_BY = "<!-- Made by tools/write_docs.py; do not edit. -->"

COMMANDS_ABOUT = """\
Every command has `--help`. Before the command, `--data FOLDER` says which installation is
meant (`annotator --data lab serve`); [settings.md](settings.md) has the other settings.

The exit code is 0 if all went well, 1 if something is risky or was broken off, and 2 if
something was refused; then one line says why and what to do, and nothing was changed.
"""

COEFFICIENTS_ABOUT = """\
Each is computed from the same judgements, with gaps. A coefficient needs counts (how many coders
gave each value to a unit), or to know who gave which value. All but alpha count two different
values as a disagreement, whatever the level; those with weights are added by `--weights`.
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


def coefficients_page() -> str:
    """Every coefficient with what it needs and where it was published, as Markdown."""
    lines = [
        "| coefficient | in files | needs | reference |",
        "|---|---|---|---|",
        *(
            f"| {each.label} | `{each.key}` | {_needs(each)} | {each.reference} |"
            for each in (*COEFFICIENTS, *weighted("linear"))
        ),
    ]
    return (
        "\n\n".join([MADE_BY, "# Coefficients", COEFFICIENTS_ABOUT.rstrip(), "\n".join(lines)])
        + "\n"
    )


def _needs(coefficient: AnyCoefficient) -> str:
    """What a coefficient needs of judgements, in words."""
    needs = coefficient.needs
    most = needs.most_coders
    coders = f"{most} coders" if most else f"at least {needs.fewest_coders} coders"
    what = "who gave which value" if isinstance(coefficient, CoderCoefficient) else "counts"
    levels = "any level" if needs.levels == LEVELS else " or ".join(needs.levels) + " level"
    complete = ["all possible values"] if needs.all_values else []
    return ", ".join([what, coders, levels, *complete])


def data_dictionary() -> str:
    """What every file and column of an export means, as Markdown."""
    page = dictionary("Data sets of annotator", TABLES, EXPORTS_ABOUT)
    return f"{MADE_BY}\n\n{page}"


PAGES: dict[str, Callable[[], str]] = {
    "docs/commands.md": commands_page,
    "docs/coefficients.md": coefficients_page,
    "exports/README.md": data_dictionary,
}

if __name__ == "__main__":
    main()
