"""What a coefficient is: something that each unit adds, and a value of the sums.

Because sums over units are all that a coefficient needs, one representation serves the
whole study, one article, the study without an article, and every resample.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.agreement.arrays import Floats, Ints, totals
from annotator.agreement.patterns import Patterns

#: A unit of pattern row[t] adds amount[t] to the sum in column[t].
Part = tuple[Ints, Ints, Floats]


@dataclass(frozen=True, slots=True)
class Statistic:
    """What one unit of each pattern adds to S sums, and the coefficient of these sums.

    ``value`` turns sums of shape (R, S) into coefficients of shape (R,), nan where
    undefined.
    """

    parts: Sequence[Part]
    width: int
    value: Callable[[Floats], Floats]

    def sums(self, group: Ints, size: int, times: Ints) -> Floats:
        """The sums of each group of patterns, shape (size, S).

        ``group``, shape (P,), is the group that a pattern belongs to, or -1 for none;
        ``times``, shape (P,), is how many of its units are in the group.
        """
        row, column, amount = (np.concatenate(arrays) for arrays in zip(*self.parts, strict=True))
        kept = np.flatnonzero(group[row] >= 0)
        cell = group[row[kept]] * self.width + column[kept]
        total = totals(cell, amount[kept] * times[row[kept]], size * self.width)
        return total.reshape(size, self.width)


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient: its key, its range, and its statistic for a table of patterns."""

    key: str
    lowest: float
    highest: float
    statistic: Callable[[Patterns], Statistic]
