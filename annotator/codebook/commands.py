"""Codebooks from the command line: check a file, import it, read what is stored."""

from pathlib import Path

import click

from annotator.codebook import queries, service
from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.schema import Codebook
from annotator.codebook.words.as_text import plain_text, size
from annotator.codebook.yaml_file.read import decoded
from annotator.database.session import session
from annotator.errors import NotFound, Problem, Refused
from annotator.studies.access import study_to_write
from annotator.studies.queries import study_called
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app


@click.group()
def codebook() -> None:
    """Codebooks: questions, codes, definitions."""


@codebook.command("check", epilog="Example: annotator codebook check framing.yaml")
@click.argument("file")
def check(file: str) -> None:
    """Read FILE and name every problem with its line, its key and what to do.

    FILE may also be the name of a ready-made codebook. No database is needed.
    """
    text, name = _text(file)
    click.echo(f"{name}: {size(_checked(text, name))}, no problem found.")


@codebook.command("import", epilog="Example: annotator codebook import staged-meetings framing")
@click.argument("study")
@click.argument("file")
@click.option("--note", default="", help="What changed and why; written from the changes if empty.")
@with_app
def import_(study: str, file: str, note: str) -> None:
    """Store FILE as the next codebook version of STUDY.

    FILE may also be the name of a ready-made codebook.
    """
    text, name = _text(file)
    book = _checked(text, name)
    with study_to_write(study) as found:
        version = service.add_version(session(), found, text, COMMAND_LINE, note, name)
    click.echo(f"Version {version.number} of the codebook is stored: {size(book)}.")
    if version.number > 1:
        click.echo(version.change_note)


@codebook.command("show", epilog="Example: annotator codebook show staged-meetings --version 2")
@click.argument("study")
@click.option("--version", "number", type=int, help="Its number; the newest if not given.")
@click.option("--yaml", "as_yaml", is_flag=True, help="The YAML, as it was imported.")
@with_app
def show(study: str, number: int | None, as_yaml: bool) -> None:
    """Print the codebook of STUDY, or a ready-made one by its name."""
    text = _stored_text(study, number)
    click.echo(text if as_yaml else plain_text(with_hotkeys(queries.parsed(text))), nl=False)


def _stored_text(study: str, number: int | None) -> str:
    try:
        found = study_called(session(), study)
    except NotFound:
        if number is None and study in ready_made():
            return ready_made_text(study)
        raise
    if number is None:
        return queries.newest(session(), found).source
    return queries.version(session(), found, number).source


def _text(file: str) -> tuple[str, str]:
    """The text of a file or of a ready-made book, and the name to call it by.

    :raises Refused: if there is neither.
    """
    path = Path(file)
    if path.is_file():
        return decoded(path.read_bytes(), path.name), path.name
    if file in ready_made():
        return ready_made_text(file), f"{file}.yaml"
    remedy = f"Ready-made codebooks are: {', '.join(ready_made())}."
    raise Refused(Problem(f"There is no file {file!r} here.", remedy=remedy))


def _checked(text: str, file: str) -> Codebook:
    """The codebook, or its problems on lines of their own and exit code 2."""
    try:
        return queries.parsed(text, file)
    except Refused as refused:
        for problem in refused.problems:
            click.echo(_line(problem), err=True)
        raise SystemExit(2) from refused


def _line(problem: Problem) -> str:
    """A problem as editors and terminals know it: ``framing.yaml:12: questions[1].label: ...``."""
    place = problem.file if problem.line is None else f"{problem.file}:{problem.line}"
    key = f"{problem.column}: " if problem.column else ""
    return f"{place}: {key}{problem.message} {problem.remedy}".rstrip()
