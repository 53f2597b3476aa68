"""The way round the assignments that are open to anyone. Pure.

All go round the same circle of units, each from a beginning of their own, so that they
seldom want the same assignment and an assignment that is taken is not looked at again. What comes
back later (a reservation that ran out, a skip that is replaced) stands after the circle.
"""

from typing import NamedTuple

#: No planned order is above this one.
END = 2**31 - 1


class Stretch(NamedTuple):
    """Planned orders above ``above``, and up to ``up_to``."""

    above: int
    up_to: int


def stretches(cursor: int, seed: int, units: int) -> list[Stretch]:
    """Where to look for a coder's next assignment, best first.

    ``cursor`` says how many steps the coder has gone from the beginning that their seed
    gives. After the rest of the circle of ``units`` steps comes what came back since, and
    last everything once more: what another was just about to take may be free after all.
    """
    begin = _beginning(seed, units)
    first_part = units - begin
    ways = []
    if cursor < first_part:
        ways.append(Stretch(begin + cursor, units))
    if cursor < units:
        ways.append(Stretch(max(0, cursor - first_part), begin))
    # What came back is numbered by the second; others of that second may follow.
    ways.append(Stretch(max(cursor - 1, units), END))
    ways.append(Stretch(0, END))
    return ways


def steps(order: int, seed: int, units: int) -> int:
    """How many steps a coder has gone who takes the assignment with this planned order."""
    begin = _beginning(seed, units)
    if order > units:
        return order
    return order - begin if order > begin else order + units - begin


def _beginning(seed: int, units: int) -> int:
    return seed % units if units else 0
