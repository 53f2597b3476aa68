"""The options of a command, made from the settings that are declared for rounds."""

from typing import Any

import click

from annotator.rounds.fields import Choice, Setting, Switch, Text


def option_for(setting: Setting) -> click.Option:
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
