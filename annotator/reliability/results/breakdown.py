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
from annotator.reliability.results.estimates import Estimate, figure_of, undefined
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
from annotator.reliability.uncertainty.resampling import Pool, finer, pool


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the judgements: how many units have two of them, and how far they agree."""

    name: str
    n_units: int
    figure: Estimate


@dataclass(frozen=True, slots=True)
class Difference:
    """One part's coefficient less another's."""

    one: str
    other: str
    figure: Estimate


@dataclass(frozen=True, slots=True)
class View:
    """A part on its way: its judgements, row by row with the profiles, and a coefficient."""

    table: Patterns | Profiles
    statistic: Statistic
    lowest: float
    highest: float
    error: float | None


def view(coefficient: Coefficient[CountTable], table: CountTable) -> View:
    """A coefficient of some of the judgements, in rows like those of all."""
    if not isinstance(table, Patterns | Profiles):
        raise TypeError("a view is of patterns or of profiles")
    error = coefficient.error(table) if coefficient.error and not table.clusters else None
    statistic = coefficient.statistic(table)
    return View(table, statistic, coefficient.lowest, coefficient.highest, error)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A view with its estimate, and which of the kinds that are drawn have a pair in it."""

    view: View
    estimate: PointEstimate
    own: NDArray[np.bool_]


def breakdown(
    who: Profiles,
    views: Mapping[str, View],
    against: Sequence[tuple[str, str]] = (),
    *,
    replicates: int,
    seed: int,
) -> tuple[list[Part], list[Difference]]:
    """Each view's coefficient, and what one's is above another's.

    ``against`` names the two views of each difference. The number of articles with a pair
    in the view, or in the smaller of two, decides the method, as for a whole study.
    """
    if not (who.judged >= 2).any():
        lack = undefined("no unit has two judgements")
        none = [Difference(one, other, lack) for one, other in against]
        return [Part(name, 0, lack) for name in views], none
    patterns, place = merge(who.patterns())
    coarse = pool(patterns)
    fine = finer(coarse, who, place)
    pieces = {name: _piece(each, fine) for name, each in views.items()}
    drawn = _drawn(coarse, pieces, replicates, seed)
    parts = [Part(n, _units(each), _figure(fine, each, drawn[n])) for n, each in pieces.items()]
    differences = [
        Difference(a, b, _difference(fine, pieces[a], pieces[b], drawn[a] - drawn[b]))
        for a, b in against
    ]
    return parts, differences


def _drawn(
    coarse: Pool, pieces: Mapping[str, _Piece], replicates: int, seed: int
) -> dict[str, Floats]:
    """The replicates of each piece; none of those that would not fit into memory."""
    fitting = {n: e.estimate.sampled for n, e in pieces.items() if e.estimate.sampled.fits}
    drawn = bootstrapped(coarse, list(fitting.values()), replicates, seed)
    empty = dict.fromkeys(pieces, np.full(replicates, np.nan))
    return empty | dict(zip(fitting, drawn, strict=True))


def _piece(of: View, fine: Pool) -> _Piece:
    rows = (of.table.judged >= 2) & (fine.group >= 0)
    own = np.zeros(fine.copies.size, bool)
    own[fine.group[rows]] = True
    value = of.statistic.of_all(of.table.freq)
    sampled = Sampled(of.statistic, fine)
    return _Piece(of, PointEstimate(value, of.lowest, of.highest, sampled, of.error), own)


def _units(piece: _Piece) -> int:
    """How many units of a part have two judgements in it."""
    return int(piece.view.table.freq[piece.view.table.judged >= 2].sum())


def _figure(fine: Pool, piece: _Piece, drawn: Floats) -> Estimate:
    """A part's coefficient with its interval, or why there is none."""
    table = piece.view.table
    patterns = table if isinstance(table, Patterns) else table.patterns()
    if not piece.own.any():
        return undefined("no unit has two judgements here")
    return figure_of(patterns, piece.estimate, _interval(fine, piece, drawn))


def _interval(fine: Pool, piece: _Piece, drawn: Floats) -> Interval:
    size = int(fine.copies[piece.own].sum())
    reason = scarce(fine.noun, size)
    if reason:
        return Interval(reason=reason)
    if not piece.estimate.sampled.fits:
        return WIDE
    if fine.noun == "article" and size < FEWEST_TO_DRAW:
        left = without(piece.estimate.sampled, piece.own)
        return jackknife(_names(fine, piece.own), left, piece.estimate)
    return percentiles(fine.noun, drawn, piece.estimate.lowest, piece.estimate.highest)


def _names(fine: Pool, own: NDArray[np.bool_]) -> list[str]:
    """The names of some of the articles."""
    return [fine.names[at] for at in np.flatnonzero(own)]


def _difference(fine: Pool, one: _Piece, other: _Piece, drawn: Floats) -> Estimate:
    """What one part's coefficient is above the other's, with the interval of that."""
    value = one.estimate.value - other.estimate.value
    if np.isnan(value):
        return undefined("the coefficient of one of the two is undefined")
    of = PointEstimate(value, -np.inf, np.inf, one.estimate.sampled)
    size = int(min(fine.copies[one.own].sum(), fine.copies[other.own].sum()))
    either = one.own | other.own
    reason = scarce(fine.noun, size)
    if reason:
        made = Interval(reason=reason)
    elif fine.noun == "article" and size < FEWEST_TO_DRAW:
        left = without(one.estimate.sampled, either) - without(other.estimate.sampled, either)
        made = jackknife(_names(fine, either), left, of, freedom=size - 1)
    else:
        made = percentiles(fine.noun, drawn, -np.inf, np.inf)
    return Estimate(value, made.error, made.low, made.high, made.method, made.reason)
