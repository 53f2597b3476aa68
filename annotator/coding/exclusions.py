"""Why a coding does not count, and what may be counted all the same if somebody asks. Pure."""

from collections.abc import Iterable
from enum import StrEnum

from annotator.errors import NotFound


class LeftOut(StrEnum):
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
    def said(self) -> str:
        """What codings of this kind are called in a list of how many there are of each."""
        return _SAID.get(self, self.value)

    @property
    def noted(self) -> str:
        """What is to be known before they are counted."""
        return _NOTED.get(self, "")


_SAID = {
    LeftOut.TAKEN_OUT: "of sentences that were taken out",
    LeftOut.TRAINING: "of training sentences",
    LeftOut.CHECKS: "of check sentences",
    LeftOut.MACHINES: "by machines",
    LeftOut.REPEATS: "hidden repeats",
    LeftOut.SURPLUS: "surplus: the place was given to another",
    LeftOut.LATE: "late: after the round was closed",
}

_NOTED = {
    LeftOut.TRAINING: "each coder's first answer, given before the known one was shown",
    LeftOut.REPEATS: "in place of what the coder said first",
}

#: What a figure may count as well; empty for the figures to report. A skip says nothing, so
#: there is nothing in it to count.
Also = frozenset[LeftOut]
NOTHING: Also = frozenset()
ASKABLE = tuple(each for each in LeftOut if each is not LeftOut.SKIPS)

#: Of these it must not come out which sentences they are, to one who goes on coding.
HIDDEN = frozenset({LeftOut.TRAINING, LeftOut.CHECKS, LeftOut.REPEATS})


def also(names: Iterable[str]) -> Also:
    """What is to be counted as well, by names.

    :raises NotFound: if there is nothing of a name.
    """
    wanted = set(names)
    if unknown := wanted.difference(ASKABLE):
        there = ", ".join(ASKABLE)
        raise NotFound(f'There is no "{min(unknown)}" to be counted as well; there are: {there}.')
    return frozenset(map(LeftOut, wanted))


def in_words(of: Iterable[LeftOut]) -> str:
    """What is counted as well, with what is to be known of it."""
    return "; ".join(", ".join(filter(None, (each.said, each.noted))) for each in of)


def in_order(of: Also) -> list[LeftOut]:
    """What is counted as well, always in one order."""
    return [each for each in ASKABLE if each in of]
