"""Reliability data: units by coders with gaps, for one question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from annotator.errors import Problem
from annotator.reliability.data.arrays import Ints, factorise
from annotator.reliability.data.long_form import Judgements, Role
from annotator.reliability.data.scale_values import code_values
from annotator.reliability.data.scales import Level, Scale


@dataclass(frozen=True, slots=True)
class ReliabilityData:
    """Who gave which value to which unit; what is not there is a gap.

    ``unit``, ``coder`` and ``value``, shape (J,), are places in ``units``, ``coders``
    and ``scale.values``, one per judgement. ``cluster``, shape (N,), is each unit's
    place in ``clusters``; both are empty if no article is known.
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

    Units, coders and articles are sorted by name, so that nothing depends on the order
    of the rows. ``values`` declares the complete set of values, in order.

    :raises Refused: naming the rows, if a name or value is empty, a value does not fit,
        a coder has judged a unit twice, or a unit stands in two articles.
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
    again = np.flatnonzero(place[order][1:] == place[order][:-1]) + 1
    for at, before in sorted(zip(order[again], order[again - 1], strict=True)):
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
