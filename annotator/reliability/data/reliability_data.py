"""Reliability data: units by coders with gaps, for one question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.errors import Problem
from annotator.reliability.data.arrays import Ints, factorise
from annotator.reliability.data.long_form import Judgements, Role
from annotator.reliability.data.scales import Level, Scale, code_values


@dataclass(frozen=True, slots=True)
class ReliabilityData:
    """Units by coders with gaps: who gave which value to which unit, for one question.

    Make it with `reliability_data`, which checks what it is given.

    Attributes
    ----------
    units, coders, clusters : tuple of str, lengths N, C and G
        The names of the units, the coders and the articles, sorted. ``clusters`` is empty if
        no article is known.
    scale : Scale
        The level of measurement, and all values in order.
    unit, coder, value : array of int, shape (J,)
        The places of each judgement in ``units``, ``coders`` and ``scale.values``.
    cluster : array of int, shape (N,)
        The place of each unit's article in ``clusters``; empty if no article is known.
    """

    units: tuple[str, ...]
    coders: tuple[str, ...]
    clusters: tuple[str, ...]
    scale: Scale
    unit: Ints
    coder: Ints
    value: Ints
    cluster: Ints


def reliability_data(
    rows: Judgements, *, level: Level = "nominal", values: Sequence[str] | None = None
) -> ReliabilityData:
    """Check judgements in long form and turn them into integers.

    Units, coders and articles are sorted by name, so that nothing depends on the order of the
    rows.

    Parameters
    ----------
    rows : Judgements
        J judgements in long form.
    level : {"nominal", "ordinal", "interval", "ratio"}
        The level of measurement.
    values : sequence of str, optional
        The complete set of values, in order. Without it, the values of the rows.

    Returns
    -------
    ReliabilityData
        The same judgements as places among names.

    Raises
    ------
    Refused
        Naming the rows, if a name or a value is empty, a value does not fit the level or is
        not declared, a coder has judged a unit twice, or a unit stands in two articles.

    Examples
    --------
    >>> import annotator.reliability as rel
    >>> data = rel.reliability_data(
    ...     rel.Judgements(["s1", "s1", "s2"], ["Ann", "Bob", "Ann"], ["2", "3", "10"]),
    ...     level="interval",
    ... )
    >>> data.scale.values
    ('2', '3', '10')
    >>> data.unit.tolist(), data.value.tolist()
    ([0, 0, 1], [0, 1, 2])
    """
    scale, value = code_values(rows, level, values)
    unit, units = factorise(rows.unit)
    coder, coders = factorise(rows.coder)
    cluster, clusters = factorise(rows.cluster)
    rows.refuse(_nameless(rows, "unit", rows.unit, units))
    rows.refuse(_nameless(rows, "coder", rows.coder, coders))
    rows.refuse(_nameless(rows, "cluster", rows.cluster, clusters))
    rows.refuse(_repeated(rows, unit * len(coders) + coder))
    first = np.unique(unit, return_index=True)[1]
    if clusters:
        rows.refuse(_torn(rows, unit, cluster, first))
        cluster = cluster[first]
    return ReliabilityData(units, coders, clusters, scale, unit, coder, value, cluster)


def _nameless(
    rows: Judgements, role: Role, labels: Sequence[str], names: Sequence[str]
) -> Iterator[Problem]:
    """Rows in which the unit, the coder or the article has no name."""
    for at, label in enumerate(labels if "" in names else ()):
        if not label:
            yield rows.problem(at, role, "This cell is empty; a name is expected.", "Fill it in.")


def _repeated(rows: Judgements, place: Ints) -> Iterator[Problem]:
    """Rows in which a coder judges a unit again."""
    order = np.argsort(place, kind="stable")
    repeated = np.flatnonzero(place[order][1:] == place[order][:-1]) + 1
    for at, before in sorted(zip(order[repeated], order[repeated - 1], strict=True)):
        yield rows.problem(
            int(at),
            "unit",
            f"{rows.coder[at]} has judged {rows.unit[at]} already in line {rows.line(before)}; "
            "one judgement per coder and unit is expected.",
            "Keep one of the two rows, or select one question or round.",
        )


def _torn(rows: Judgements, unit: Ints, cluster: Ints, first: Ints) -> Iterator[Problem]:
    """Rows that place a unit in another article than its first row does."""
    for at in np.flatnonzero(cluster != cluster[first][unit]).tolist():
        before = int(first[unit[at]])
        yield rows.problem(
            at,
            "cluster",
            f"{rows.unit[at]} is in {rows.cluster[at]} here and in {rows.cluster[before]} "
            f"in line {rows.line(before)}; a unit stands in one article.",
            "Give the unit one article, or units of different articles different names.",
        )
