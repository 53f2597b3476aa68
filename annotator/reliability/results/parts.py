"""Which judgements make a part: those of a group of units, of some coders, of all but one."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import Coefficient
from annotator.reliability.data.arrays import factorise, totals
from annotator.reliability.data.patterns import Patterns, count_patterns
from annotator.reliability.data.profiles import profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.breakdown import Difference, Part, breakdown, view
from annotator.reliability.results.estimates import Estimate, undefined
from annotator.reliability.uncertainty.intervals import REPLICATES, SEED, scarce
from annotator.reliability.uncertainty.resampling import pool, sums

#: Every two of so many groups are compared; of more, the differences would be hundreds.
MOST_COMPARED = 8

#: What all coders together are called, beside those without one of them.
ALL = "all coders"

Parts = tuple[list[Part], list[Difference]]


def by_group(
    data: ReliabilityData,
    groups: Sequence[str],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    coefficient: Coefficient[Patterns] = ALPHA,
) -> Parts:
    """A coefficient for each group of units, such as an outlet, an event, an article or a week.

    ``groups`` names the group of each of ``data.units``; a unit without a name is in none.
    Every two groups are compared, if there are not too many.
    """
    place, names = factorise(groups)
    who = profiles(data, place)
    group = np.zeros(who.freq.size, np.int64)
    group[who.kind] = place
    masks = {name: group[who.row] == at for at, name in enumerate(names) if name}
    against = list(combinations(masks, 2)) if len(masks) <= MOST_COMPARED else []
    views = {name: view(coefficient, who.patterns(mask)) for name, mask in masks.items()}
    return breakdown(who, views, against, replicates=replicates, seed=seed)


def each_article(data: ReliabilityData, coefficient: Coefficient[Patterns] = ALPHA) -> list[Part]:
    """The coefficient of each article in which some unit has two judgements.

    One article has no interval, since articles are what is drawn; so thousands of them
    take no longer than one look at the data.
    """
    patterns = count_patterns(data)
    drawn = pool(patterns)
    statistic = coefficient.statistic(patterns)
    values = statistic.value(sums(drawn, statistic)).tolist()
    paired = np.where(patterns.judged >= 2, patterns.freq, 0)
    units = totals(drawn.group[paired > 0], paired[paired > 0], len(drawn.names))
    alone = scarce("article", 1)
    return [
        Part(name, int(many), _of_one(value, alone))
        for name, many, value in zip(drawn.names, units.tolist(), values, strict=True)
    ]


def _of_one(value: float, reason: str) -> Estimate:
    if np.isnan(value):
        return undefined("every coder used one value here")
    return Estimate(value, None, None, None, "", reason)


def by_coders(
    data: ReliabilityData,
    groups: Mapping[str, Sequence[str]],
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    coefficient: Coefficient[Patterns] = ALPHA,
) -> Parts:
    """A coefficient for each group of coders, by their names, and every two compared."""
    who = profiles(data)
    masks = {
        name: np.isin(who.coder, [at for at, each in enumerate(data.coders) if each in set(theirs)])
        for name, theirs in groups.items()
    }
    against = list(combinations(masks, 2))
    views = {name: view(coefficient, who.patterns(mask)) for name, mask in masks.items()}
    return breakdown(who, views, against, replicates=replicates, seed=seed)


def without_each(
    data: ReliabilityData,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    coefficient: Coefficient[Patterns] = ALPHA,
) -> Parts:
    """A coefficient of all coders, and without each of them in turn.

    The difference is what the others' agreement is above that of all: where its interval
    lies above 0, that coder sees things differently.
    """
    who = profiles(data)
    masks = {ALL: np.ones(who.row.size, bool)}
    masks |= {name: who.coder != at for at, name in enumerate(data.coders)}
    against = [(name, ALL) for name in data.coders]
    views = {name: view(coefficient, who.patterns(mask)) for name, mask in masks.items()}
    return breakdown(who, views, against, replicates=replicates, seed=seed)


def influences(without: Parts) -> list[tuple[str, Estimate, Estimate]]:
    """Each coder, alpha without them, and how far that is above alpha of all."""
    parts, differences = without
    of = {part.name: part.figure for part in parts if part.name != ALL}
    return [(each.one, of[each.one], each.figure) for each in differences]
