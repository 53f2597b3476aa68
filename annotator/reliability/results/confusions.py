"""What coders disagree on: which two answers meet in a unit, and in which units."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.data.arrays import Ints, factorise, labelled, totals
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.patterns import coincidences, count_patterns, pooled
from annotator.reliability.data.reliability_data import ReliabilityData

#: Of more values than this every two would be a list that nobody reads.
MOST_VALUES = 100

#: What separates the keys of codes in a set, and what the empty one is called.
BETWEEN = ","

#: The label of a unit whose coder gave none of several codes.
NO_CODE = "none"


@dataclass(frozen=True, slots=True)
class Confusion:
    """Two answers that different coders gave to the same units.

    Attributes
    ----------
    one, other : str
        The two answers.
    n_units : int
        The units in which both were given.
    n_pairs : int
        The pairs of judgements with the one and the other.
    """

    one: str
    other: str
    n_units: int
    n_pairs: int


@dataclass(frozen=True, slots=True)
class Disputed:
    """A unit on which coders disagree.

    Attributes
    ----------
    unit : str
        Its name.
    answers : tuple of (str, str)
        Each coder's name and answer.
    """

    unit: str
    answers: tuple[tuple[str, str], ...]


def confusions(data: ReliabilityData) -> list[Confusion]:
    """List every two different values that coders gave to the same unit.

    Parameters
    ----------
    data : ReliabilityData
        Units by coders.

    Returns
    -------
    list of Confusion
        The most frequent first; empty for more than 100 values.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(
    ...         [f"s{at // 2}" for at in range(8)], ["A", "B"] * 4, list("xyyxxxxz")
    ...     )
    ... )
    >>> [(each.one, each.other, each.n_units) for each in rel.confusions(data)]
    [('x', 'y', 2), ('x', 'z', 1)]
    """
    values = data.scale.values
    if len(values) > MOST_VALUES:
        return []
    whole = pooled(count_patterns(data))
    row, low, high, met = coincidences(whole)
    cell = low * len(values) + high
    # A unit of m judgements has met = n_c n_k / (m - 1).
    n_pairs = totals(cell, met * (whole.judged[row] - 1) * whole.freq[row], len(values) ** 2)
    n_units = totals(cell, whole.freq[row], len(values) ** 2)
    met_values = [
        Confusion(
            values[at // len(values)],
            values[at % len(values)],
            round(float(n_units[at])),
            round(float(n_pairs[at])),
        )
        for at in np.flatnonzero(n_pairs).tolist()
    ]
    return sorted(met_values, key=lambda each: (-each.n_pairs, each.one, each.other))


def swapped_codes(codes: Mapping[str, Judgements]) -> list[Confusion]:
    """Codes of a ``many`` question of which one coder gave one and another the other instead.

    ``codes`` has the judgements 0 and 1 of each code, all of the same codings in the same
    order. Whoever gave both, or neither, swapped nothing.
    """
    return swaps(*_given(codes)) if codes else []


def swaps(unit: Ints, given: Mapping[str, NDArray[np.bool_]]) -> list[Confusion]:
    """The same of judgements: the unit of each, shape (J,), and who gave each code."""
    swapped = []
    for (one, has_one), (other, has_other) in combinations(given.items(), 2):
        times = _times(unit, has_one & ~has_other) * _times(unit, has_other & ~has_one)
        if times.any():
            swapped.append(Confusion(one, other, int(np.count_nonzero(times)), int(times.sum())))
    return sorted(swapped, key=lambda each: (-each.n_pairs, each.one, each.other))


def _given(codes: Mapping[str, Judgements]) -> tuple[Ints, dict[str, NDArray[np.bool_]]]:
    """The unit of each judgement, and of each code whether it was given in it."""
    unit, _ = factorise(next(iter(codes.values())).unit)
    given = {}
    for code, rows in codes.items():
        place, names = factorise(rows.value)
        given[code] = np.array([name == "1" for name in names], bool)[place]
    return unit, given


def _times(unit: Ints, kept: NDArray[np.bool_]) -> Ints:
    return np.bincount(unit[kept], minlength=int(unit.max(initial=-1)) + 1)


def as_sets(codes: Mapping[str, Judgements]) -> Judgements:
    """The judgements of a ``many`` question with the keys of all given codes as one value."""
    unit, given = _given(codes)
    which = np.zeros(unit.size, np.int64)
    for held in given.values():
        which = np.unique(2 * which + held, return_inverse=True)[1]
    _, example = np.unique(which, return_index=True)
    sets = [
        BETWEEN.join(sorted(code for code, held in given.items() if held[at])) or NO_CODE
        for at in example.tolist()
    ]
    return next(iter(codes.values())).with_values(labelled(which, sets))


def codes_in(label: str) -> frozenset[str]:
    """The codes of a set, by its label."""
    return frozenset() if label == NO_CODE else frozenset(label.split(BETWEEN))


def with_and_without(sets: Iterable[str], one: str, other: str) -> list[str]:
    """Of some sets of codes, those with the one code and without the other."""
    held = {each: each.split(BETWEEN) for each in set(sets)}
    return sorted(each for each, keys in held.items() if one in keys and other not in keys)


def disputed(
    rows: Judgements, between: tuple[Sequence[str], Sequence[str]] | None = None
) -> list[Disputed]:
    """List the units on which coders disagree.

    Parameters
    ----------
    rows : Judgements
        Judgements in long form.
    between : tuple of two sequences of str, optional
        Only the units to which one coder gave one of the first values and another coder one of
        the second.

    Returns
    -------
    list of Disputed
        By the name of the unit.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> rows = rel.Judgements(["s1", "s1", "s2", "s2"], ["A", "B"] * 2, list("xyzz"))
    >>> rel.disputed(rows)
    [Disputed(unit='s1', answers=(('A', 'x'), ('B', 'y')))]
    """
    unit, units = factorise(rows.unit)
    coder, coders = factorise(rows.coder)
    value, values = factorise(rows.value)
    one, other = (np.isin(values, kind)[value] for kind in between or (values, values))
    shown = np.flatnonzero(_apart(unit, value, one, other)[unit])
    shown = shown[np.lexsort((coder[shown], unit[shown]))]
    answers: dict[int, list[tuple[str, str]]] = {}
    for at, name, what in zip(
        *(each[shown].tolist() for each in (unit, coder, value)), strict=True
    ):
        answers.setdefault(at, []).append((coders[name], values[what]))
    return [Disputed(units[at], tuple(given)) for at, given in answers.items()]


def _apart(
    unit: Ints, value: Ints, one: NDArray[np.bool_], other: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Which units have two different values among these judgements, and one of either kind."""
    either = one | other
    lowest = np.full(int(unit.max(initial=-1)) + 1, value.size)
    highest = np.full(lowest.size, -1)
    np.minimum.at(lowest, unit[either], value[either])
    np.maximum.at(highest, unit[either], value[either])
    differ: NDArray[np.bool_] = lowest < highest
    return differ & (_times(unit, one) > 0) & (_times(unit, other) > 0)
