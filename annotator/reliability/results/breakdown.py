"""Parts of the same judgements, and their differences, under one draw.

A part is some of the judgements: those of an outlet, an event, an article, a week or any
other group of units; those of some coders; or all but one coder's. Articles are drawn
for all parts at once, so a difference has an interval, whether parts share articles
(weeks, coders) or not (outlets).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from annotator.reliability.coefficients.coefficient import Coefficient, CountTable, Statistic
from annotator.reliability.data.arrays import Floats
from annotator.reliability.data.patterns import Patterns, merge
from annotator.reliability.data.profiles import Profiles
from annotator.reliability.results.estimates import (
    Estimate,
    estimate_of,
    undefined,
)
from annotator.reliability.uncertainty.intervals import (
    FEWEST_TO_DRAW,
    WIDE,
    Interval,
    PointEstimate,
    jackknife,
    percentiles,
    scarce,
)
from annotator.reliability.uncertainty.replicates import Sampled, bootstrapped, without
from annotator.reliability.uncertainty.resampling import Pool, Resampling, finer, pool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the judgements: how many units have two of them, and how far they agree.

    Attributes
    ----------
    name : str
        The group, the article, or the coder who is left out.
    n_units : int
        The units with two judgements in this part.
    estimate : Estimate
        The coefficient of this part.
    """

    name: str
    n_units: int
    estimate: Estimate


@dataclass(frozen=True, slots=True)
class Difference:
    """One part's coefficient less another's.

    Attributes
    ----------
    one, other : str
        The names of the two parts.
    estimate : Estimate
        The coefficient of ``one`` less that of ``other``.
    """

    one: str
    other: str
    estimate: Estimate


#: The parts of judgements, and what one is above another.
Parts = tuple[list[Part], list[Difference]]


@dataclass(frozen=True, slots=True)
class PartView:
    """A part to be measured: its judgements, row by row with the profiles, and a coefficient."""

    table: Patterns | Profiles
    statistic: Statistic
    lowest: float
    highest: float
    error: float | None


def part_view(coefficient: Coefficient[CountTable], table: CountTable) -> PartView:
    """A coefficient of some of the judgements, in rows like those of all."""
    error = coefficient.error(table) if coefficient.error and not table.clusters else None
    statistic = coefficient.statistic(table)
    return PartView(table, statistic, coefficient.lowest, coefficient.highest, error)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A view with its value, and which of the kinds that are drawn have a pair in it."""

    view: PartView
    point: PointEstimate
    own: NDArray[np.bool_]


def breakdown(
    by_coder: Profiles,
    views: Mapping[str, PartView],
    against: Sequence[tuple[str, str]] = (),
    *,
    resampling: Resampling,
) -> Parts:
    """Each view's coefficient, and what one's is above another's.

    ``against`` names the two views of each difference. The number of articles with a pair
    in the view, or in the smaller of two, decides the method, as for a whole study.
    """
    if not (by_coder.judged >= 2).any():
        lack = undefined("no unit has two judgements")
        none = [Difference(one, other, lack) for one, other in against]
        return [Part(name, 0, lack) for name in views], none
    patterns, place = merge(by_coder.patterns())
    coarse = pool(patterns)
    fine = finer(coarse, by_coder, place)
    pieces = {name: _piece(each, fine) for name, each in views.items()}
    drawn = _drawn(coarse, pieces, resampling)
    parts = [Part(n, _units(each), _part(fine, each, drawn[n])) for n, each in pieces.items()]
    differences = [
        Difference(a, b, _difference(fine, pieces[a], pieces[b], drawn[a] - drawn[b]))
        for a, b in against
    ]
    return parts, differences


def _drawn(coarse: Pool, pieces: Mapping[str, _Piece], resampling: Resampling) -> dict[str, Floats]:
    """The replicates of each piece; none of those that would not fit into memory."""
    fitting = {n: e.point.sampled for n, e in pieces.items() if e.point.sampled.fits}
    drawn = bootstrapped(coarse, list(fitting.values()), resampling)
    empty = dict.fromkeys(pieces, np.full(resampling.replicates, np.nan))
    return empty | dict(zip(fitting, drawn, strict=True))


def _piece(view: PartView, fine: Pool) -> _Piece:
    rows = (view.table.judged >= 2) & (fine.group >= 0)
    own = np.zeros(fine.copies.size, bool)
    own[fine.group[rows]] = True
    value = view.statistic.of_all(view.table.freq)
    sampled = Sampled(view.statistic, fine)
    return _Piece(view, PointEstimate(value, view.lowest, view.highest, sampled, view.error), own)


def _units(piece: _Piece) -> int:
    """How many units of a part have two judgements in it."""
    return int(piece.view.table.freq[piece.view.table.judged >= 2].sum())


def _part(fine: Pool, piece: _Piece, drawn: Floats) -> Estimate:
    """A part's coefficient with its interval, or why there is none."""
    table = piece.view.table
    patterns = table if isinstance(table, Patterns) else table.patterns()
    if not piece.own.any():
        return undefined("no unit has two judgements here")
    return estimate_of(patterns, piece.point, _interval(fine, piece, drawn))


def _interval(fine: Pool, piece: _Piece, drawn: Floats) -> Interval:
    size = int(fine.copies[piece.own].sum())
    reason = scarce(fine.noun, size)
    if reason:
        return Interval(reason=reason)
    if not piece.point.sampled.fits:
        return WIDE
    if fine.noun == "article" and size < FEWEST_TO_DRAW:
        left = without(piece.point.sampled, piece.own)
        return jackknife(_names(fine, piece.own), left, piece.point)
    return percentiles(fine.noun, drawn, piece.point.lowest, piece.point.highest)


def _names(fine: Pool, own: NDArray[np.bool_]) -> list[str]:
    """The names of some of the articles."""
    return [fine.names[at] for at in np.flatnonzero(own)]


def _difference(fine: Pool, one: _Piece, other: _Piece, drawn: Floats) -> Estimate:
    """What one part's coefficient is above the other's, with the interval of that."""
    value = one.point.value - other.point.value
    if np.isnan(value):
        return undefined("the coefficient of one of the two is undefined")
    size = int(min(fine.copies[one.own].sum(), fine.copies[other.own].sum()))
    either = one.own | other.own
    reason = scarce(fine.noun, size)
    if reason:
        interval = Interval(reason=reason)
    elif fine.noun == "article" and size < FEWEST_TO_DRAW:
        left = without(one.point.sampled, either) - without(other.point.sampled, either)
        point = PointEstimate(value, -np.inf, np.inf, one.point.sampled)
        interval = jackknife(_names(fine, either), left, point, freedom=size - 1)
    else:
        interval = percentiles(fine.noun, drawn, -np.inf, np.inf)
    return Estimate(
        value, interval.error, interval.low, interval.high, interval.method, interval.reason
    )
