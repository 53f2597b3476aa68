"""Which judgements make a part: those of a group of units, of some coders, of all but one."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from annotator.reliability.coefficients.alpha import ALPHA
from annotator.reliability.coefficients.coefficient import CountCoefficient
from annotator.reliability.data.arrays import factorise, totals
from annotator.reliability.data.patterns import count_patterns
from annotator.reliability.data.profiles import profiles
from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.results.breakdown import Part, Parts, breakdown, part_view
from annotator.reliability.results.estimates import Estimate, undefined
from annotator.reliability.uncertainty.intervals import scarce
from annotator.reliability.uncertainty.resampling import (
    USUAL_RESAMPLING,
    Resampling,
    pool,
    sums,
)

#: Every two of this many groups are compared; of more, the differences would be hundreds.
MOST_COMPARED = 8

#: What all coders together are called, beside those without one of them.
ALL = "all coders"


def by_group(
    data: ReliabilityData,
    groups: Sequence[str],
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    coefficient: CountCoefficient = ALPHA,
) -> Parts:
    """Estimate a coefficient for each group of units: an outlet, an event, a week.

    Parameters
    ----------
    data : ReliabilityData
        N units by coders.
    groups : sequence of str, length N
        The group of each of ``data.units``; a unit with an empty name is in none.
    resampling : Resampling
        How samples are drawn.
    coefficient : CountCoefficient
        What is estimated.

    Returns
    -------
    parts : list of Part
        Each group by its name.
    differences : list of Difference
        Every two groups, unless there are more than eight.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 2}" for at in range(16)], ["A", "B"] * 8, list("xxyyxyxxyyyxxxyy")
    ...     )
    ... )
    >>> parts, differences = rel.by_group(data, ["Mail"] * 4 + ["Times"] * 4)
    >>> [(each.name, each.n_units, round(each.estimate.value, 2)) for each in parts]
    [('Mail', 4, 0.53), ('Times', 4, 0.53)]
    >>> differences[0].one, differences[0].other
    ('Mail', 'Times')
    """
    place, names = factorise(groups)
    by_coder = profiles(data, place)
    group = np.zeros(by_coder.freq.size, np.int64)
    group[by_coder.kind] = place
    masks = {name: group[by_coder.row] == at for at, name in enumerate(names) if name}
    against = list(combinations(masks, 2)) if len(masks) <= MOST_COMPARED else []
    views = {name: part_view(coefficient, by_coder.patterns(mask)) for name, mask in masks.items()}
    return breakdown(by_coder, views, against, resampling=resampling)


def each_article(data: ReliabilityData, coefficient: CountCoefficient = ALPHA) -> list[Part]:
    """Estimate a coefficient of each article in which some unit has two judgements.

    One article has no interval, since articles are what is drawn; so thousands of them
    take no longer than one pass over the data.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders, with articles.
    coefficient : CountCoefficient
        What is estimated.

    Returns
    -------
    list of Part
        Each article by its name.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 2}" for at in range(8)],
    ...         ["A", "B"] * 4,
    ...         list("xxyyxyxx"),
    ...         ["a1"] * 4 + ["a2"] * 4,
    ...     )
    ... )
    >>> [(each.name, each.estimate.value) for each in rel.each_article(data)]
    [('a1', 1.0), ('a2', 0.0)]
    """
    patterns = count_patterns(data)
    drawn = pool(patterns)
    statistic = coefficient.statistic(patterns)
    values = statistic.value(sums(drawn, statistic)).tolist()
    paired = np.where(patterns.judged >= 2, patterns.freq, 0)
    units = totals(drawn.group[paired > 0], paired[paired > 0], len(drawn.names))
    alone = scarce("article", 1)
    return [
        Part(name, int(n_units), _of_one(value, alone))
        for name, n_units, value in zip(drawn.names, units.tolist(), values, strict=True)
    ]


def _of_one(value: float, reason: str) -> Estimate:
    if np.isnan(value):
        return undefined("every coder used one value here")
    return Estimate(value, None, None, None, "", reason)


def by_coders(
    data: ReliabilityData,
    groups: Mapping[str, Sequence[str]],
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    coefficient: CountCoefficient = ALPHA,
) -> Parts:
    """Estimate a coefficient for each group of coders, and compare every two groups.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders.
    groups : mapping of str to sequence of str
        The names of the coders in each group.
    resampling : Resampling
        How samples are drawn.
    coefficient : CountCoefficient
        What is estimated.

    Returns
    -------
    parts : list of Part
        Each group by its name.
    differences : list of Difference
        Every two groups.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 4}" for at in range(16)], list("ABCD") * 4, list("xxxyyyyyxxyxyyxy")
    ...     )
    ... )
    >>> parts, _ = rel.by_coders(data, {"new": ["A", "B"], "old": ["C", "D"]})
    >>> [(each.name, round(each.estimate.value, 2)) for each in parts]
    [('new', 1.0), ('old', -0.4)]
    """
    by_coder = profiles(data)
    masks = {
        name: np.isin(
            by_coder.coder, [at for at, each in enumerate(data.coders) if each in set(theirs)]
        )
        for name, theirs in groups.items()
    }
    against = list(combinations(masks, 2))
    views = {name: part_view(coefficient, by_coder.patterns(mask)) for name, mask in masks.items()}
    return breakdown(by_coder, views, against, resampling=resampling)


def without_each_coder(
    data: ReliabilityData,
    *,
    resampling: Resampling = USUAL_RESAMPLING,
    coefficient: CountCoefficient = ALPHA,
) -> Parts:
    """Estimate a coefficient of all coders, and without each of them in turn.

    The difference is what the others' agreement is above that of all: where its interval
    lies above 0, that coder sees things differently.

    Parameters
    ----------
    data : ReliabilityData
        Units by at least three coders.
    resampling : Resampling
        How samples are drawn.
    coefficient : CountCoefficient
        What is estimated.

    Returns
    -------
    parts : list of Part
        All coders together, then the judgements without each one by name.
    differences : list of Difference
        The coefficient without each coder less that of all.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 3}" for at in range(12)], list("ABC") * 4, list("xxyyyyxxxyyx")
    ...     )
    ... )
    >>> parts, _ = rel.without_each_coder(data)
    >>> [(each.name, round(each.estimate.value, 2)) for each in parts]
    [('all coders', 0.39), ('A', 0.12), ('B', 0.12), ('C', 1.0)]
    """
    by_coder = profiles(data)
    masks = {ALL: np.ones(by_coder.row.size, bool)}
    masks |= {name: by_coder.coder != at for at, name in enumerate(data.coders)}
    against = [(name, ALL) for name in data.coders]
    views = {name: part_view(coefficient, by_coder.patterns(mask)) for name, mask in masks.items()}
    return breakdown(by_coder, views, against, resampling=resampling)


def influences(without: Parts) -> list[tuple[str, Estimate, Estimate]]:
    """Each coder, alpha without them, and how far that is above alpha of all."""
    parts, differences = without
    alone = {part.name: part.estimate for part in parts if part.name != ALL}
    return [(each.one, alone[each.one], each.estimate) for each in differences]
