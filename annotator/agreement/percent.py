"""Percent agreement: how often two judgements of the same unit are the same."""

import numpy as np

from annotator.agreement.arrays import Floats
from annotator.agreement.coefficient import Coefficient, Statistic
from annotator.agreement.patterns import Patterns


def _statistic(patterns: Patterns) -> Statistic:
    """Each unit with two or more judgements adds 1, and its share of agreeing pairs.

    So every such unit weighs the same, however many coders judged it: p_a in K. Gwet,
    Handbook of Inter-Rater Reliability (2014), chapter 2.
    """
    judged = patterns.judged
    paired = np.flatnonzero(judged >= 2)
    kept = np.flatnonzero(judged[patterns.row] >= 2)
    row, count = patterns.row[kept], patterns.count[kept]
    agreeing = count * (count - 1) / (judged[row] * (judged[row] - 1))
    units = (paired, np.zeros_like(paired), np.ones(paired.size))
    return Statistic([units, (row, np.ones_like(row), agreeing)], 2, _value)


def _value(sums: Floats) -> Floats:
    """The mean share of agreeing pairs, shape (R,)."""
    units, agreeing = sums.T
    share = np.full(units.size, np.nan)
    np.divide(agreeing, units, out=share, where=units > 0)
    return share


PERCENT = Coefficient("percent", lowest=0.0, highest=1.0, statistic=_statistic)
