"""What a coefficient is: something that each unit adds, a value of the sums, and what it needs.

Because sums over units are all that a coefficient needs, one representation serves the
whole study, one article, the study without an article, and every resample.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

import numpy as np

from annotator.reliability.data.arrays import Floats, Ints, totals
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.data.scales import LEVELS, Level, Scale

#: A unit of row[t] adds amount[t] to the sum in column[t].
Part = tuple[Ints, Ints, Floats]

#: What a coefficient reads: ``Patterns``, or ``Profiles`` if it asks who judged.
CountTable = TypeVar("CountTable", Patterns, Profiles)


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
class Reference:
    """Where a coefficient was published.

    Parameters
    ----------
    author : str
        The authors.
    year : int
        The year.
    title : str
        The title.
    doi : str
        The digital object identifier; empty where the work has none.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> print(rel.GWET_AC1.reference.author, rel.GWET_AC1.reference.year)
    K. Gwet 2008
    """

    author: str
    year: int
    title: str
    doi: str = ""

    def __str__(self) -> str:
        address = f" https://doi.org/{self.doi}" if self.doi else ""
        return f"{self.author} ({self.year}). {self.title}.{address}"


@dataclass(frozen=True, slots=True)
class Needs:
    """What a coefficient needs of judgements.

    Parameters
    ----------
    levels : tuple of str
        The levels of measurement at which it is defined.
    fewest_coders : int
        The fewest coders that it takes.
    most_coders : int or None
        The most coders that it takes; None where any number will do.
    too_many : str
        What to say where there are more.
    all_values : bool
        Whether it depends on the complete list of possible values.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rel.COHEN_KAPPA.needs.lacking("nominal", coders=3)
    "Cohen's kappa is for two coders; see every two coders by themselves"
    """

    levels: tuple[Level, ...] = LEVELS
    fewest_coders: int = 2
    most_coders: int | None = None
    too_many: str = ""
    all_values: bool = False

    def lacking(self, level: Level, coders: int) -> str:
        """Why there is no coefficient at a level, with a number of coders; empty if there is."""
        if self.most_coders is not None and coders > self.most_coders:
            return self.too_many
        if coders < self.fewest_coders:
            return f"at least {self.fewest_coders} coders are needed"
        if level not in self.levels:
            return f"not defined at {level} level"
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coefficient(Generic[CountTable]):
    """A coefficient of agreement; either a `CountCoefficient` or a `CoderCoefficient`.

    Attributes
    ----------
    key : str
        Its name in files and commands.
    label : str
        Its name on pages.
    meaning : str
        What it is, in a few words, for a data dictionary.
    reference : Reference
        Where it was published.
    needs : Needs
        What it needs of judgements.
    lowest, highest : float
        The ends of its range.
    statistic : callable
        Its `Statistic` for a table of rows.
    error : callable, optional
        Its standard error by the literature, for units that were drawn one by one; None where
        the literature has none.
    """

    key: str
    label: str
    meaning: str
    reference: Reference
    needs: Needs = Needs()
    lowest: float = -1.0
    highest: float = 1.0
    statistic: Callable[[CountTable], Statistic]
    error: Callable[[CountTable], float | None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountCoefficient(Coefficient[Patterns]):
    """A coefficient that needs only how many judgements of each value a unit has.

    Attributes
    ----------
    key, label, meaning, reference, needs, lowest, highest, statistic, error
        As of every `Coefficient`; the statistic is one of `Patterns`.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Margins:
    """How a coefficient comes from percent agreement and from how often a coder gave a value.

    These are sums over articles, so that samples of articles need no profiles. ``of_units``
    says whether all units count for how often, or only those with two judgements.
    ``value`` makes coefficients, shape (R,), of a scale, of units with a pair and their
    agreement by ``agreement``, shape (R, 2), and of how often, shape (R, C, V).
    """

    agreement: CountCoefficient
    of_units: Literal["all", "paired"]
    value: Callable[[Scale, Floats, Floats], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoderCoefficient(Coefficient[Profiles]):
    """A coefficient that needs to know which coder gave which value.

    Attributes
    ----------
    key, label, meaning, reference, needs, lowest, highest, statistic, error
        As of every `Coefficient`; the statistic is one of `Profiles`.
    margins : Margins or None
        A quicker way to its value in samples of articles, where there is one.
    """

    margins: Margins | None = None


def standard_error(freq: Ints, each: Floats, value: float) -> float | None:
    """The standard error of a mean of what ``freq`` units of each row say, around a value.

    None where fewer than two units say something.
    """
    units = int(freq.sum())
    if units < 2 or np.isnan(value):
        return None
    return float(np.sqrt((freq * (each - value) ** 2).sum() / (units * (units - 1))))
