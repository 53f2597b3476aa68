"""Measure one variable: from its judgements, or from their counts by article."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from annotator.codebook.kinds.variable import Variable
from annotator.errors import Refused
from annotator.reliability.data.arrays import Ints, sum_of_rows
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.data.scales import Level, Scale, code_values, level_of
from annotator.reliability.results.measure import Measured, measure
from annotator.reliability.uncertainty.article_counts import (
    ArticleCounts,
    QuestionCounts,
    counts_of_question,
)
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was measured of a variable, or why nothing could be."""

    measured: Measured | None
    reason: str = ""


def measure_judgements(
    variable: Variable, judgements: Judgements, resampling: Resampling = USUAL_RESAMPLING
) -> Outcome:
    """Measure a variable from its judgements."""
    if not len(judgements):
        return Outcome(None, "no coder has answered it yet")
    try:
        return Outcome(measure(data_of(variable, judgements), resampling=resampling))
    except Refused as refused:
        return Outcome(None, str(refused))


def data_of(variable: Variable, judgements: Judgements) -> ReliabilityData:
    """The judgements of a variable as reliability data.

    :raises Refused: if they cannot be measured.
    """
    level = cast(Level, variable.level)
    return reliability_data(judgements, level=level, values=variable.values or None)


def question_counts(
    variable: Variable, counts: ArticleCounts, labels: Sequence[str], coders: Sequence[str]
) -> QuestionCounts | None:
    """Counts of places among labels and coders, as those of a variable on its scale.

    None if a label is not a value of the variable, or two labels are one value.
    """
    scaled = _scaled(variable, counts, labels)
    if scaled is None:
        return None
    by_name = np.array(sorted(range(len(coders)), key=coders.__getitem__), np.int64)
    return counts_of_question(counts, *scaled, by_name)


def _scaled(
    variable: Variable, counts: ArticleCounts, labels: Sequence[str]
) -> tuple[Scale, Ints] | None:
    """The scale of a variable, and the label of each of its values."""
    given = sum_of_rows(counts.given).sum(axis=0) > 0
    used = [at for at, label in enumerate(labels) if given[at] or label in variable.values]
    names = [labels[at] for at in used]
    try:
        scale, code = code_values(
            Judgements(names, names, names), level_of(variable.level), variable.values or None
        )
    except Refused:
        return None
    if len(scale.values) != len(names):
        return None
    order = np.empty(code.size, np.int64)
    order[code] = used
    return scale, order
