"""``annotator agreement``: measure agreement from the command line."""

import csv
import json
from pathlib import Path
from textwrap import indent
from typing import Any

import click

from annotator.agreement.anyfile import Options, measure_file, pilot_of
from annotator.agreement.describe import as_text
from annotator.agreement.describefile import file_json, file_text
from annotator.agreement.describeplan import plan_json, plan_text
from annotator.agreement.intervals import REPLICATES, SEED
from annotator.agreement.layout import NONE, Layout, condition
from annotator.agreement.planning import made_up, plan
from annotator.agreement.scales import LEVELS, Level
from annotator.agreement.service import checking, keeping, live
from annotator.db import session, writing
from annotator.errors import NotFound
from annotator.rounds import queries as rounds
from annotator.rounds.models import Round
from annotator.studies import queries as studies
from annotator.web.commands import with_app


@click.group("agreement")
def agreement() -> None:
    """How far coders agree."""


@agreement.command(
    "measure",
    epilog="Example: annotator agreement measure codings.csv --unit unit --coder coder "
    "--value value --cluster article --where question=frame --where counted=1",
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--unit", default="", metavar="COLUMN", help="What was judged.")
@click.option("--coder", default="", metavar="COLUMN", help="Who judged it, in a long file.")
@click.option("--value", default="", metavar="COLUMN", help="The judgement, in a long file.")
@click.option("--coders", metavar="A,B,C", help="The coders' columns, in a wide file.")
@click.option("--where", multiple=True, metavar="COLUMN=VALUE", help="Only rows like this.")
@click.option("--level", type=click.Choice(LEVELS), default="nominal", show_default=True)
@click.option("--values", metavar="A,B,C", help="All values, in order; others are refused.")
@click.option("--missing", metavar="A,B,C", help="Cells that are no judgement, as empty ones are.")
@click.option("--separator", default="", metavar="TEXT", help="Cells hold sets of codes.")
@click.option("--none", default=NONE, show_default=True, metavar="TEXT", help="The empty set.")
@click.option(
    "--distance",
    type=click.Choice(["nominal", "masi", "jaccard"]),
    default="nominal",
    show_default=True,
    help="How far sets of codes differ.",
)
@click.option("--cluster", default="", metavar="COLUMN", help="The article of each unit.")
@click.option("--group", default="", metavar="COLUMN", help="What to compare: outlet, week ...")
@click.option(
    "--repeats",
    type=click.Choice(["refuse", "occasions"]),
    default="refuse",
    show_default=True,
    help="What a coder's second judgement of a unit is.",
)
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True)
@click.option(
    "--replicates", type=click.IntRange(1, 1_000_000), default=REPLICATES, show_default=True
)
@click.option("--kalpha", is_flag=True, help="The interval of older papers too; it is too narrow.")
@click.option("--json", "in_json", is_flag=True, help="Print JSON in full precision.")
def measure_command(file: str, *, in_json: bool, **said: Any) -> None:
    """Measure agreement in FILE, a CSV, long or wide.

    A long file has one row for each coder and unit; a wide one has a row for each unit
    and a column for each coder. Without names of columns, a file with the columns unit,
    coder and value is long, and in any other each column is a coder that is not named as
    something else.

    Prints percent agreement, Krippendorff's alpha and other coefficients with 95 %
    intervals; code by code, for every two coders, and without each coder. Name the
    article with --cluster if you can: sentences of one article are alike, and intervals
    that do not know it are too narrow.
    """
    with click.open_file(file, "rb") as stream:
        data = stream.read()
    layout = Layout(
        unit=said["unit"],
        coder=said["coder"],
        value=said["value"],
        cluster=said["cluster"],
        where=tuple(map(condition, said["where"])),
        coders=tuple(_listed(said["coders"]) or ()),
        group=said["group"],
        missing=tuple(_listed(said["missing"]) or ()),
        separator=said["separator"],
        none=said["none"],
    )
    names = ("level", "distance", "repeats", "seed", "replicates", "kalpha")
    options = Options(values=_listed(said["values"]), **{name: said[name] for name in names})
    report = measure_file(data, layout, options, file=file)
    if in_json:
        click.echo(json.dumps(file_json(report), ensure_ascii=False, indent=2))
    else:
        click.echo(file_text(report))


def _listed(values: str | None) -> list[str] | None:
    """What a list names; a name with a comma in it stands in quotes."""
    if values is None:
        return None
    return [value.strip() for value in next(csv.reader([values]), [])]


_SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)


@agreement.command(
    "plan",
    epilog="Example: annotator agreement plan --alpha 0.8 --minimum 0.667 --prevalence 0.1 "
    "--coders 3 --sentences 20",
)
@click.option("--minimum", type=_SHARE, default=0.667, show_default=True, help="To be cleared.")
@click.option("--alpha", type=_SHARE, default=0.8, show_default=True, help="Expected alpha.")
@click.option("--prevalence", type=_SHARE, help="Share of the rarest code.  [default: 0.1]")
@click.option("--coders", type=click.IntRange(2, 50), default=2, show_default=True)
@click.option(
    "--sentences", type=click.IntRange(1, 1000), default=20, show_default=True, help="An article."
)
@click.option(
    "--dependence",
    type=click.FloatRange(0, 1, max_open=True),
    default=0.15,
    show_default=True,
    help="How alike sentences of one article are; 0 is not at all.",
)
@click.option("--power", type=_SHARE, default=0.8, show_default=True)
@click.option(
    "--pace",
    type=click.FloatRange(min=0),
    default=20.0,
    show_default=True,
    help="Seconds a judgement; annotator hours tells yours.",
)
@click.option("--pilot", type=click.Path(exists=True, dir_okay=False), help="A CSV to draw from.")
@click.option("--unit", default="", metavar="COLUMN", help="In the pilot: what was judged.")
@click.option("--coder", default="", metavar="COLUMN", help="In the pilot: who judged it.")
@click.option("--value", default="", metavar="COLUMN", help="In the pilot: the judgement.")
@click.option("--cluster", default="article", show_default=True, help="In the pilot: the article.")
@click.option(
    "--where", multiple=True, metavar="COLUMN=VALUE", help="In the pilot: only such rows."
)
@click.option("--level", type=click.Choice(LEVELS), default="nominal", show_default=True)
@click.option("--studies", type=click.IntRange(50, 10_000), default=400, show_default=True)
@click.option("--seed", type=click.IntRange(min=0), default=SEED, show_default=True)
@click.option("--json", "in_json", is_flag=True, help="Print JSON in full precision.")
def plan_command(
    minimum: float,
    alpha: float,
    prevalence: float | None,
    coders: int,
    sentences: int,
    dependence: float,
    power: float,
    pace: float,
    pilot: str | None,
    unit: str,
    coder: str,
    value: str,
    cluster: str,
    where: tuple[str, ...],
    level: Level,
    studies: int,
    seed: int,
    in_json: bool,
) -> None:
    """Say how many sentences must be coded, so that the lower limit of alpha clears a minimum.

    Studies are simulated with articles as clusters: made up for the rarest code, or, with
    --pilot, drawn from the articles of a pilot in a CSV with a row for each coder and unit.
    """
    if pilot:
        layout = Layout(unit, coder, value, cluster, tuple(map(condition, where)))
        source = pilot_of(Path(pilot).read_bytes(), layout, Options(level), file=pilot)
    else:
        prevalence = prevalence or 0.1
        source = made_up(alpha, prevalence, coders, sentences, dependence)
    made = plan(source, minimum, power=power, studies=studies, seed=seed)
    found = plan_json(made, source, minimum, prevalence, pace)
    if in_json:
        click.echo(json.dumps(found, indent=2))
    else:
        click.echo(plan_text(found, source.coders, source.sentences))


@agreement.command("show", epilog="Example: annotator agreement show staged-meetings --round 1")
@click.argument("study")
@click.option("--round", "number", default="", metavar="NUMBER", help="The newest if not given.")
@with_app
def show(study: str, number: str) -> None:
    """Show and keep the agreement on every question of a round of STUDY.

    The same data are kept once, whoever measures them again.
    """
    chosen = _chosen(study, number)
    number = str(chosen.number)
    lines = live.report(session(), chosen)
    writing(session())
    chosen = rounds.round_of(session(), studies.study(session(), study), number)
    keeping.keep(session(), chosen, lines)
    session().commit()
    for line in lines:
        click.echo(f"{line.variable.key}: {line.variable.label}")
        said = as_text(line.measured) if line.measured else line.reason
        click.echo(indent(f"{said}\n\n{line.command}\n", "  "))


@agreement.command("check", epilog="Example: annotator agreement check staged-meetings 1")
@click.argument("study")
@click.argument("number", metavar="[ROUND]", default="")
@with_app
def check(study: str, number: str) -> None:
    """Count a round of STUDY anew, in another way, and compare with what the pages count.

    Without ROUND, the newest. It ends with 1 if something differs.
    """
    chosen = _chosen(study, number)
    found = checking.differences(session(), chosen)
    if not found:
        click.echo(f"Round {chosen.number}: the pages count what the rows say.")
        return
    click.echo(f"Round {chosen.number}: the pages do not count what the rows say.")
    for each in found:
        click.echo(f"  {each}")
    raise SystemExit(1)


def _chosen(study: str, number: str) -> Round:
    """The round with this number, or the newest that was opened.

    :raises NotFound: if there is none.
    """
    found = studies.study(session(), study)
    if number:
        return rounds.round_of(session(), found, number)
    opened = [each for each in rounds.rounds(session(), found) if each.state != "draft"]
    if not opened:
        raise NotFound(f"The study {study!r} has no round that was opened.")
    return opened[0]
