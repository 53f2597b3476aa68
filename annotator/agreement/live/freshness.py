"""What tells whether a round is as it was, and whose codings are new."""

from dataclasses import dataclass

import numpy as np

from annotator.agreement.live.packing import Packed


@dataclass(frozen=True, slots=True)
class Freshness:
    """A round at one time: its revision, how many codings of each coder were stored, and the
    newest rows.

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

    def is_followed_by(self, later: "Freshness") -> bool:
        """Whether nothing happened since then but that codings were added."""
        no_less = all(later.stored.get(member, 0) >= count for member, count in self.stored.items())
        return no_less and self.revision == later.revision


def new_codings(before: Freshness, after: Freshness) -> dict[int, int]:
    """How many new codings each coder has who has any."""
    more = {m: count - before.stored.get(m, 0) for m, count in after.stored.items()}
    return {member: count for member, count in more.items() if count}


def is_complete(before: Freshness, after: Freshness, read: Packed) -> bool:
    """Whether these are all codings that became visible between two times, and no fewer.

    One with a lower number may have been committed behind one with a higher; the codings of
    one coder come one by one, so their number says whether one is missing.
    """
    return all(
        _between(read, member, before.newest_of(member), after.newest_of(member)) == count
        for member, count in new_codings(before, after).items()
    )


def _between(read: Packed, member: int, above: int, until: int) -> int:
    theirs = read.coding[read.member == member]
    return int(np.count_nonzero((theirs > above) & (theirs <= until)))
