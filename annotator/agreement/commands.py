"""``annotator agreement``: measure agreement, plan, show and keep that of a study."""

from textwrap import indent

import click

from annotator.agreement.service.check import differences
from annotator.agreement.service.keep import keep_measurements
from annotator.agreement.service.measure import round_report
from annotator.coding.commands import also_option
from annotator.coding.exclusions import Included, in_order
from annotator.database.session import session
from annotator.errors import NotFound
from annotator.reliability.reporting.as_text import as_text
from annotator.rounds.models import Round
from annotator.rounds.queries import round_of, rounds
from annotator.studies.access import study_to_write
from annotator.studies.queries import study_called
from annotator.web.commands import with_app


@click.group("agreement")
def agreement() -> None:
    """How far coders agree."""


@agreement.command("show", epilog="Example: annotator agreement show staged-meetings --round 1")
@click.argument("study")
@click.option("--round", "number", default="", metavar="NUMBER", help="The newest if not given.")
@also_option
@with_app
def show(study: str, number: str, also: Included) -> None:
    """Show and keep the agreement on every question of a round of STUDY.

    The same data are kept once, whoever measures them again.
    """
    chosen = _chosen(study, number)
    number = str(chosen.number)
    reports = round_report(session(), chosen, also)
    with study_to_write(study) as writable:
        keep_measurements(session(), round_of(session(), writable, number), reports)
    if also:
        click.echo(f"With {', '.join(in_order(also))}: export with the same --also to recompute.\n")
    for report in reports:
        click.echo(f"{report.variable.key}: {report.variable.label}")
        text = as_text(report.measured) if report.measured else report.reason
        click.echo(indent(f"{text}\n\n{report.command}\n", "  "))


@agreement.command("check", epilog="Example: annotator agreement check staged-meetings 1")
@click.argument("study")
@click.argument("number", metavar="[ROUND]", default="")
@also_option
@with_app
def check(study: str, number: str, also: Included) -> None:
    """Count a round of STUDY anew, in another way, and compare with what the pages count.

    Without ROUND, the newest. It ends with 1 if something differs.
    """
    chosen = _chosen(study, number)
    different = differences(session(), chosen, also)
    if not different:
        click.echo(f"Round {chosen.number}: the pages count what the rows say.")
        return
    click.echo(f"Round {chosen.number}: the pages do not count what the rows say.")
    for each in different:
        click.echo(f"  {each}")
    raise SystemExit(1)


def _chosen(study: str, number: str) -> Round:
    """The round with this number, or the newest that was opened.

    :raises NotFound: if there is none.
    """
    row = study_called(session(), study)
    if number:
        return round_of(session(), row, number)
    opened = [each for each in rounds(session(), row) if each.state != "draft"]
    if not opened:
        raise NotFound(f"The study {study!r} has no round that was opened.")
    return opened[0]
