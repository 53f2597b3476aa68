"""Every table that a data set has, in the order of its dictionary."""

from typing import Any

from annotator.columns import Table
from annotator.datasets.queries.checks import CHECKS
from annotator.datasets.queries.codebook import CODEBOOK
from annotator.datasets.queries.coders import CODERS
from annotator.datasets.queries.codings import CODINGS
from annotator.datasets.queries.corpus import ARTICLES, SENTENCES
from annotator.datasets.queries.figures import AGREEMENT, MEASUREMENTS
from annotator.datasets.queries.marks import MARKS
from annotator.datasets.queries.repeats import REPEATS

TABLES: tuple[Table[Any], ...] = (
    CODINGS,
    MARKS,
    SENTENCES,
    ARTICLES,
    CODERS,
    CODEBOOK,
    CHECKS,
    REPEATS,
    AGREEMENT,
    MEASUREMENTS,
)
