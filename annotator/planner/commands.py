"""``annotator agreement plan``: how many sentences must be coded."""

import json
from pathlib import Path

import click

from annotator.measuring.file_report import pilot_of
from annotator.measuring.layout import Layout, condition
from annotator.measuring.options import Options
from annotator.planner.as_text import plan_json, plan_text
from annotator.reliability.data.scales import LEVELS, Level
from annotator.reliability.results.power import sample_size
from annotator.reliability.results.study_sources import simulated_studies
from annotator.reliability.uncertainty.resampling import SEED

_SHARE = click.FloatRange(0, 1, min_open=True, max_open=True)


@click.command(
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
        source = simulated_studies(alpha, prevalence, coders, sentences, dependence)
    size = sample_size(source, minimum, power=power, studies=studies, seed=seed)
    plan = plan_json(size, source, minimum, prevalence, pace)
    if in_json:
        click.echo(json.dumps(plan, indent=2))
    else:
        click.echo(plan_text(plan, source.coders, source.sentences))
