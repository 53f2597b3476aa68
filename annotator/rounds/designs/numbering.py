"""In which order coders meet their sentences, from their seeds."""

import hashlib
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.rounds.designs.balance import Block

#: The slots of a sentence that are nobody's yet.
OpenBlock = tuple[None, ...]


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """Slot number ``slot`` (from 1) on unit ``unit``, for coder ``coder`` (both from 0).

    ``order`` (from 1) is its rank among the coder's own sentences. Where there is no coder
    yet, it is the rank of the unit in the order in which all go round.
    """

    unit: int
    slot: int
    coder: int | None
    order: int


def coder_seed(seed: int, pseudonym: str) -> int:
    """A coder's own seed, drawn from the round's seed and the pseudonym.

    It has 31 bits, as a database's plain whole number does.
    """
    digest = hashlib.sha256(f"{seed}:{pseudonym}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def numbered(
    blocks: Sequence[Block | OpenBlock], order: str, seed: int, coder_seeds: Sequence[int]
) -> list[PlannedSlot]:
    """The assignments of these blocks, each with its rank among those of its coder, if any."""
    units: list[list[int]] = [[] for _ in coder_seeds]
    for unit, block in enumerate(blocks):
        for coder in block:
            if coder is not None:
                units[coder].append(unit)
    served: dict[int | None, Mapping[int, int]] = {
        coder: ranks(own, order, coder_seeds[coder]) for coder, own in enumerate(units)
    }
    if any(None in block for block in blocks):
        served[None] = ranks(range(len(blocks)), order, seed)
    return [
        PlannedSlot(unit, slot, coder, served[coder][unit])
        for unit, block in enumerate(blocks)
        for slot, coder in enumerate(block, start=1)
    ]


def ranks(units: Sequence[int], order: str, seed: int) -> Mapping[int, int]:
    """The rank of each unit, from 1: as they are given, or in a permutation from the seed."""
    ordered = list(units)
    if order != "article":
        random.Random(seed).shuffle(ordered)  # noqa: S311 - A recorded order, not a secret.
    return {unit: rank for rank, unit in enumerate(ordered, start=1)}
