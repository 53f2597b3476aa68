"""The database from the command line: upgrade, check, backup, restore."""

from pathlib import Path

import click

from annotator.database import schema
from annotator.database.session import db
from annotator.errors import Conflict
from annotator.operations.service import backups
from annotator.web.commands import application, installation, with_app


@click.group("db")
def database() -> None:
    """The tables of the database."""


@database.command("upgrade", epilog="Example: annotator db upgrade")
def upgrade() -> None:
    """Bring the tables to what this version of annotator needs; rows are kept."""
    with application().app_context():
        schema.upgrade(db.engine)
        click.echo(f"The database is at revision {schema.newest()}.")


@database.command("check", epilog="Example: annotator db check")
@with_app
def check() -> None:
    """Check that the tables are as this version needs them, and that the file is sound."""
    with db.engine.connect() as connection:
        differences = schema.drift(connection)
    if differences:
        raise Conflict(f"The tables differ from what this version needs: {differences[0]}")
    file = installation().settings.database_file
    if file is not None:
        backups.verify(file)
    click.echo("The database is sound and up to date.")


@click.command(epilog="Example: annotator backup ../annotator-2026-11-22.db")
@click.argument("file", type=click.Path(path_type=Path))
@with_app
def backup(file: Path) -> None:
    """Write a consistent copy of the database to FILE, also while it is being served.

    The copy is verified afterwards. FILE must not exist yet.
    """
    done = backups.copy(_database_file(), file)
    click.echo(f"{file}: {done.tables} tables, {done.rows:,} rows, verified.")


@click.command(epilog="Example: annotator restore ../annotator-2026-11-22.db")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Put back the database from FILE, a copy that `annotator backup` wrote.

    What is there now is kept beside it as a backup of its own. Stop the server first if
    the database is damaged.
    """
    installation().settings.data.mkdir(parents=True, exist_ok=True)
    with application().app_context():
        target = _database_file()
        backups.check(file)
        if target.exists() and not yes:
            click.confirm(f"Replace {target} by {file}?", abort=True)
        db.engine.dispose()
        kept, done = backups.restore(file, target)
        schema.upgrade(db.engine)
    if kept:
        click.echo(f"What was there before is in {kept}")
    click.echo(f"{target}: {done.tables} tables, {done.rows:,} rows, verified.")


def _database_file() -> Path:
    file = installation().settings.database_file
    if file is None:
        raise Conflict(
            "This installation is on PostgreSQL. "
            "Back it up with pg_dump and restore it with pg_restore."
        )
    return file
