"""Who codes what: designs as pure functions of coders, sentences, settings and seed.

The same arguments always give the same plan, so that a plan can be made again from
what an export says about a round.
"""

import hashlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

from annotator.rounds.designs.balance import Block, blocks, equal_quotas
from annotator.rounds.designs.design import Design, check
from annotator.rounds.sampling.sample import proportional


@dataclass(frozen=True, slots=True)
class PlannedSlot:
    """Slot number ``slot`` (from 1) on unit ``unit``, for coder ``coder`` (both from 0).

    ``order`` (from 1) says as the how-manieth of the coder's sentences it is served. Where
    there is no coder yet, it says where on the way round the assignment stands.
    """

    unit: int
    slot: int
    coder: int | None
    order: int


def full(design: Design, coders: int, strata: Sequence[str]) -> list[Block]:
    """Every coder codes every sentence."""
    return [tuple(range(coders))] * len(strata)


def balanced(design: Design, coders: int, strata: Sequence[str]) -> list[Block]:
    """Each sentence is coded by k coders, drawn from the seed.

    Workloads are the quotas, or differ by at most one. Every two coders share as nearly
    the same number of sentences as arithmetic allows where each set of k coders can be
    used equally often; elsewhere the numbers differ by one or two.
    """
    by = _drawn(design)
    quotas = design.quotas or equal_quotas(coders, len(strata), design.k, by)
    return blocks(quotas, len(strata), design.k, by)


def subsample(design: Design, coders: int, strata: Sequence[str]) -> list[Block]:
    """A reliability sample is coded by k coders, or by all, and the rest once.

    The sample has n sentences, of each stratum its own share, rounded. In it workloads
    differ by at most one and pairs are balanced; and so do workloads in all, unless the
    rest is too small for that.
    """
    by = _drawn(design)
    k = design.k or coders
    chosen = set(_stratified(strata, design.n, by))
    once = len(strata) - design.n
    in_sample = equal_quotas(coders, design.n, k, by)
    together = iter(blocks(in_sample, design.n, k, by))
    alone = iter(blocks(_topped_up(in_sample, once), once, 1, by))
    return [next(together if unit in chosen else alone) for unit in range(len(strata))]


def _stratified(strata: Sequence[str], n: int, by: random.Random) -> list[int]:
    """The places of n units, with every stratum's own share."""
    groups: dict[str, list[int]] = {}
    for unit, stratum in enumerate(strata):
        groups.setdefault(stratum, []).append(unit)
    counts = proportional([len(group) for group in groups.values()], n)
    drawn = zip(groups.values(), counts, strict=True)
    return [unit for group, count in drawn for unit in by.sample(group, count)]


def _topped_up(loads: Sequence[int], units: int) -> list[int]:
    """How many single units each gets so that all come as near to each other as can be."""
    more = [0] * len(loads)
    queue = [(load, coder) for coder, load in enumerate(loads)]
    heapify(queue)
    for _ in range(units):
        load, coder = queue[0]
        heapreplace(queue, (load + 1, coder))
        more[coder] += 1
    return more


def _drawn(design: Design) -> random.Random:
    return random.Random(design.seed)  # noqa: S311 - A recorded draw, not a secret.


def first_come(design: Design, units: int, order: str) -> list[PlannedSlot]:
    """Each sentence has k assignments for whoever comes, for coders who are not known beforehand.

    All go round one circle of sentences, in article order or in one permutation drawn
    from the seed, each from a beginning that the coder's own seed gives; see ``walk``.
    """
    stands = ranks(range(units), order, design.seed)
    return [
        PlannedSlot(unit, slot, None, stands[unit])
        for unit in range(units)
        for slot in range(1, design.k + 1)
    ]


#: The designs that settle who codes what, each by the coders' blocks of each sentence.
PLANNED: Mapping[str, Callable[[Design, int, Sequence[str]], list[Block]]] = {
    "full": full,
    "balanced": balanced,
    "subsample": subsample,
}


def coder_seed(seed: int, pseudonym: str) -> int:
    """A coder's own seed, drawn from the round's seed and the pseudonym.

    It has 31 bits, as a database's plain whole number does.
    """
    digest = hashlib.sha256(f"{seed}:{pseudonym}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> 1


def plan(
    design: Design, order: str, strata: Sequence[str], coder_seeds: Sequence[int]
) -> list[PlannedSlot]:
    """All assignments of a round, by unit and slot.

    ``strata`` says of each unit to what it belongs (its outlet, say); only ``subsample``
    looks at it. ``order`` is ``article`` (as the units are numbered: article by article)
    or ``random`` (each coder's own permutation, from the coder's seed). ``coder_seeds``
    has a seed for each coder.

    :raises Refused: if arithmetic forbids the design.
    """
    check(design, len(strata), len(coder_seeds))
    if design.name == "open":
        return first_come(design, len(strata), order)
    return in_order(PLANNED[design.name](design, len(coder_seeds), strata), order, coder_seeds)


def in_order(made: Sequence[Block], order: str, coder_seeds: Sequence[int]) -> list[PlannedSlot]:
    """The assignments of these blocks, each numbered as its coder meets it."""
    units: list[list[int]] = [[] for _ in coder_seeds]
    for unit, block in enumerate(made):
        for coder in block:
            units[coder].append(unit)
    served = [ranks(mine, order, seed) for mine, seed in zip(units, coder_seeds, strict=True)]
    return [
        PlannedSlot(unit, slot, coder, served[coder][unit])
        for unit, block in enumerate(made)
        for slot, coder in enumerate(block, start=1)
    ]


def ranks(units: Sequence[int], order: str, seed: int) -> Mapping[int, int]:
    """As the how-manieth each unit is served."""
    ordered = list(units)
    if order != "article":
        random.Random(seed).shuffle(ordered)  # noqa: S311 - A recorded order, not a secret.
    return {unit: position for position, unit in enumerate(ordered, start=1)}
