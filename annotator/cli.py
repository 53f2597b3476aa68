"""The command ``annotator``: every feature's commands in one group.

A command is imported when it is used, so that help and mistakes are answered at once.
"""

import gc
import sys
from collections import UserDict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

from annotator import config
from annotator.config import Installation, Settings
from annotator.errors import AnnotatorError

#: Where each command is, and what it is for, in the order of a study's life.
COMMANDS = {
    "demo": ("demo.commands:demo", "Try it: load the demo study and serve it."),
    "init": ("operations.commands.running:init", "Make the data folder and the database."),
    "serve": ("operations.commands.running:serve", "Serve the installation."),
    "accounts": ("accounts.commands:accounts", "People who sign in."),
    "study": ("studies.commands:study", "Studies: corpus, codebook, members, rounds."),
    "members": ("studies.commands:members", "People with a part in a study."),
    "codebook": ("codebook.commands:codebook", "Codebooks: questions, codes, definitions."),
    "articles": ("corpus.commands:articles", "What is cut into sentences and coded."),
    "round": ("rounds.commands.rounds:round_", "Sentences coded under one version and one design."),
    "hours": ("supervision.commands:hours", "Who worked how long, as CSV."),
    "agreement": ("agreement.commands:agreement", "How far coders agree."),
    "export": ("datasets.commands:export", "Write the data set of a study."),
    "backup": ("operations.commands.database:backup", "Write a consistent copy of the database."),
    "restore": ("operations.commands.database:restore", "Put back such a copy."),
    "move": ("operations.commands.moving:move", "Move from SQLite to PostgreSQL."),
    "db": ("operations.commands.database:database", "The tables of the database."),
    "doctor": (
        "operations.commands.doctor:doctor",
        "Say what this installation is, and its risks.",
    ),
}

#: Commands of a group that another feature brings: by group, in the order of help.
JOINING = {
    "agreement": (
        "measuring.commands:measure_command",
        "planner.commands:plan_command",
    ),
}


def imported(place: str) -> Any:
    """What stands at a place in the package, such as ``app:create_app``."""
    # What an import makes stays to the end: looking through it for garbage would take a
    # seventh of the start.
    gc.disable()
    module, attribute = place.split(":")
    try:
        return getattr(import_module(f"annotator.{module}"), attribute)
    finally:
        gc.freeze()
        gc.enable()


class LazyCommands(UserDict[str, click.Command]):
    """The commands by name; each is imported when it is taken."""

    def __missing__(self, name: str) -> click.Command:
        place, _help = COMMANDS[name]
        command: click.Command = imported(place)
        for joining in JOINING.get(name, ()):
            command.add_command(imported(joining))  # type: ignore[attr-defined]
        self[name] = command
        return command

    def __contains__(self, name: object) -> bool:
        return name in COMMANDS

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class RefusingGroup(click.Group):
    """A group that answers every refusal with its sentence and exit code 2.

    So it does where the database is away; that may be at any moment of any command.
    """

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AnnotatorError as error:
            _refuse(str(error))
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            away = "sqlalchemy" in sys.modules and context.obj and _away(error, context.obj)
            if not away:
                raise
            _refuse(away)

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def format_commands(self, _context: click.Context, formatter: click.HelpFormatter) -> None:
        """The table of commands, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, purpose) for name, (_place, purpose) in COMMANDS.items()])


def _refuse(sentence: str) -> NoReturn:
    click.echo(f"annotator: {sentence}", err=True)
    sys.exit(2)


def _away(error: Exception, named: Installation) -> str | None:
    sentence: str | None = imported("web.commands:away")(error, named.settings)
    return sentence


@click.group(cls=RefusingGroup, commands=LazyCommands(), epilog="Example: annotator demo")
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    envvar="ANNOTATOR_DATA",
    help=f"The folder of the database and its secret.  [default: {config.DATA_FOLDER}]",
)
@click.version_option(package_name="annotator")
@click.pass_context
def main(context: click.Context, data: Path | None) -> None:
    """News sentences, one at a time, to human coders; agreement; data sets."""
    context.obj = Installation(config.read(data=data), make_app)


def make_app(settings: Settings) -> Any:
    """The application, which is imported only by commands that need it."""
    app = imported("app:create_app")(settings)
    # What was imported stays to the end, and rows that are read hold no cycles. Looking
    # through them for garbage as often as Python does by itself would take a third of an
    # export, and keep coders waiting in between.
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    return app
