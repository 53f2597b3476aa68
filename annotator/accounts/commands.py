"""Accounts from the command line: a link for a forgotten password."""

import click

from annotator.accounts import service
from annotator.accounts.models import Purpose
from annotator.database.session import session, writing
from annotator.web.commands import address, with_app


@click.group()
def accounts() -> None:
    """Accounts of people who sign in."""


@accounts.command("link", epilog="Example: annotator accounts link anna")
@click.argument("name")
@with_app
def link(name: str) -> None:
    """Make a one-time link by which NAME (or e-mail) chooses a new password.

    The link works once and for seven days; earlier ones stop working.
    """
    with writing(session()):
        account = service.find_account(session(), name)
        service.withdraw_links(session(), Purpose.PASSWORD, account)
        token = service.make_link(session(), Purpose.PASSWORD, account)
    click.echo(address("accounts.link", token=token))
