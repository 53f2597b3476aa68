"""``annotator agreement``: measure agreement, plan, show and keep that of a study."""

from textwrap import indent

import click

from annotator.agreement import service
from annotator.agreement.commands.measuring import measure_command
from annotator.agreement.commands.planning import plan_command
from annotator.agreement.describe import as_text
from annotator.db import session, writing
from annotator.errors import NotFound
from annotator.rounds import queries as rounds
from annotator.studies import queries as studies
from annotator.web.commands import with_app


@click.group("agreement")
def agreement() -> None:
    """How far coders agree."""


agreement.add_command(measure_command)
agreement.add_command(plan_command)


@agreement.command("show", epilog="Example: annotator agreement show staged-meetings --round 1")
@click.argument("study")
@click.option("--round", "number", default="", metavar="NUMBER", help="The newest if not given.")
@with_app
def show(study: str, number: str) -> None:
    """Show and keep the agreement on every question of a round of STUDY.

    The same data are kept once, whoever measures them again.
    """
    found = studies.study(session(), study)
    opened = [each for each in rounds.rounds(session(), found) if each.state != "draft"]
    if not opened:
        raise NotFound(f"The study {study!r} has no round that was opened.")
    chosen = rounds.round_of(session(), found, number) if number else opened[0]
    number = str(chosen.number)
    lines = service.report(session(), chosen)
    writing(session())
    chosen = rounds.round_of(session(), studies.study(session(), study), number)
    service.keep(session(), chosen, lines)
    session().commit()
    for line in lines:
        click.echo(f"{line.variable.key}: {line.variable.label}")
        said = as_text(line.measured) if line.measured else line.reason
        click.echo(indent(f"{said}\n\n{line.command}\n", "  "))
