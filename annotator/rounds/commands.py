"""Rounds from the command line."""

import click

from annotator.codebook import queries as codebooks
from annotator.db import session, writing
from annotator.rounds import queries
from annotator.rounds.models import AHEAD_IN_OPEN, MOST_AHEAD, Skips
from annotator.rounds.rules import DESIGNS
from annotator.rounds.sampling import SAMPLES, STRATA
from annotator.rounds.service import lifecycle, planning
from annotator.rounds.wishes import BLINDABLE, Sampling, Wishes, read_quotas
from annotator.studies import queries as studies
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app
from annotator.web.filters import counted


@click.group("round")
def round_() -> None:
    """Rounds: sentences coded under one codebook version and one design."""


@round_.command(
    "open", epilog='Example: annotator round open staged-meetings "Pilot" --purpose pilot'
)
@click.argument("study")
@click.argument("title")
@click.option(
    "--purpose",
    type=click.Choice(["pilot", "main"]),
    default="main",
    show_default=True,
)
@click.option(
    "--coder",
    "coders",
    multiple=True,
    metavar="PSEUDONYM",
    help="May be given more than once; all coders of the study if not given.",
)
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ID",
    help="May be given more than once; all articles if not given.",
)
@click.option(
    "--order", type=click.Choice(["article", "random"]), default="article", show_default=True
)
@click.option(
    "--context",
    type=click.Choice(["none", "neighbours", "article"]),
    default="none",
    show_default=True,
    help="What else of the article coders read; article: what comes before the sentence.",
)
@click.option(
    "--show",
    "shown",
    multiple=True,
    type=click.Choice(BLINDABLE),
    help="Let coders see this field; all are hidden if not given.",
)
@click.option(
    "--masked/--unmasked",
    default=True,
    show_default=True,
    help="Mask the names of outlet and author inside the sentences.",
)
@click.option(
    "--design",
    type=click.Choice(list(DESIGNS)),
    default="full",
    show_default=True,
    help="full: every coder, every sentence; balanced: -k coders each; subsample: "
    "--reliability sentences by -k or all, the rest once; open: the first -k who come.",
)
@click.option("-k", type=click.IntRange(0), default=0, help="How many code a sentence.")
@click.option(
    "--reliability",
    "n",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="The size of the reliability sample of the design subsample.",
)
@click.option(
    "--stratum",
    type=click.Choice(list(STRATA)),
    default="outlet",
    show_default=True,
    help="What the reliability sample is stratified by.",
)
@click.option(
    "--quota",
    "quotas",
    multiple=True,
    metavar="PSEUDONYM=N",
    help="How many a coder codes, in the design balanced (at most, in open); for every coder or "
    "for none.",
)
@click.option(
    "--skips",
    type=click.Choice(list(Skips)),
    default=Skips.COUNT,
    show_default=True,
    help="What a skip is: one coding less, or replaced by another coder's.",
)
@click.option("--share", is_flag=True, help="Who runs dry goes on with what others have not seen.")
@click.option(
    "--lease",
    type=click.IntRange(1, 100_000),
    default=60,
    show_default=True,
    metavar="MINUTES",
    help="For how long a sentence that is open to anyone is kept for who was served it.",
)
@click.option(
    "--ahead",
    type=click.IntRange(1, MOST_AHEAD),
    default=AHEAD_IN_OPEN,
    show_default=True,
    help="How many sentences a coder holds, in the design open.",
)
@click.option(
    "--sample",
    "sample",
    type=click.Choice(list(SAMPLES)),
    default="all",
    show_default=True,
    help="Which sentences come into the round.",
)
@click.option("--sentences", type=click.IntRange(0), default=0, help="The size of the sample.")
@click.option(
    "--sample-by",
    "by",
    type=click.Choice(list(STRATA)),
    default="outlet",
    show_default=True,
    help="What a stratified or equal sample is drawn by.",
)
@click.option("--uncoded", is_flag=True, help="Leave out what an earlier round has.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@with_app
def open_(
    study: str,
    title: str,
    purpose: str,
    coders: tuple[str, ...],
    articles: tuple[str, ...],
    order: str,
    context: str,
    shown: tuple[str, ...],
    masked: bool,
    design: str,
    k: int,
    n: int,
    stratum: str,
    quotas: tuple[str, ...],
    skips: str,
    share: bool,
    lease: int,
    ahead: int,
    sample: str,
    sentences: int,
    by: str,
    uncoded: bool,
    seed: int,
) -> None:
    """Open a round called TITLE in STUDY: its coders code its sentences, by its design."""
    writing(session())
    found = studies.study(session(), study)
    named = [studies.member(session(), found, name) for name in dict.fromkeys(coders)]
    members = named or studies.coders(session(), found)
    wishes = Wishes(
        title=title,
        purpose=purpose,
        order=order,
        context=context,
        seed=seed,
        masked=masked,
        blinded=tuple(f for f in BLINDABLE if f not in shown),
        design=design,
        k=k,
        n=n,
        stratum=stratum,
        quotas=read_quotas(quotas),
        skips=skips,
        shares=share,
        lease_minutes=lease,
        ahead=ahead,
        sampling=Sampling(sample, sentences, by, articles, uncoded),
    )
    version = codebooks.newest(session(), found)
    made = lifecycle.draft(session(), found, version, members, wishes, COMMAND_LINE)
    lifecycle.open_round(session(), made, COMMAND_LINE)
    session().commit()
    places = planning.asked(made).design.places(made.units, len(made.enrolments))
    click.echo(
        f"Round {made.number} is open: {counted(made.units, 'sentence')}, "
        f"{counted(places, 'place')}."
    )


@round_.command("close", epilog="Example: annotator round close staged-meetings 1")
@click.argument("study")
@click.argument("number")
@with_app
def close(study: str, number: str) -> None:
    """Close round NUMBER of STUDY for good; what comes later is kept as late."""
    writing(session())
    found = queries.round_of(session(), studies.study(session(), study), number)
    lifecycle.close(session(), found, COMMAND_LINE)
    session().commit()
    click.echo(f"Round {found.number} is closed.")


@round_.command("status", epilog="Example: annotator round status staged-meetings")
@click.argument("study")
@with_app
def status(study: str) -> None:
    """Say how far the rounds of STUDY are, coder by coder."""
    for each in reversed(queries.rounds(session(), studies.study(session(), study))):
        click.echo(f"Round {each.number} “{each.title}”: {each.state}")
        for coder in queries.progress(session(), each):
            click.echo(
                f"  {coder.pseudonym}\t{coder.done} coded, {coder.skipped} skipped"
                + (f", {coder.to_do} to do of {coder.assigned}" if coder.assigned else "")
            )
