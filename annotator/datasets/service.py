"""Build a data set: every file of it, in bytes that are the same for the same data."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version

import pandas as pd
from sqlalchemy.orm import Session

from annotator.agreement.service import report
from annotator.agreement.tables import AGREEMENT
from annotator.datasets import queries
from annotator.datasets.codings import codings_frame
from annotator.datasets.csvtext import pieces
from annotator.datasets.dictionary import dictionary
from annotator.datasets.tables import TABLES
from annotator.errors import Conflict
from annotator.studies.models import Study

SUMS = "SHA256SUMS"


def files(session: Session, study: Study) -> Iterator[tuple[str, bytes]]:
    """The files of the study's data set, one after the other, each with its name.

    :raises Conflict: if no round was opened yet.
    """
    sums = {}
    for name, content in _contents(session, study):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    lines = [f"{sums[name]}  {name}\n" for name in sorted(sums)]
    yield SUMS, "".join(lines).encode()


def _contents(session: Session, study: Study) -> Iterator[tuple[str, bytes]]:
    rounds = queries.opened(session, study)
    if not rounds:
        raise Conflict("No round was opened yet, so there is no data set to export.")
    versions = sorted({each.version for each in rounds}, key=lambda each: each.number)
    masked = any(each.masked for each in rounds)
    yield "codings.csv", _csv(codings_frame([queries.round_data(session, r) for r in rounds]))
    yield "sentences.csv", _csv(queries.sentences(session, study, masked=masked))
    yield "articles.csv", _csv(queries.articles(session, study))
    yield "coders.csv", _csv(queries.coders(session, study, rounds))
    yield "codebook.csv", _csv(queries.codebook(versions))
    lines = [row for r in rounds for row in queries.agreement_rows(r, report(session, r))]
    yield "agreement.csv", _csv(pd.DataFrame(lines, columns=list(AGREEMENT.names), dtype=object))
    for each in versions:
        yield f"codebook-v{each.number}.yaml", each.source.encode()
    yield "README.md", dictionary(study.title, TABLES, _about(study)).encode()


def _csv(frame: pd.DataFrame) -> bytes:
    return b"".join(pieces(frame))


def _about(study: Study) -> str:
    demo = (
        "**This is demo data.** Its outlets, people and events are invented, and the answers of "
        "its finished round come from a rule, not from people.\n\n"
        if study.demo
        else ""
    )
    made_by = f"annotator {version('annotator')}"
    return f"{demo}The data set of the study `{study.slug}`, exported by {made_by}."
