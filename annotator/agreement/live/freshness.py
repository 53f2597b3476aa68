"""What tells whether a round is as it was, and whose codings are new. Pure."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.live.packing import Packed


@dataclass(frozen=True, slots=True)
class Moment:
    """A round at one moment: its revision, how many codings of each coder were stored, and
    the newest rows.

    ``newest`` has the row of the newest coding of those who coded lately; all others' are
    not behind ``before``.
    """

    revision: int
    stored: dict[int, int]
    newest: dict[int, int]
    before: int

    def newest_of(self, member: int) -> int:
        """No coding of this coder that was there is behind this row."""
        return self.newest.get(member, self.before)

    def is_followed_by(self, later: "Moment") -> bool:
        """Whether nothing happened since then but that codings were added."""
        no_less = all(later.stored.get(member, 0) >= many for member, many in self.stored.items())
        return no_less and self.revision == later.revision


def whose(before: Moment, after: Moment) -> dict[int, int]:
    """How many new codings each coder has who has any."""
    more = {m: many - before.stored.get(m, 0) for m, many in after.stored.items()}
    return {member: many for member, many in more.items() if many}


def is_complete(before: Moment, after: Moment, found: Packed) -> bool:
    """Whether these are all codings that became visible between two moments, and no fewer.

    One with a lower number may have been committed behind one with a higher; the codings of
    one coder come one by one, so their number says whether one is missing.
    """
    return all(
        _between(found, member, before.newest_of(member), after.newest_of(member)) == many
        for member, many in whose(before, after).items()
    )


def _between(found: Packed, member: int, above: int, until: int) -> int:
    theirs = found.coding[found.member == member]
    return int(np.count_nonzero((theirs > above) & (theirs <= until)))
