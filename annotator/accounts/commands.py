"""Accounts from the command line: a link for a forgotten password."""

import click
from flask import current_app, url_for

from annotator.accounts import service
from annotator.accounts.models import Purpose
from annotator.db import session, writing


@click.group()
def accounts() -> None:
    """Accounts of people who sign in."""


@accounts.command("link", epilog="Example: annotator accounts link anna")
@click.argument("name")
def link(name: str) -> None:
    """Make a one-time link by which NAME (or e-mail) chooses a new password.

    The link works once and for seven days; earlier ones stop working.
    """
    writing(session())
    account = service.find(session(), name)
    service.withdraw_links(session(), Purpose.PASSWORD, account)
    token = service.make_link(session(), Purpose.PASSWORD, account)
    session().commit()
    click.echo(address(token))


def address(token: str) -> str:
    """The whole address of a one-time link, as far as the server knows its own."""
    base = current_app.config.get("ANNOTATOR_URL", "http://127.0.0.1:8000").rstrip("/")
    with current_app.test_request_context(base_url=base):
        return url_for("accounts.link", token=token, _external=True)
