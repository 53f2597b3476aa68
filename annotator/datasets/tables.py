"""Every table that a data set has, gathered from the features that declare them. Pure."""

from annotator.agreement.tables import AGREEMENT, MEASUREMENTS, REPEATS
from annotator.codebook.tables import CODEBOOK
from annotator.coding.tables import CHECKS, CODINGS, MARKS
from annotator.columns import Table
from annotator.corpus.tables import ARTICLES, SENTENCES
from annotator.studies.tables import CODERS

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
