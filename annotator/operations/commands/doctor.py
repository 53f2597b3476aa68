"""The doctor: versions, database, settings, and what is risky here."""

import click

from annotator.database.session import db
from annotator.operations.service.health import examine
from annotator.web.commands import application


@click.command(epilog="Example: annotator doctor")
def doctor() -> None:
    """Say what this installation is, how it is set, and what is risky about it.

    Nothing is changed. The exit code is 1 if something is risky.
    """
    app = application()
    with app.app_context():
        findings = examine(app.config["ANNOTATOR_SETTINGS"], db.engine, debug=app.debug)
    for each in findings:
        click.echo(f"{'!' if each.risky else ' '} {each.name:<18} {each.found}")
        if each.risky:
            click.echo(f"  {'':<18} {each.risky}")
    click.get_current_context().exit(int(any(each.risky for each in findings)))
