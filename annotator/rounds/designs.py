"""Who codes what: designs as pure functions of coders, sentences, settings and seed.

The same arguments always give the same plan, so that a plan can be made again from
what an export says about a round.
"""

import hashlib
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotator.errors import Problem, Refused


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """Place number ``place`` (from 1) on unit ``unit``, for coder ``coder`` (both from 0).

    ``order`` (from 1) says as the how-manieth of the coder's sentences it is served.
    """

    unit: int
    place: int
    coder: int
    order: int


def full(coders: int, units: int) -> list[list[int]]:
    """Every coder codes every sentence: each unit has as many places as there are coders."""
    return [list(range(units)) for _ in range(coders)]


DESIGNS: dict[str, Callable[[int, int], list[list[int]]]] = {"full": full}


def coder_seed(seed: int, pseudonym: str) -> int:
    """A coder's own seed, drawn from the round's seed and the pseudonym.

    It has 31 bits, as a database's plain whole number does.
    """
    digest = hashlib.sha256(f"{seed}:{pseudonym}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def plan(design: str, order: str, units: int, coder_seeds: Sequence[int]) -> list[PlannedPlace]:
    """All places of a round, by unit and place.

    ``order`` is ``article`` (as the units are numbered: article by article) or
    ``random`` (each coder's own permutation, from the coder's seed). ``coder_seeds`` has
    a seed for each coder.

    :raises Refused: if there is no coder, no sentence, or no such design.
    """
    _check(design, units, len(coder_seeds))
    shares = DESIGNS[design](len(coder_seeds), units)
    places: list[PlannedPlace] = []
    taken = [0] * units
    for coder, (seed, share) in enumerate(zip(coder_seeds, shares, strict=True)):
        for position, unit in enumerate(_in_order(share, order, seed), start=1):
            taken[unit] += 1
            places.append(PlannedPlace(unit, taken[unit], coder, position))
    return sorted(places, key=lambda place: (place.unit, place.place))


def _in_order(units: Sequence[int], order: str, seed: int) -> Sequence[int]:
    if order == "article":
        return sorted(units)
    shuffled = sorted(units)
    random.Random(seed).shuffle(shuffled)  # noqa: S311 - A recorded order, not a secret.
    return shuffled


def _check(design: str, units: int, coders: int) -> None:
    if design not in DESIGNS:
        raise Refused(
            Problem(
                f"There is no design {design!r}.",
                column="design",
                remedy=f"Choose one of: {', '.join(DESIGNS)}.",
            )
        )
    if not units:
        raise Refused(
            Problem(
                "No sentence is served in the chosen articles.",
                column="articles",
                remedy="Import articles first, or serve some of their sentences.",
            )
        )
    if not coders:
        raise Refused(
            Problem(
                "The round has no coder.",
                column="coders",
                remedy="Invite coders to the study, then choose who codes in the round.",
            )
        )
