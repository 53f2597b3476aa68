"""How long coders worked, from the command line."""

import click

from annotator.database.session import session
from annotator.studies.queries import study_called
from annotator.supervision.queries.hours import hours_csv
from annotator.web.commands import with_app


@click.command(epilog="Example: annotator hours staged-meetings")
@click.argument("study")
@with_app
def hours(study: str) -> None:
    """Print as CSV who worked how long in STUDY, by round and day, to pay people by.

    Time counts while a sentence is on screen: not while the page is hidden, and at most
    a minute after a key or a touch. Of the columns, codings and skips are first answers,
    revisions are later ones, and untimed are those that came without a time, as from a
    browser without JavaScript. Coders appear under their pseudonyms.
    """
    click.echo(hours_csv(session(), study_called(session(), study)), nl=False)
