"""Open a round from the command line."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from annotator.codebook import queries as codebooks
from annotator.codebook.models import CodebookVersion
from annotator.database.session import session
from annotator.rounds.controls.known_answers import Known
from annotator.rounds.designs.design import DESIGNS
from annotator.rounds.models import AHEAD_IN_OPEN, MOST_AHEAD, Skips
from annotator.rounds.sampling.conditions import read_conditions
from annotator.rounds.sampling.sample import SAMPLES, STRATA
from annotator.rounds.service import known_answers as known
from annotator.rounds.service import lifecycle, opening
from annotator.rounds.setup import (
    BLINDABLE,
    PASS_MARK,
    REPEAT_DAYS,
    Again,
    Hidden,
    Sampling,
    Wishes,
    read_quotas,
)
from annotator.studies import queries as studies
from annotator.studies.access import study_to_write
from annotator.studies.models import Study
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app
from annotator.web.filters import counted

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(
    "open", epilog='Example: annotator round open staged-meetings "Pilot" --purpose pilot'
)
@click.argument("study")
@click.argument("title")
@click.option(
    "--purpose",
    type=click.Choice(["training", "pilot", "main"]),
    default="main",
    show_default=True,
    help="training: of sentences with known answers (--known), which coders see after their own.",
)
@click.option(
    "--known",
    "known_file",
    type=FILE,
    help="Known answers, for training and checks; the file is as for `annotator round known`.",
)
@click.option(
    "--pass-mark",
    type=click.FloatRange(0, 1, min_open=True),
    default=PASS_MARK,
    show_default=True,
    help="The share of known answers, for each code, that passes a training round.",
)
@click.option(
    "--requires",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help="The training round that a coder must have passed.",
)
@click.option(
    "--checks",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Hide so many of the sentences with known answers among those of each coder; "
    "with --order random.",
)
@click.option(
    "--repeats",
    type=click.IntRange(0, 50),
    default=0,
    metavar="PERCENT",
    help="Let so many in a hundred of a coder's own sentences come again, hidden; with --order "
    "random.",
)
@click.option(
    "--repeat-days",
    type=click.IntRange(0),
    default=REPEAT_DAYS,
    show_default=True,
    help="After how many days at the earliest.",
)
@click.option(
    "--of",
    "of_round",
    type=click.IntRange(0),
    default=0,
    metavar="NUMBER",
    help="For the design retest: the round whose sentences come again.",
)
@click.option(
    "--again",
    "share_again",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="SHARE",
    help="For the design retest: which share of a coder's sentences, such as 0.1.",
)
@click.option(
    "--after",
    type=click.IntRange(0),
    default=REPEAT_DAYS,
    show_default=True,
    help="For the design retest: days after the first coding, at least.",
)
@click.option("--draft", "stays_draft", is_flag=True, help="Make the draft, and do not open it.")
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
    "--reliability sentences by -k or all, the rest once; open: the first -k who come; "
    "retest: everyone a share (--again) of what they coded in round --of.",
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
@click.option(
    "--share", "shares", is_flag=True, help="Who runs dry goes on with what others have not seen."
)
@click.option(
    "--lease",
    "reservation_minutes",
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
@click.option(
    "--where",
    "where",
    multiple=True,
    metavar="CONDITION",
    help="Only sentences that meet it, such as 'language=en', 'date>=2026-02-01', 'words>=5', "
    "'text~mayor', 'outlet=Open Quill|Velmark Wire' or a column of your own file. May be given "
    "more than once; all must be met.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=1, show_default=True)
@with_app
def open_(study: str, title: str, **asked: Any) -> None:
    """Open a round called TITLE in STUDY: its coders code its sentences, by its design."""
    with study_to_write(study) as found:
        named = [studies.member(session(), found, name) for name in dict.fromkeys(asked["coders"])]
        version = codebooks.newest(session(), found)
        made = lifecycle.draft(
            session(),
            found,
            version,
            named or studies.coders(session(), found),
            _wishes(title, asked),
            COMMAND_LINE,
            _known(found, version, asked["known_file"]),
        )
        if asked["stays_draft"]:
            said = f"Round {made.number} is a draft."
        else:
            planned = opening.preview(session(), found, opening.asked(made))
            lifecycle.open_round(session(), made, COMMAND_LINE)
            said = f"Round {made.number} is open: {_said(planned)}."
    click.echo(said)


def _known(study: Study, version: CodebookVersion, file: Path | None) -> dict[str, Known]:
    if file is None:
        return {}
    return known.read_for(session(), study, version.source, file.name, file.read_bytes())


def _said(planned: opening.Preview) -> str:
    """How much a round has, in words."""
    parts = [counted(planned.sentences, "sentence"), counted(planned.slots, "place")]
    if planned.checks:
        parts.append(counted(planned.checks, "check"))
    return ", ".join(parts)


def _wishes(title: str, asked: Mapping[str, Any]) -> Wishes:
    """What the options ask of a round; most have the names that it knows them by."""
    same = ("purpose", "order", "context", "seed", "masked", "design", "k", "n", "stratum",
            "skips", "reservation_minutes", "ahead", "shares", "requires", "pass_mark")  # fmt: skip
    return Wishes(
        title=title,
        **{name: asked[name] for name in same},
        blinded=tuple(field for field in BLINDABLE if field not in asked["shown"]),
        quotas=read_quotas(asked["quotas"]),
        sampling=Sampling(
            asked["sample"],
            asked["sentences"],
            asked["by"],
            asked["articles"],
            asked["uncoded"],
            read_conditions(asked["where"]),
        ),
        hidden=Hidden(asked["checks"], asked["repeats"], asked["repeat_days"]),
        again=Again(asked["of_round"], asked["share_again"], asked["after"]),
    )
