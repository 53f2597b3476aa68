"""Load the demo study, and serve it."""

import click

from annotator.accounts.models import Purpose
from annotator.accounts.service import make_link, withdraw_links
from annotator.corpus.service.importing import turns
from annotator.database.session import session, writing
from annotator.demo import service as demos
from annotator.operations.commands.running import Guest, host, make_installation, port, run
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
        guests = sign_in_links()
    run(app, host, port, guests)


def load_demo() -> None:
    """Load the demo study; what is there already stays as it is."""
    _step(demos.make_study)
    _step(demos.bring_codebook)
    if not demos.has_articles(session()):
        made = demos.found(session())
        for turn in turns(session(), made, [demos.articles()], COMMAND_LINE):
            _step(turn.write)
    _step(demos.code_pilot)
    _step(demos.open_main)


def _step(step: demos.Step) -> None:
    """One write of its own, so that a demo that was broken off goes on where it was."""
    with writing(session()):
        step(session())


def sign_in_links() -> list[Guest]:
    """New one-time links for the demo's people; earlier ones stop working."""
    guests = []
    with writing(session()):
        for account in demos.guests(session()):
            withdraw_links(session(), Purpose.SIGN_IN, account)
            guests.append((account.name, make_link(session(), Purpose.SIGN_IN, account)))
    return guests
