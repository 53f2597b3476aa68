"""Everything that a data set says, read from the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from annotator.coding.exclusions import NOTHING, Exclusion, Included, in_order
from annotator.columns import Table
from annotator.datasets.queries.checks import CHECKS, checks
from annotator.datasets.queries.codebook import CODEBOOK, codebook
from annotator.datasets.queries.coders import CODERS, coders
from annotator.datasets.queries.corpus import ARTICLES, SENTENCES, corpus
from annotator.datasets.queries.figures import AGREEMENT, MEASUREMENTS, figures_kept, figures_now
from annotator.datasets.queries.marks import MARKS, marks
from annotator.datasets.queries.repeats import REPEATS, repeats
from annotator.datasets.queries.round_data import RoundData, round_data
from annotator.rounds.models import Round
from annotator.studies.models import Study

Rows = tuple[Table[Any], Iterable[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class Contents:
    """What a study has to say in a data set, as rows that need no database any more.

    ``rounds`` are what ``codings.csv`` is made of; ``tables`` are the others in the order of
    their files, each with its rows. ``codebooks`` are the YAML texts of the versions that the
    rounds used, by number, and ``also`` is what counts beside the codings that always do.
    """

    study: str
    title: str
    demo: bool
    also: Sequence[Exclusion]
    rounds: Sequence[RoundData]
    tables: Sequence[Rows]
    codebooks: Mapping[int, str]


def contents(
    session: Session, study: Study, rounds: Sequence[Round], also: Included = NOTHING
) -> Contents:
    """Everything that a data set of these rounds says; agreement is measured when it is asked."""
    versions = sorted({each.version for each in rounds}, key=lambda version: version.number)
    found = [round_data(session, each, also) for each in rounds]
    articles, sentences = corpus(session, study, masked=any(each.masked for each in rounds))
    return Contents(
        study=study.slug,
        title=study.title,
        demo=study.demo,
        also=in_order(also),
        rounds=found,
        tables=[
            _now(MARKS, marks(session, rounds)),
            _later(SENTENCES, sentences),
            _later(ARTICLES, articles),
            _now(CODERS, coders(session, rounds)),
            _now(CODEBOOK, codebook(versions)),
            _now(CHECKS, chain.from_iterable(checks(session, each) for each in rounds)),
            _now(REPEATS, chain.from_iterable(repeats(session, each) for each in rounds)),
            _later(AGREEMENT, figures_now(found)),
            _now(MEASUREMENTS, figures_kept(session, study)),
        ],
        codebooks={each.number: each.source for each in versions},
    )


def _now(table: Table[Any], rows: Iterable[Any]) -> Rows:
    """A table whose rows need the database until their values are read."""
    return table, list(map(table.values, rows))


def _later(table: Table[Any], rows: Iterable[Any]) -> Rows:
    """A table that takes long or is large, and is made while its file is written."""
    return table, map(table.values, rows)
