"""Open a round from the command line."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import newest
from annotator.database.session import session
from annotator.rounds.controls.known_answers import KnownAnswers
from annotator.rounds.designs.registry import DEFAULT, DESIGNS
from annotator.rounds.draft import draft_of, settings_of_rounds
from annotator.rounds.fields import Choice, Setting, Switch, Text
from annotator.rounds.service.known_answers import read_known_file_for
from annotator.rounds.service.opening.drafting import draft_round
from annotator.rounds.service.opening.open_round import Preview, open_round
from annotator.rounds.setup import BLINDABLE
from annotator.studies.access import study_to_write
from annotator.studies.models import Study
from annotator.studies.queries import coders_of, member_called
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app
from annotator.wording import counted

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def open_command() -> click.Command:
    """The command, with an option for each setting of rounds and of their designs."""
    settings = sorted(settings_of_rounds(), key=lambda each: each.page.section is not None)
    return click.Command(
        "open",
        callback=with_app(_open),
        params=[
            click.Argument(["study"]),
            click.Argument(["title"]),
            *_own_options(),
            *(_option_for(each) for each in settings),
        ],
        help=_open.__doc__,
        epilog='Example: annotator round open staged-meetings "Pilot" --purpose pilot',
    )


def _own_options() -> list[click.Option]:
    """The options that are not settings, or are the other way round than these."""
    designs = "; ".join(f"{name}: {each.summary}" for name, each in DESIGNS.items())
    return [
        click.Option(
            ["--design"],
            type=click.Choice(list(DESIGNS)),
            default=DEFAULT.name,
            show_default=True,
            help=f"{designs}.",
        ),
        click.Option(
            ["--coder", "coders"],
            multiple=True,
            metavar="PSEUDONYM",
            help="May be given more than once; all coders of the study if not given.",
        ),
        click.Option(
            ["--article", "articles"],
            multiple=True,
            metavar="ID",
            help="May be given more than once; all articles if not given.",
        ),
        click.Option(
            ["--known", "known_file"],
            type=FILE,
            help="Known answers, for training and checks; the file is as for "
            "`annotator round known`.",
        ),
        click.Option(
            ["--draft", "stays_draft"], is_flag=True, help="Make the draft, and do not open it."
        ),
        click.Option(
            ["--show", "shown"],
            multiple=True,
            type=click.Choice(BLINDABLE),
            help="Let coders see this field; all are hidden if not given.",
        ),
    ]


def _option_for(setting: Setting) -> click.Option:
    """The option that asks for a setting."""
    option, page, default = setting.option, setting.page, setting.default
    declared = [option.name, setting.name]
    if isinstance(page, Switch):
        return click.Option(
            declared, help=option.help, is_flag=True, default=default, show_default=default
        )
    if isinstance(page, Text):
        return click.Option(declared, help=option.help, multiple=True, metavar=option.metavar)
    return click.Option(
        declared,
        type=_kind(setting),
        help=option.help,
        metavar=option.metavar,
        default=str(default) if isinstance(page, Choice) and not option.words else default,
        show_default=bool(default),
    )


def _kind(setting: Setting) -> click.Choice[Any] | click.FloatRange | click.IntRange:
    option = setting.option
    if isinstance(setting.page, Choice):
        return click.Choice(option.words or [str(each) for each in setting.page.choices])
    if isinstance(setting.default, float):
        return click.FloatRange(option.least, option.most, min_open=option.above)
    return click.IntRange(option.least, option.most)


def _open(
    study: str,
    title: str,
    design: str,
    coders: Sequence[str],
    shown: Sequence[str],
    known_file: Path | None,
    stays_draft: bool,
    **answers: Any,
) -> None:
    """Open a round called TITLE in STUDY: its coders code its sentences, by its design."""
    answers["blinded"] = [name for name in BLINDABLE if name not in shown]
    with study_to_write(study) as found:
        named = [member_called(session(), found, name) for name in dict.fromkeys(coders)]
        version = newest(session(), found)
        round_ = draft_round(
            session(),
            found,
            version,
            named or coders_of(session(), found),
            draft_of(title, design, answers),
            COMMAND_LINE,
            _known(found, version, known_file),
        )
        if stays_draft:
            message = f"Round {round_.number} is a draft."
        else:
            opened = open_round(session(), round_, COMMAND_LINE)
            message = f"Round {round_.number} is open: {_in_words(opened)}."
    click.echo(message)


def _known(study: Study, version: CodebookVersion, file: Path | None) -> dict[str, KnownAnswers]:
    if file is None:
        return {}
    return read_known_file_for(session(), study, version.source, file.name, file.read_bytes())


def _in_words(opened: Preview) -> str:
    """How much a round has, in words."""
    parts = [counted(opened.sentences, "sentence"), counted(opened.assignments, "place")]
    if opened.checks:
        parts.append(counted(opened.checks, "check"))
    return ", ".join(parts)


open_ = open_command()
