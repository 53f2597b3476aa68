"""What a coefficient is: something that each unit adds, and a value of the sums.

Because sums over units are all that a coefficient needs, one representation serves the
whole study, one article, the study without an article, and every resample.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np

from annotator.reliability.data.arrays import Floats, Ints, totals

#: A unit of row[t] adds amount[t] to the sum in column[t].
Part = tuple[Ints, Ints, Floats]

#: What a coefficient reads: ``Patterns``, or ``Profiles`` if it asks who judged.
CountTable = TypeVar("CountTable")


@dataclass(frozen=True, slots=True)
class Statistic:
    """What one unit of each row adds to S sums, and the coefficient of these sums.

    Rows are patterns or profiles. ``value`` turns sums of shape (R, S) into coefficients
    of shape (R,), nan where undefined.
    """

    parts: Sequence[Part]
    width: int
    value: Callable[[Floats], Floats]

    def sums(self, group: Ints, size: int, times: Ints) -> Floats:
        """The sums of each group of rows, shape (size, S).

        ``group``, shape (P,), is the group that a row belongs to, or -1 for none;
        ``times``, shape (P,), is how many of its units are in the group.
        """
        row, column, amount = (np.concatenate(arrays) for arrays in zip(*self.parts, strict=True))
        kept = np.flatnonzero(group[row] >= 0)
        cell = group[row[kept]] * self.width + column[kept]
        total = totals(cell, amount[kept] * times[row[kept]], size * self.width)
        return total.reshape(size, self.width)

    def of_all(self, freq: Ints) -> float:
        """The coefficient of all units, of which ``freq`` show each row; nan if undefined."""
        return float(self.value(self.sums(np.zeros_like(freq), 1, freq))[0])


@dataclass(frozen=True, slots=True)
class Coefficient(Generic[CountTable]):
    """A coefficient: its key, its range, and its statistic for a table of rows.

    ``error`` is its standard error by the literature, for units that were drawn one by
    one; None where the literature has none.
    """

    key: str
    lowest: float
    highest: float
    statistic: Callable[[CountTable], Statistic]
    error: Callable[[CountTable], float | None] | None = None


def standard_error(freq: Ints, each: Floats, value: float) -> float | None:
    """The standard error of a mean of what ``freq`` units of each row say, around a value.

    None where fewer than two units say something.
    """
    units = int(freq.sum())
    if units < 2 or np.isnan(value):
        return None
    return float(np.sqrt((freq * (each - value) ** 2).sum() / (units * (units - 1))))
