"""Move an installation from SQLite to PostgreSQL."""

import sys

import click

from annotator.errors import Conflict
from annotator.operations.service import moving
from annotator.operations.service.serving_lock import nobody_serves
from annotator.web.commands import installation, with_app


@click.command(epilog="Example: annotator move --to postgresql://annotator@localhost/annotator")
@click.option(
    "--to",
    "url",
    required=True,
    envvar="ANNOTATOR_MOVE_TO",
    help="An empty PostgreSQL database. With a password, better in ANNOTATOR_MOVE_TO.",
)
@with_app
def move(url: str) -> None:
    """Copy everything from SQLite into an empty PostgreSQL database.

    Every table is compared row by row before anything counts as moved. The SQLite file is
    only read; stop its server before.
    """
    settings = installation().settings
    file = settings.database_file
    if file is None:
        raise Conflict("This installation is on PostgreSQL already.")
    with nobody_serves(settings.data), moving.open_both(file, url) as (source, target):
        with click.progressbar(
            length=2 * moving.row_count(source),
            label="Copying, comparing",
            file=sys.stderr,
            hidden=not sys.stderr.isatty(),
        ) as bar:
            found = moving.move(source, target, bar.update)
        target.commit()
    _print(found)


def _print(found: list[moving.Moved]) -> None:
    width = max(len(each.table) for each in found)
    click.echo(f"{'table':<{width}}  {'rows':>10}  checksum of both")
    for each in found:
        click.echo(f"{each.table:<{width}}  {each.rows:>10,}  {each.checksum[:16]}")
    click.echo(
        f"{sum(each.rows for each in found):,} rows are in PostgreSQL, the same as before. "
        "From now on, set ANNOTATOR_DATABASE_URL to its address;\n"
        "the data folder and its secret stay in use. The SQLite file was only read: keep it as a "
        "backup."
    )
