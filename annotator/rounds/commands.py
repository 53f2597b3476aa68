"""Rounds from the command line."""

import click

from annotator.codebook import queries as codebooks
from annotator.db import session, writing
from annotator.rounds import queries
from annotator.rounds.service import lifecycle
from annotator.studies import queries as studies
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app


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
    type=click.Choice(lifecycle.BLINDABLE),
    help="Let coders see this field; all are hidden if not given.",
)
@click.option(
    "--masked/--unmasked",
    default=True,
    show_default=True,
    help="Mask the names of outlet and author inside the sentences.",
)
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
    seed: int,
) -> None:
    """Open a round called TITLE in STUDY: every coder codes every served sentence."""
    writing(session())
    found = studies.study(session(), study)
    named = [studies.member(session(), found, name) for name in dict.fromkeys(coders)]
    members = named or studies.coders(session(), found)
    wishes = lifecycle.Wishes(
        title=title,
        purpose=purpose,
        order=order,
        context=context,
        seed=seed,
        masked=masked,
        blinded=tuple(f for f in lifecycle.BLINDABLE if f not in shown),
        articles=articles,
    )
    version = codebooks.newest(session(), found)
    made = lifecycle.draft(session(), found, version, members, wishes, COMMAND_LINE)
    lifecycle.open_round(session(), made, COMMAND_LINE)
    session().commit()
    places = sum(each.quota or 0 for each in made.enrolments)
    click.echo(
        f"Round {made.number} is open: {queries.units(session(), made)} sentences, {places} places."
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
                f"  {coder.pseudonym}\t{coder.done} coded, {coder.skipped} skipped, "
                f"{coder.to_do} to do of {coder.assigned}"
            )
