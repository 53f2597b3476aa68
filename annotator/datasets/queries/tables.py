"""Every table that a data set has, gathered from the features that declare them. Pure."""

from annotator.columns import Table
from annotator.datasets.queries.codebook import CODEBOOK
from annotator.datasets.queries.coders import CODERS
from annotator.datasets.queries.codings import CHECKS, CODINGS, MARKS
from annotator.datasets.queries.corpus_columns import ARTICLES, SENTENCES
from annotator.datasets.queries.figures import AGREEMENT, MEASUREMENTS, REPEATS

TABLES: tuple[Table, ...] = (
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
