"""Load the demo study, and serve it."""

import click

from annotator.accounts.models import Purpose
from annotator.accounts.service import make_link, withdraw_links
from annotator.corpus.service.importing import turns
from annotator.database.session import session, writing
from annotator.demo import service
from annotator.operations.commands.running import SignInLink, host, make_installation, port, run
from annotator.studies.service import COMMAND_LINE


@click.command(epilog="Example: annotator demo --port 8080")
@host
@port
def demo(host: str, port: int) -> None:
    """Make the database, load the demo study, and serve it with sign-in links.

    The demo has ten invented articles, a finished pilot round coded by a rule, and an
    open round to try. Run twice, it keeps what is there and makes new links.
    """
    app = make_installation()
    with app.app_context():
        load_demo()
        links = sign_in_links()
    run(app, host, port, links)


def load_demo() -> None:
    """Load the demo study; what is there already stays as it is."""
    _step(service.make_study)
    _step(service.bring_codebook)
    if not service.has_articles(session()):
        made = service.demo_study(session())
        for turn in turns(session(), made, [service.articles()], COMMAND_LINE):
            _step(turn.write)
    _step(service.code_pilot)
    _step(service.open_main)


def _step(step: service.Step) -> None:
    """One write of its own, so that a demo that was broken off goes on where it was."""
    with writing(session()):
        step(session())


def sign_in_links() -> list[SignInLink]:
    """New one-time links for the demo's people; earlier ones stop working."""
    links = []
    with writing(session()):
        for account in service.people(session()):
            withdraw_links(session(), Purpose.SIGN_IN, account)
            token = make_link(session(), Purpose.SIGN_IN, account)
            links.append(SignInLink(account.name, token))
    return links
