"""Make a data set: read what it says, then make its files, the same bytes for the same data."""

import hashlib
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from io import BytesIO

from sqlalchemy.orm import Session

from annotator.coding.exclusions import NOTHING, Included, in_words
from annotator.database.session import release_connection
from annotator.datasets.dictionary import dictionary
from annotator.datasets.queries.codings import CODINGS
from annotator.datasets.queries.contents import Contents, contents
from annotator.datasets.queries.tables import TABLES
from annotator.datasets.service import codings_csv
from annotator.datasets.service.folder import MARK, File
from annotator.errors import Conflict
from annotator.rounds.queries import opened
from annotator.studies.models import Study
from annotator.tables import csv_text


def files(session: Session, study: Study, also: Included = NOTHING) -> Iterator[File]:
    """The files of the study's data set, one after the other, each with its name.

    ``also`` is what is counted in it beside the codings that always count. All rows are read
    first, and the read has ended when the first file is made, so that a long export holds up
    no one who writes.

    :raises Conflict: if no round was opened yet.
    """
    rounds = opened(session, study)
    if not rounds:
        raise Conflict("No round was opened yet, so there is no data set to export.")
    found = contents(session, study, rounds, also)
    release_connection(session)
    return _with_checksums(found)


def _with_checksums(data: Contents) -> Iterator[File]:
    """The files one after the other, the checksums of all others last."""
    sums = {}
    for name, content in _files(data):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield MARK, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def _files(data: Contents) -> Iterator[File]:
    yield CODINGS.file, _joined(codings_csv.pieces(data.rounds))
    for table, rows in data.tables:
        yield table.file, _joined(csv_text.pieces(table.names, rows))
    for number, source in sorted(data.codebooks.items()):
        yield f"codebook-v{number}.yaml", source.encode()
    yield "README.md", dictionary(data.title, TABLES, _about(data)).encode()


def _joined(pieces: Iterable[bytes]) -> bytes:
    """The pieces as one, without having them in memory twice, as ``bytes.join`` does."""
    whole = BytesIO()
    whole.writelines(pieces)
    return whole.getvalue()


def _about(data: Contents) -> str:
    demo = (
        "**This is demo data.** Its outlets, people and events are invented, and the answers of "
        "its finished round come from a rule, not from people.\n\n"
        if data.demo
        else ""
    )
    besides = f"\n\n**Counted as well, as asked for,** were codings: {in_words(data.also)}."
    made_by = f"annotator {version('annotator')}"
    made = f"{demo}The data set of the study `{data.study}`, exported by {made_by}."
    return made + besides if data.also else made
