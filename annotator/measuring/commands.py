"""``annotator agreement measure``: any CSV, long or wide."""

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import click

from annotator.errors import Problem, Refused
from annotator.measuring.as_text import file_json, file_text
from annotator.measuring.csv_table import read_table
from annotator.measuring.file_report import FileReport, measure_file
from annotator.measuring.layout import NONE, Layout, condition
from annotator.measuring.options import Options, coder_groups, distances
from annotator.measuring.tables import file_tables
from annotator.reliability.coefficients.registry import WEIGHTS
from annotator.reliability.coefficients.weights import DistanceName
from annotator.reliability.data.scales import LEVELS
from annotator.reliability.reporting.table import Table
from annotator.reliability.uncertainty.resampling import REPLICATES, SEED


@click.command(
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
    "--codes",
    default="",
    metavar="COLUMN",
    help="A row for each code of a set, named here; its value is 1 if given, 0 if not.",
)
@click.option(
    "--distance",
    default="nominal",
    show_default=True,
    metavar="[nominal|masi|jaccard|FILE]",
    help="How far sets of codes differ, or a CSV with the distance of every two values.",
)
@click.option(
    "--weights",
    type=click.Choice(list(WEIGHTS)),
    default="none",
    show_default=True,
    help="A near miss agrees in part: AC2 and weighted kappas.",
)
@click.option("--cluster", default="", metavar="COLUMN", help="The article of each unit.")
@click.option(
    "--join",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="A CSV with more columns, found by the first that it shares with FILE.",
)
@click.option(
    "--group", multiple=True, metavar="COLUMN", help="Compare by outlet, event, article ..."
)
@click.option(
    "--week", default="", metavar="COLUMN", help="Compare by the week of a unit's last time here."
)
@click.option(
    "--coder-groups",
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Compare groups of coders: a CSV with a column of coders and one of groups.",
)
@click.option("--text", default="", metavar="COLUMN", help="The words of each unit.")
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
@click.option("--table", default="", metavar="NAME", help="Print one table as CSV, such as codes.")
def measure_command(file: str, *, in_json: bool, table: str, **chosen: Any) -> None:
    """Measure agreement in FILE, a CSV, long or wide.

    A long file has one row for each coder and unit; a wide one has a row for each unit
    and a column for each coder. Without names of columns, a file with the columns unit,
    coder and value is long, and in any other each column is a coder that is not named as
    something else.

    Prints percent agreement, Krippendorff's alpha and other coefficients with 95 %
    intervals; code by code, for every two coders, and without each coder. Name the
    article with --cluster if you can: sentences of one article are alike, and intervals
    that do not know it are too narrow.

    Columns that another file has come with --join: the outlet of each article, the
    training of each coder. --table prints one table in full precision: coefficients, codes,
    confusions, coders, pairs, articles, prevalence, disputes, occasions, coder_group, a
    column of --group or week, and OUTLET-differences.
    """
    with click.open_file(file, "rb") as stream:
        data = stream.read()
    layout = _layout(chosen)
    others = [read_table(Path(each).read_bytes(), Path(each).name) for each in chosen["join"]]
    report = measure_file(data, layout, _options(chosen), file=file, others=others)
    if table:
        click.echo(_table(report, layout, table).csv(), nl=False)
    elif in_json:
        click.echo(json.dumps(file_json(report), ensure_ascii=False, indent=2))
    else:
        click.echo(file_text(report))


def _layout(chosen: dict[str, Any]) -> Layout:
    """Which column says what."""
    return Layout(
        unit=chosen["unit"],
        coder=chosen["coder"],
        value=chosen["value"],
        cluster=chosen["cluster"],
        where=tuple(map(condition, chosen["where"])),
        coders=tuple(_listed(chosen["coders"]) or ()),
        groups=chosen["group"],
        missing=tuple(_listed(chosen["missing"]) or ()),
        separator=chosen["separator"],
        none=chosen["none"],
        week=chosen["week"],
        codes=chosen["codes"],
        text=chosen["text"],
    )


def _options(chosen: dict[str, Any]) -> Options:
    """How to measure.

    :raises Refused: if a file that says how cannot be read.
    """
    names = ("level", "repeats", "seed", "replicates", "kalpha", "weights")
    options = Options(values=_listed(chosen["values"]), **{name: chosen[name] for name in names})
    if chosen["coder_groups"]:
        path = Path(chosen["coder_groups"])
        options = replace(options, coder_groups=coder_groups(path.read_bytes(), path.name))
    if chosen["distance"] in get_args(DistanceName):
        return replace(options, distance=chosen["distance"])
    path = Path(chosen["distance"])
    if not path.is_file():
        message = f'"{path}" is neither nominal, masi or jaccard nor a file.'
        raise Refused(Problem(message, remedy="Name a CSV with the distance of every two values."))
    return replace(options, distances=distances(path.read_bytes(), path.name))


def _table(report: FileReport, layout: Layout, key: str) -> Table:
    """One of the tables about a file.

    :raises Refused: naming those that there are, if there is no such table.
    """
    made = {each.key: each for each in file_tables(report, layout.cluster)}
    if key not in made:
        message = f'There is no table "{key}" here; there are {", ".join(made)}.'
        raise Refused(Problem(message, remedy="Choose one of them; --group makes more."))
    return made[key]


def _listed(values: str | None) -> list[str] | None:
    """What a list names; a name with a comma in it stands in quotes."""
    if values is None:
        return None
    return [value.strip() for value in next(csv.reader([values]), [])]
