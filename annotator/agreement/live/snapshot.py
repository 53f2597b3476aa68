"""The counted judgements of a round at one moment, as whole numbers; and at the next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from annotator.agreement.live.packing import Packed, Packing, Values, unpacked
from annotator.codebook.kinds.variable import Variable
from annotator.reliability.data.arrays import Ints, Labels, labelled
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.weeks import week_of
from annotator.reliability.uncertainty.article_counts import JudgementArrays

#: This many units are looked for one by one.
FEW = 8

#: From where days are counted, and one that is before all of them.
EPOCH = date(1970, 1, 1)
NEVER = np.iinfo(np.int32).min


@dataclass(frozen=True)
class Units:
    """The units of a round that can count, N of them, sorted by their rows.

    ``name``, shape (N,), are their public ids, and ``home`` the place of each one's article
    in ``articles``, which are sorted.
    """

    row: Ints
    name: NDArray[np.bytes_]
    home: NDArray[np.int32]
    articles: tuple[str, ...]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The public ids, sorted."""
        return tuple(self.name[np.argsort(self.name)].astype(str).tolist())

    @cached_property
    def rank(self) -> Ints:
        """The place of each unit among the sorted names."""
        return np.argsort(np.argsort(self.name))


@dataclass(frozen=True)
class Snapshot:
    """Who judged which unit how: ``unit`` and ``coder``, shape (J,), are places.

    ``day``, shape (J,), is when, in days since 1970-01-01. ``values`` has for each variable of
    ``variables`` an array of shape (J,) with places in its ``labels``, -1 for none. Nothing in it
    ever changes.
    """

    variables: tuple[Variable, ...]
    units: Units
    members: tuple[int, ...]
    coders: tuple[str, ...]
    unit: Values
    coder: Values
    day: Values
    values: tuple[Values, ...]
    labels: tuple[tuple[str, ...], ...]

    def judgements(self, at: int) -> Judgements:
        """The judgements of one variable in long form."""
        kept = self.values[at] >= 0
        unit, home = self.unit[kept], self.units.home[self.unit[kept]]
        return Judgements(
            unit=Labels(self.units.rank[unit], self.units.names),
            coder=labelled(self.coder[kept], self.coders),
            value=labelled(self.values[at][kept], self.labels[at]),
            cluster=Labels(home.astype(np.int64), self.units.articles),
        )

    def weeks(self, at: int) -> Labels:
        """The week in which each unit with a judgement was last judged, by the unit's name."""
        kept = self.values[at] >= 0
        last = np.full(self.units.row.size, NEVER)
        np.maximum.at(last, self.units.rank[self.unit[kept]], self.day[kept])
        days, place = np.unique(last[last > NEVER], return_inverse=True)
        return labelled(place, [week_of(EPOCH + timedelta(each)) for each in days.tolist()])

    @property
    def workloads(self) -> dict[str, int]:
        """How many codings each coder has, by name."""
        loads = np.bincount(self.coder, minlength=len(self.coders)).tolist()
        return {name: load for name, load in sorted(zip(self.coders, loads, strict=True)) if load}

    @property
    def coders_per_unit(self) -> Ints:
        """How many codings each unit has that has one."""
        coders = np.bincount(self.unit)
        return coders[coders > 0]

    def judgement_arrays(self, at: int) -> JudgementArrays:
        """The judgements of one variable, unit by unit."""
        kept = self.values[at] >= 0
        size = self.units.row.size
        return JudgementArrays(
            self.unit[kept].astype(np.int64),
            self.coder[kept].astype(np.int64),
            self.values[at][kept].astype(np.int64),
            np.ones(size, np.int64),
            self.units.home.astype(np.int64),
        )

    def places_of_units(self, units: Ints) -> Ints:
        """The places of all judgements of some units."""
        if 0 < units.size <= FEW:
            # To look for each of a few is quicker than to ask of each judgement.
            return np.sort(np.concatenate([np.flatnonzero(self.unit == at) for at in units]))
        chosen = np.zeros(self.units.row.size, bool)
        chosen[units] = True
        return np.flatnonzero(chosen[self.unit])

    def arrays_of_units(self, at: int, places: Ints, units: Ints, homes: Ints) -> JudgementArrays:
        """Some judgements of a variable, which are of ``units``, in the articles ``homes``.

        Both are sorted.
        """
        kept = places[self.values[at][places] >= 0]
        return JudgementArrays(
            np.searchsorted(units, self.unit[kept]),
            self.coder[kept].astype(np.int64),
            self.values[at][kept].astype(np.int64),
            np.ones(units.size, np.int64),
            np.searchsorted(homes, self.units.home[units]),
        )


def empty(variables: Sequence[Variable], units: Units) -> Snapshot:
    """A round in which nothing counts yet."""
    measured = tuple(each for each in variables if each.level is not None)
    none = np.empty(0, np.int32)
    values = tuple(none for _ in measured)
    labels = tuple(variable.values for variable in measured)
    return Snapshot(measured, units, (), (), none, none, none, values, labels)


def with_codings(
    before: Snapshot, layout: Packing, names: Mapping[int, str], given: Packed
) -> tuple[Snapshot, Ints]:
    """The snapshot with codings that are new in it, and the units that they change.

    ``names`` are those of new coders by their rows. Where a coding stands, what its coder
    said of the unit before does not count any more. Codings of other units are passed over.
    """
    unit, known = _places(before.units, given.unit)
    given, unit = given.where(known & given.stands), unit[known & given.stands]
    members = (*before.members, *sorted({*given.member.tolist()} - {*before.members}))
    coder = _coders(members, given.member)
    gone, counts = _replaced(before, unit, coder), given.counts
    fresh, labels = [], []
    for variable, old in zip(before.variables, before.labels, strict=True):
        value, more = unpacked(given.where(counts), layout, variable, old)
        fresh.append(value)
        labels.append(more)
    after = replace(
        before,
        members=members,
        coders=(*before.coders, *(names[new] for new in members[len(before.members) :])),
        unit=_without(before.unit, gone, unit[counts]),
        coder=_without(before.coder, gone, coder[counts]),
        day=_without(before.day, gone, given.day[counts].astype(np.int32)),
        values=tuple(
            _without(old, gone, new) for old, new in zip(before.values, fresh, strict=True)
        ),
        labels=tuple(labels),
    )
    return after, np.unique(unit).astype(np.int64)


def knows(units: Units, given: Packed) -> bool:
    """Whether all codings that count are of these units."""
    _, known = _places(units, given.unit)
    return bool(known[given.counts].all())


def _places(units: Units, rows: Ints) -> tuple[Values, NDArray[np.bool_]]:
    """The place of each unit, and whether it is there at all."""
    if not units.row.size:
        return np.zeros(rows.size, np.int32), np.zeros(rows.size, bool)
    place = np.minimum(np.searchsorted(units.row, rows), units.row.size - 1)
    return place.astype(np.int32), units.row[place] == rows


def _coders(members: Sequence[int], rows: Ints) -> Values:
    order = np.argsort(members)
    return order[np.searchsorted(np.asarray(members)[order], rows)].astype(np.int32)


def _replaced(before: Snapshot, unit: Values, coder: Values) -> Ints:
    """Which judgements, by their places, are of a coder who has a newer coding of the unit."""
    some = before.places_of_units(unit.astype(np.int64))
    coders, given_by = int(coder.max(initial=0)) + 1, before.coder[some]
    pair = before.unit[some] * np.int64(coders) + given_by
    replaced = (given_by < coders) & np.isin(pair, unit * np.int64(coders) + coder)
    return some[replaced]


def _without(old: Values, gone: Ints, new: Values) -> Values:
    """What stays, and behind it what is new; to copy few long pieces takes no time."""
    first, *others = np.split(old, gone)
    return np.concatenate([first, *(piece[1:] for piece in others), new])
