"""The command ``annotator``: every feature's commands under one roof."""

import sys
from pathlib import Path
from typing import Any

import click

from annotator import config
from annotator.accounts.commands import accounts
from annotator.agreement.commands import agreement
from annotator.app import create_app
from annotator.codebook.commands import codebook
from annotator.corpus.commands import articles
from annotator.datasets.commands import export
from annotator.errors import AnnotatorError
from annotator.overview.commands.database import backup, database, restore
from annotator.overview.commands.doctor import doctor
from annotator.overview.commands.running import demo, init, serve
from annotator.rounds.commands import round_
from annotator.studies.commands import members, study
from annotator.web.commands import Installation


class Roof(click.Group):
    """A group that answers every refusal with its sentence and exit code 2."""

    def invoke(self, context: click.Context) -> Any:
        try:
            return super().invoke(context)
        except AnnotatorError as error:
            click.echo(f"annotator: {error}", err=True)
            sys.exit(2)


@click.group(cls=Roof, epilog="Example: annotator demo")
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
    context.obj = Installation(config.read(data=data), create_app)


COMMANDS = (
    init,
    serve,
    demo,
    doctor,
    database,
    backup,
    restore,
    accounts,
    study,
    members,
    codebook,
    articles,
    round_,
    agreement,
    export,
)
for command in COMMANDS:
    main.add_command(command)
