"""Coefficients from counts by article: of all articles, and of every sample that is drawn."""

from dataclasses import dataclass

import numpy as np

from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.coefficients.conger_kappa import of_counts
from annotator.reliability.coefficients.percent import PERCENT
from annotator.reliability.data.arrays import Floats, Ints, added_up
from annotator.reliability.data.patterns import Patterns
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.data.scales import Scale
from annotator.reliability.uncertainty.article_counts import Given, Tally, tallied_by_article
from annotator.reliability.uncertainty.resampled_counts import Drawn


@dataclass(frozen=True, slots=True)
class Counts:
    """A tally as a question has it: with the values of its scale, and its coders by name.

    ``patterns`` are those of all articles together; ``kind``, shape (P,), is the kind of
    units in the tally that each is. ``values`` and ``coders`` are places in the tally.
    """

    tally: Tally
    patterns: Patterns
    kind: Ints
    values: Ints
    coders: Ints


def counts(tally: Tally, scale: Scale, values: Ints, coders: Ints) -> Counts:
    """The counts of a question; coders who judged nothing are left out."""
    patterns, kind = tally.patterns(scale, values)
    judged = added_up(tally.given).sum(axis=1) > 0
    who = coders[judged[coders]]
    return Counts(tally, patterns, kind, values, who)


def counts_of(who: Profiles) -> Counts | None:
    """The counts of profiles; None where tables of them would be too large to be of use."""
    values, coders = len(who.scale.values), len(who.coders)
    said = Given(who.row, who.coder, who.value, who.freq, who.cluster)
    tally = tallied_by_article(said, len(who.clusters), coders, values)
    return None if tally is None else counts(tally, who.scale, np.arange(values), np.arange(coders))


def value(of: Counts, coefficient: Coefficient[Patterns]) -> float:
    """A coefficient of all units together."""
    return coefficient.statistic(of.patterns).of_all(of.patterns.freq)


def value_by_coder(of: Counts, *, paired: bool) -> float:
    """Conger's kappa, or that of two coders on the units that both judged (Cohen's)."""
    agreed = PERCENT.statistic(of.patterns)
    sums = agreed.sums(np.zeros_like(of.patterns.freq), 1, of.patterns.freq)
    given = added_up(of.tally.paired if paired else of.tally.given)
    return float(of_counts(sums, _shown(of, given[None].astype(np.float64)))[0])


def replicates(of: Counts, drawn: Drawn, coefficient: Coefficient[Patterns]) -> Floats:
    """A coefficient in every sample, shape (R,)."""
    statistic = coefficient.statistic(of.patterns)
    return statistic.value(_units(of, drawn) @ _each(of, coefficient))


def replicates_by_coder(of: Counts, drawn: Drawn, *, paired: bool) -> Floats:
    """The same of a kappa that asks who judged."""
    agreed = _units(of, drawn) @ _each(of, PERCENT)
    table = of.tally.paired if paired else of.tally.given
    given = (drawn.paired if paired else drawn.given) + _undrawn(table, drawn)
    return of_counts(agreed, _shown(of, given))


def _each(of: Counts, coefficient: Coefficient[Patterns]) -> Floats:
    """What one unit of each pattern adds to a coefficient's sums, shape (P, S)."""
    size = of.patterns.freq.size
    each = np.arange(size)
    return coefficient.statistic(of.patterns).sums(each, size, np.ones(size, np.int64))


def _units(of: Counts, drawn: Drawn) -> Floats:
    """How many units show each pattern in every sample, shape (R, P)."""
    every = drawn.kinds + _undrawn(of.tally.units, drawn)
    return np.ascontiguousarray(every[:, of.kind])


def _undrawn(table: np.ndarray, drawn: Drawn) -> Ints:
    """What is in no article that is drawn, and always there."""
    kept = np.ones(len(table), bool)
    kept[drawn.pool] = False
    return added_up(table[kept])


def _shown(of: Counts, given: Floats) -> Floats:
    """The judgements of coders and values that the question has, in their order."""
    return np.ascontiguousarray(given[:, of.coders][:, :, of.values])
