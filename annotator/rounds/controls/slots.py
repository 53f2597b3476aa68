"""Where checks and repeats come among a coder's own sentences. Pure.

A coder's sentences are numbered as they are served. A hidden one stands at a number that is
drawn from the coder's seed, so that nothing about it is regular.
"""

import random
from collections.abc import Sequence
from typing import NamedTuple

#: Where it is not known how much someone codes, there is about one check in so many sentences.
APART = 20
#: An assignment with a planned order above this falls due when so many were served to its coder.
DUE = 2**30


def slots(hidden: int, among: int, seed: int) -> list[int]:
    """The numbers of the hidden ones, where ``among`` ordinary sentences are served with them.

    They are drawn without regard to each other, and never the first of all.
    """
    first = 2 if among else 1
    numbers = range(first, hidden + among + 1)
    return sorted(random.Random(seed).sample(numbers, hidden))  # noqa: S311 - A recorded draw.


def ordinary(hidden: Sequence[int], among: int) -> list[int]:
    """The numbers that are left for the ordinary ones, in order."""
    taken = set(hidden)
    return [n for n in range(1, len(hidden) + among + 1) if n not in taken]


def among_unknown(hidden: int, units: int) -> int:
    """Over how many ordinary sentences to spread them where it is not known how many come."""
    return min(units, hidden * APART)


class Gap(NamedTuple):
    """How far it is to a coder's next repeat: ``mean`` sentences on average."""

    mean: float
    seed: int

    def after(self, number: int) -> int:
        """The number of the next repeat after this one, at least one further."""
        draw = random.Random(f"{self.seed}:{number}")  # noqa: S311 - A recorded draw.
        return number + draw.randint(1, max(1, round(2 * self.mean) - 1))


def repeats_among(percent: int, sentences: int) -> int:
    """How many of a coder's sentences come again, rounded; one at least if any shall."""
    return max(1, round(percent * sentences / 100)) if percent and sentences else 0
