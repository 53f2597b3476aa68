"""Why a coding does not count, and what may be counted all the same if somebody asks. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from annotator.errors import NotFound


class Exclusion(StrEnum):
    """A reason for which a coding is left out of agreement, as addresses and commands name it."""

    WITHDRAWN = "withdrawn"
    TAKEN_OUT = "taken-out"
    TRAINING = "training"
    CHECKS = "checks"
    MACHINES = "machines"
    REPEATS = "repeats"
    SKIPS = "skips"
    SURPLUS = "surplus"
    LATE = "late"

    @property
    def label(self) -> str:
        """What codings of this kind are called in a list of how many there are of each."""
        return _LABELS.get(self, self.value)

    @property
    def remark(self) -> str:
        """What is to be known before they are counted."""
        return _REMARKS.get(self, "")


_LABELS = {
    Exclusion.TAKEN_OUT: "of sentences that were taken out",
    Exclusion.TRAINING: "of training sentences",
    Exclusion.CHECKS: "of check sentences",
    Exclusion.MACHINES: "by machines",
    Exclusion.REPEATS: "hidden repeats",
    Exclusion.SURPLUS: "surplus: the place was given to another",
    Exclusion.LATE: "late: after the round was closed",
}

_REMARKS = {
    Exclusion.TRAINING: "each coder's first answer, given before the known one was shown",
    Exclusion.REPEATS: "in place of what the coder said first",
}

#: What a figure may count as well; empty for the figures to report. A skip says nothing, so
#: there is nothing in it to count.
Included = frozenset[Exclusion]
NOTHING: Included = frozenset()
ASKABLE = tuple(each for each in Exclusion if each is not Exclusion.SKIPS)

#: Of these it must not come out which sentences they are, to one who goes on coding.
HIDDEN = frozenset({Exclusion.TRAINING, Exclusion.CHECKS, Exclusion.REPEATS})


def included(names: Iterable[str]) -> Included:
    """What is to be counted as well, by names.

    :raises NotFound: if there is nothing of a name.
    """
    wanted = set(names)
    if unknown := wanted.difference(ASKABLE):
        known = ", ".join(ASKABLE)
        raise NotFound(f'There is no "{min(unknown)}" to be counted as well; there are: {known}.')
    return frozenset(map(Exclusion, wanted))


def in_words(included: Iterable[Exclusion]) -> str:
    """What is counted as well, with what is to be known of it."""
    return "; ".join(", ".join(filter(None, (each.label, each.remark))) for each in included)


def in_order(included: Included) -> list[Exclusion]:
    """What is counted as well, always in one order."""
    return [each for each in ASKABLE if each in included]
