"""Rounds from the command line: known answers, closing, how far everyone is."""

from pathlib import Path

import click

from annotator.database.session import session
from annotator.rounds import queries
from annotator.rounds.commands.open import FILE, open_
from annotator.rounds.service import lifecycle
from annotator.rounds.service.known_answers import import_known_answers, read_known_file
from annotator.studies.access import study_to_write
from annotator.studies.queries import study_called
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app
from annotator.wording import counted


@click.group("round")
def round_() -> None:
    """Rounds: sentences coded under one codebook version and one design."""


round_.add_command(open_)


@round_.command("known", epilog="Example: annotator round known staged-meetings 3 known.csv")
@click.argument("study")
@click.argument("number")
@click.argument("file", type=FILE)
@with_app
def known_(study: str, number: str, file: Path) -> None:
    """Bring the known answers in FILE to the draft NUMBER of STUDY, for training or checks.

    FILE is CSV, TSV or Excel with the columns sentence (its id as in sentences.csv, or its
    text), question, answer and reason: a row for each question of each sentence. Several
    codes stand in one cell with ";" between them; "none" says that no code applies.
    """
    with study_to_write(study) as named:
        found = queries.round_of(session(), named, number)
        read = read_known_file(session(), found, file.name, file.read_bytes())
        import_known_answers(session(), found, read, COMMAND_LINE)
    click.echo(f"Round {found.number} has the known answers of {counted(len(read), 'sentence')}.")


@round_.command("close", epilog="Example: annotator round close staged-meetings 1")
@click.argument("study")
@click.argument("number")
@with_app
def close(study: str, number: str) -> None:
    """Close round NUMBER of STUDY for good; what comes later is kept as late."""
    with study_to_write(study) as named:
        found = queries.round_of(session(), named, number)
        lifecycle.close(session(), found, COMMAND_LINE)
    click.echo(f"Round {found.number} is closed.")


@round_.command("status", epilog="Example: annotator round status staged-meetings")
@click.argument("study")
@with_app
def status(study: str) -> None:
    """Say how far the rounds of STUDY are, coder by coder."""
    for each in reversed(queries.rounds(session(), study_called(session(), study))):
        click.echo(f"Round {each.number} “{each.title}”: {each.state}")
        for coder in queries.progress(session(), each):
            click.echo(
                f"  {coder.pseudonym}\t{coder.done} coded, {coder.skipped} skipped"
                + (f", {coder.to_do} to do of {coder.assigned}" if coder.assigned else "")
            )
