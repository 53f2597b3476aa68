"""The work of coders from the command line."""

import click

from annotator.coding.exclusions import ASKABLE, Included, included


def _also(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> Included:
    return included(names)


#: What a command counts beside what always counts.
also_option = click.option(
    "--also",
    multiple=True,
    type=click.Choice([each.value for each in ASKABLE]),
    callback=_also,
    help="Count these codings as well, which are left out of agreement. May be repeated.",
)
