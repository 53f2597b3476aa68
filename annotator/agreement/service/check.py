"""Check what is kept: count anew, in another way, and compare."""

from collections import Counter
from collections.abc import Iterator

import numpy as np
from sqlalchemy.orm import Session

from annotator.agreement.live.snapshot import Snapshot
from annotator.agreement.queries.recount import Cell, recounted, stored
from annotator.agreement.service.follow import followed
from annotator.coding.exclusions import NOTHING, Included
from annotator.rounds.models import Round

#: This many units are compared at once.
AT_ONCE = 10_000


def differences(session: Session, round_: Round, also: Included = NOTHING) -> list[str]:
    """What the pages count otherwise than the rows say, a sentence each; none if they agree."""
    with followed(session, round_, also) as kept:
        snapshot = kept.measured.snapshot
    return [*_of_coders(session, round_), *_of_units(session, round_, snapshot, also)]


def _of_coders(session: Session, round_: Round) -> Iterator[str]:
    """Codings that were not counted when they were stored."""
    for coder, counted, codings in stored(session, round_):
        if counted != codings:
            yield (
                f"{coder}: {codings:,} codings are stored, and {counted:,} were counted as they "
                "came."
            )


def _of_units(session: Session, round_: Round, snapshot: Snapshot, also: Included) -> Iterator[str]:
    """Units of which the pages know other values than their rows have, by variable."""
    wrong: dict[str, set[int]] = {each.key: set() for each in snapshot.variables}
    row = snapshot.units.row
    for start in range(0, row.size, AT_ONCE):
        some = row[start : start + AT_ONCE]
        kept = _kept(snapshot, start, start + some.size)
        anew = recounted(session, round_, int(some[0]), int(some[-1]), also)
        for cell in kept.keys() | anew.keys():
            if kept[cell] != anew[cell]:
                wrong[cell.variable].add(cell.unit)
    for key, units in wrong.items():
        if units:
            name = snapshot.units.name[np.searchsorted(row, min(units))].decode()
            yield f"{key}: {len(units):,} units are counted otherwise, the first is {name}."


def _kept(snapshot: Snapshot, first: int, last: int) -> Counter[Cell]:
    """How many coders gave each value to each unit between two places, as the pages count."""
    cells: Counter[Cell] = Counter()
    between = (snapshot.unit >= first) & (snapshot.unit < last)
    rows = snapshot.units.row[snapshot.unit[between]].tolist()
    for variable, values, labels in zip(
        snapshot.variables, snapshot.values, snapshot.labels, strict=True
    ):
        given = values[between].tolist()
        cells.update(
            Cell(variable.key, unit, labels[value])
            for unit, value in zip(rows, given, strict=True)
            if value >= 0
        )
    return cells
