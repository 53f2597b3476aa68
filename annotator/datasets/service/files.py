"""All that a data set says, and the bytes of its files, which are the same for the same. Pure."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING

from annotator.agreement.live.judgements import judged
from annotator.agreement.report.variable_report import Line, line
from annotator.coding.exclusions import LeftOut, in_words
from annotator.datasets.dictionary import dictionary
from annotator.datasets.queries.corpus import (
    ArticleRow,
    SentenceRow,
    articles_frame,
    sentences_frame,
)
from annotator.datasets.queries.figures import AGREEMENT
from annotator.datasets.queries.tables import TABLES
from annotator.datasets.service import codings_csv
from annotator.datasets.service.codings_csv import RoundData
from annotator.datasets.service.folder import MARK, File
from annotator.datasets.service.frames import frame
from annotator.tables.csv_text import pieces

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Contents:
    """What a study has to say in a data set, as plain rows that need no database.

    ``codebooks`` are the YAML texts of the versions that its rounds used, by number.
    ``masked`` is whether any of the rounds hides names in the sentences, ``also`` what counts
    beside the codings that always do.
    """

    study: str
    title: str
    demo: bool
    rounds: Sequence[RoundData]
    masked: bool
    also: Sequence[LeftOut]
    articles: Sequence[ArticleRow]
    sentences: Sequence[SentenceRow]
    marks: "pd.DataFrame"
    coders: "pd.DataFrame"
    codebook: "pd.DataFrame"
    checks: "pd.DataFrame"
    repeats: "pd.DataFrame"
    measurements: "pd.DataFrame"
    codebooks: Mapping[int, str]


def files(contents: Contents) -> Iterator[File]:
    """The files of a data set, one after the other, the checksums of all others last."""
    sums = {}
    for name, content in _files(contents):
        sums[name] = hashlib.sha256(content).hexdigest()
        yield name, content
    yield MARK, "".join(f"{sums[name]}  {name}\n" for name in sorted(sums)).encode()


def _files(has: Contents) -> Iterator[File]:
    yield "codings.csv", _joined(codings_csv.pieces(has.rounds))
    yield "marks.csv", _csv(has.marks)
    yield "sentences.csv", _csv(sentences_frame(has.sentences, has.articles, masked=has.masked))
    yield "articles.csv", _csv(articles_frame(has.articles, has.sentences))
    yield "coders.csv", _csv(has.coders)
    yield "codebook.csv", _csv(has.codebook)
    yield "checks.csv", _csv(has.checks)
    yield "repeats.csv", _csv(has.repeats)
    yield "agreement.csv", _csv(_agreement(has.rounds))
    yield "measurements.csv", _csv(has.measurements)
    for number, source in sorted(has.codebooks.items()):
        yield f"codebook-v{number}.yaml", source.encode()
    yield "README.md", dictionary(has.title, TABLES, _about(has)).encode()


def _csv(table: "pd.DataFrame") -> bytes:
    return _joined(pieces(table))


def _joined(pieces: Iterable[bytes]) -> bytes:
    """The pieces as one, without having them in memory twice, as ``bytes.join`` does."""
    whole = BytesIO()
    whole.writelines(pieces)
    return whole.getvalue()


def _agreement(rounds: Sequence[RoundData]) -> "pd.DataFrame":
    """Every coefficient of every round, measured from the rows that are exported."""
    rows = [
        row
        for data in sorted(rounds, key=lambda each: each.number)
        for each in judged(data.variables, data.codings, data.answers)
        for row in _figures(data.number, line(each.variable, each.rows, data.number))
    ]
    return frame(rows, AGREEMENT.names)


def _figures(number: int, of: Line) -> Iterator[tuple[object, ...]]:
    measured = of.measured
    if measured is None:
        return
    for name, figure in measured.coefficients.items():
        yield (
            number,
            of.variable.question,
            of.variable.code,
            name,
            figure.value,
            figure.low,
            figure.high,
            figure.method,
            figure.reason,
            measured.level,
            measured.n_units,
            measured.n_coders,
            measured.n_judgements,
            measured.n_dropped,
            measured.seed,
            of.command,
        )


def _about(has: Contents) -> str:
    demo = (
        "**This is demo data.** Its outlets, people and events are invented, and the answers of "
        "its finished round come from a rule, not from people.\n\n"
        if has.demo
        else ""
    )
    besides = f"\n\n**Counted as well, as asked for,** were codings: {in_words(has.also)}."
    made_by = f"annotator {version('annotator')}"
    made = f"{demo}The data set of the study `{has.study}`, exported by {made_by}."
    return made + besides if has.also else made
