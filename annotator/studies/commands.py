"""Studies and members from the command line."""

import click

from annotator.accounts.service import find_account
from annotator.database.session import session, writing
from annotator.studies import queries, service
from annotator.studies.access import study_to_write
from annotator.studies.permissions import ROLES
from annotator.web.commands import address, with_app


@click.group()
def study() -> None:
    """Studies: corpus, codebook, members, rounds."""


@study.command("create", epilog='Example: annotator study create "Staged meetings" --lead anna')
@click.argument("title")
@click.option(
    "--slug", default="", help="Short name for addresses; made from the title if not given."
)
@click.option("--language", default="en", show_default=True, help="Language of the articles.")
@click.option("--lead", default="", help="Name or e-mail of the account that leads it.")
@with_app
def create(title: str, slug: str, language: str, lead: str) -> None:
    """Make a study called TITLE and print its short name."""
    with writing(session()):
        account = find_account(session(), lead) if lead else None
        made = service.create_study(session(), title, slug=slug, language=language, lead=account)
    click.echo(made.slug)


@study.command("list", epilog="Example: annotator study list")
@with_app
def list_studies() -> None:
    """List the studies of this installation."""
    for each in queries.all_studies(session()):
        click.echo(f"{each.slug}\t{each.title}")


@click.group()
def members() -> None:
    """People with a part in a study."""


@members.command("invite", epilog="Example: annotator members invite staged-meetings --uses 2")
@click.argument("study")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(ROLES),
    default=("coder",),
    show_default=True,
    help="May be given more than once.",
)
@click.option("--uses", default=1, show_default=True, help="How many people may join by it.")
@click.option("--days", default=14, show_default=True, help="For how many days it holds.")
@click.option("--note", default="", help="A note to yourself, shown beside the invitation.")
@with_app
def invite(study: str, roles: tuple[str, ...], uses: int, days: int, note: str) -> None:
    """Make a link by which people join STUDY, and print it."""
    with study_to_write(study) as found:
        token = service.invite(
            session(), found, roles, service.COMMAND_LINE, uses=uses, days=days, note=note
        )
    click.echo(address("studies.join", token=token))


@members.command("list", epilog="Example: annotator members list staged-meetings")
@click.argument("study")
@with_app
def list_members(study: str) -> None:
    """List the members of STUDY: pseudonym, roles, whether they left."""
    for member in queries.members_of(session(), queries.study_called(session(), study)):
        left = "left" if member.left_at else ""
        click.echo("\t".join((member.pseudonym, ",".join(sorted(member.roles)), left)).rstrip())
