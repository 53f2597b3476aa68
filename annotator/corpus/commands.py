"""Articles from the command line: import them, see how a text is split, list them."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from annotator.corpus import queries
from annotator.corpus.reading.columns import NAMES
from annotator.corpus.reading.read_file import ReadFile, Upload, read_file
from annotator.corpus.review.cut import Row, rows
from annotator.corpus.review.intake import FileDetails, read_all
from annotator.corpus.service import duplicates, importing
from annotator.database.session import release_connection, session
from annotator.errors import Problem, Refused
from annotator.studies.access import study_to_write
from annotator.studies.models import Study
from annotator.studies.queries import study_called
from annotator.studies.service import COMMAND_LINE
from annotator.web.commands import with_app
from annotator.wording import counted

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

#: More shared copies than these are counted, not named.
MOST_NAMED = 20


@click.group()
def articles() -> None:
    """Articles: what is cut into sentences and coded."""


@articles.command(
    "import",
    epilog="Example: annotator articles import staged-meetings articles.csv --map text=Volltext",
)
@click.argument("study")
@click.argument("files", nargs=-1, required=True, type=FILE)
@click.option(
    "--map",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="Read a column of theirs as ours; may be given more than once. "
    f"Ours are: {', '.join(NAMES)}.",
)
@click.option("--title", default="", help="Of a .txt file; else its headline, or its name.")
@click.option("--outlet", default="", help="Of .txt files: who published them.")
@click.option("--event", default="", help="Of .txt files: what they report on.")
@click.option("--date", default="", help="Of .txt files, such as 2022-11-25.")
@click.option("--author", default="", help="Of .txt files.")
@click.option("--url", default="", help="Of a .txt file.")
@click.option("--language", default="", help="Of articles that do not say; else the study's.")
@click.option("--encoding", default="", help="Of the files, where it can not be told.")
@with_app
def import_(
    study: str,
    files: tuple[Path, ...],
    columns: tuple[str, ...],
    language: str,
    encoding: str,
    **of_texts: str,
) -> None:
    """Store the articles of FILES in STUDY, all of them or none.

    FILES are .txt (one article each), .csv, .tsv or .xlsx (an article or a ready-made
    sentence in each row).
    """
    found = study_called(session(), study)
    language = language or found.language
    release_connection(session())
    uploads = [Upload(file.name, file.read_bytes()) for file in files]
    details = _details(uploads, _mapping(columns), of_texts)
    read = read_all(uploads, [{**each, "encoding": encoding} for each in details], language)
    _name_copies(found, read)
    _store(found, read, language)


def _mapping(columns: Sequence[str]) -> dict[str, str]:
    """The columns named as ``ours=theirs``."""
    pairs = [each.partition("=") for each in columns]
    for ours, sign, theirs in pairs:
        if not sign or ours not in NAMES:
            message = f"--map {ours}{sign}{theirs} can not be understood."
            remedy = f"Write it as text=Volltext, with one of: {', '.join(NAMES)}."
            raise Refused(Problem(message, remedy=remedy))
    return {ours: theirs for ours, _, theirs in pairs}


def _details(
    uploads: Sequence[Upload], mapping: FileDetails, of_texts: FileDetails
) -> list[FileDetails]:
    """What was said about each file: details of texts, columns of tables.

    :raises Refused: if something was said that cannot be meant.
    """
    texts = sum(upload.is_text for upload in uploads)
    given = [name for name, value in of_texts.items() if value]
    for name in given:
        if texts == 0 or (texts > 1 and name in ("title", "url")):
            message = f"--{name} tells of {'one' if texts else 'a'} .txt file; there are {texts}."
            raise Refused(Problem(message, remedy="In a table, it is a column."))
    if mapping and texts == len(uploads):
        raise Refused(Problem("--map is for tables, and these are .txt files."))
    return [of_texts if upload.is_text else mapping for upload in uploads]


def _name_copies(study: Study, files: Sequence[ReadFile]) -> None:
    drafts = [draft for file in files for draft in file.articles]
    copies = duplicates.copies(session(), study, drafts)
    for draft, stored in copies[:MOST_NAMED]:
        click.echo(
            f"Shared copy: “{draft.title}” of {draft.outlet or 'no outlet'} is also "
            f"“{stored.title}” of {stored.outlet or 'no outlet'} ({stored.where})."
        )
    if len(copies) > MOST_NAMED:
        click.echo(f"And {len(copies) - MOST_NAMED:,} more shared copies.")


def _store(study: Study, files: Sequence[ReadFile], language: str) -> None:
    slug = study.slug
    total = sum(len(file.articles) for file in files)
    bar = click.progressbar(
        length=total, label="Importing", file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with bar:
        for turn in importing.turns(session(), study, files, COMMAND_LINE, language):
            with study_to_write(slug):
                turn.write(session())
            bar.update(turn.articles - bar.pos)
    click.echo(
        f"Imported {counted(turn.articles, 'article')}: "
        f"{counted(turn.sentences, 'sentence')}, {turn.included:,} of them served."
    )


@articles.command("split", epilog="Example: annotator articles split article.txt --json")
@click.argument("file", type=FILE)
@click.option("--language", default="en", show_default=True, help="Its language.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="A list of rows: start, end, kind, served, reason, text. Positions count "
    "code points from 0.",
)
def split(file: Path, language: str, as_json: bool) -> None:
    """Show how the article in FILE would be split. Nothing is stored."""
    found = read_file(file.name, file.read_bytes(), titled=False).articles
    if len(found) != 1:
        message = f"There are {len(found)} articles; this shows the split of one."
        raise Refused(Problem(message, file.name, remedy="Choose a file with one article."))
    sentences = rows(found[0], language)
    if as_json:
        click.echo(json.dumps(sentences, ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(map(_line, range(1, len(sentences) + 1), sentences)))


def _line(number: int, row: Row) -> str:
    """A sentence as people read it; one that is not served says why."""
    why = "" if row["served"] else f"  [{row['reason']}]"
    words = " ".join(str(row["text"]).split())
    return f"{number if row['served'] else '–':>4}  {row['kind']:<10}  {words}{why}"


@articles.command("list", epilog="Example: annotator articles list staged-meetings")
@click.argument("study")
@with_app
def list_(study: str) -> None:
    """List the articles of STUDY: public id, outlet, event, date, sentences, served, title."""
    found = study_called(session(), study)
    for page in range(1, queries.counts(session(), found).pages + 1):
        for each in queries.articles(session(), found, page):
            click.echo(_listed(each))


def _listed(each: queries.Listed) -> str:
    article = each.article
    cells = (
        article.public_id,
        article.outlet.name if article.outlet else "",
        article.event.name if article.event else "",
        article.date.isoformat() if article.date else "",
        str(each.sentences),
        str(each.included),
        article.title,
    )
    return "\t".join(" ".join(cell.split()) for cell in cells)
