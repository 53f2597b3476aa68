"""Who codes what: designs as pure functions of coders, sentences, settings and seed.

The same arguments always give the same plan, so that a plan can be made again from
what an export says about a round.
"""

import hashlib
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace

from annotator.errors import Problem, Refused
from annotator.rounds.balance import Block, blocks, equal_quotas
from annotator.rounds.sampling import proportional


@dataclass(frozen=True, slots=True)
class Design:
    """A design by its name, with what it asks for; what it does not ask for is left alone.

    ``k`` is how many code a sentence; in ``subsample`` 0 means all. ``n`` is the number
    of sentences of the reliability sample. ``quotas`` say how many sentences each coder
    codes; without them everyone codes as many, give or take one.
    """

    name: str = "full"
    k: int = 0
    n: int = 0
    seed: int = 1
    quotas: tuple[int, ...] = ()

    @property
    def said(self) -> str:
        """The design in words."""
        coders = {0: "all coders", 1: "one coder"}.get(self.k, f"{self.k} coders")
        return {
            "full": "every coder codes every sentence",
            "balanced": f"each sentence is coded by {coders}, in balance",
            "subsample": f"a sample of {self.n:,} is coded by {coders}, the rest once",
        }[self.name]

    def places(self, units: int, coders: int) -> int:
        """How many places so many units have among so many coders."""
        many = coders if self.name == "full" else self.k or coders
        once = units - self.n if self.name == "subsample" else 0
        return (units - once) * many + once


@dataclass(frozen=True, slots=True)
class PlannedPlace:
    """Place number ``place`` (from 1) on unit ``unit``, for coder ``coder`` (both from 0).

    ``order`` (from 1) says as the how-manieth of the coder's sentences it is served.
    """

    unit: int
    place: int
    coder: int
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


DESIGNS: Mapping[str, Callable[[Design, int, Sequence[str]], list[Block]]] = {
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
) -> list[PlannedPlace]:
    """All places of a round, by unit and place.

    ``strata`` says of each unit to what it belongs (its outlet, say); only ``subsample``
    looks at it. ``order`` is ``article`` (as the units are numbered: article by article)
    or ``random`` (each coder's own permutation, from the coder's seed). ``coder_seeds``
    has a seed for each coder.

    :raises Refused: if arithmetic forbids the design.
    """
    check(design, len(strata), len(coder_seeds))
    made = DESIGNS[design.name](design, len(coder_seeds), strata)
    served = [
        _ranks([unit for unit, block in enumerate(made) if coder in block], order, seed)
        for coder, seed in enumerate(coder_seeds)
    ]
    return [
        PlannedPlace(unit, place, coder, served[coder][unit])
        for unit, block in enumerate(made)
        for place, coder in enumerate(block, start=1)
    ]


def _ranks(units: Sequence[int], order: str, seed: int) -> Mapping[int, int]:
    """As the how-manieth each unit is served."""
    ordered = list(units)
    if order != "article":
        random.Random(seed).shuffle(ordered)  # noqa: S311 - A recorded order, not a secret.
    return {unit: position for position, unit in enumerate(ordered, start=1)}


def check(design: Design, units: int, coders: int) -> None:
    """Refuse what arithmetic forbids.

    :raises Refused: naming the setting, with what would be possible.
    """
    quotas = _quota_rules(design, units, coders) if design.quotas else ()
    for wrong, column, message, remedy in (*_rules(design, units, coders), *quotas):
        if wrong:
            raise Refused(Problem(message, column=column, remedy=remedy))


#: Whether it is broken, the setting that it is about, what is wrong, and what is possible.
Rule = tuple[bool, str, str, str]


def _rules(design: Design, units: int, coders: int) -> Iterator[Rule]:
    of_k = design.name == "balanced" or (design.name == "subsample" and design.k > 0)
    yield (
        design.name not in DESIGNS,
        "design",
        f"There is no design {design.name!r}.",
        f"Choose one of: {', '.join(DESIGNS)}.",
    )
    yield (
        not units,
        "articles",
        "No sentence is served in the chosen articles.",
        "Import articles first, or serve some of their sentences.",
    )
    yield (
        not coders,
        "coders",
        "The round has no coder.",
        "Invite coders to the study, then choose who codes in the round.",
    )
    yield (
        of_k and not 1 <= design.k <= coders,
        "k",
        f"{design.k} coders for each sentence are asked for; the round has {coders}.",
        f"Choose a number from 1 to {coders}, or add coders.",
    )
    yield (
        design.name == "subsample" and not 1 <= design.n <= units,
        "n",
        f"A reliability sample of {design.n:,} is asked for; the round has {units:,} sentences.",
        f"Choose a number from 1 to {units:,}.",
    )


def _quota_rules(design: Design, units: int, coders: int) -> Iterator[Rule]:
    needed, given = units * design.k, sum(design.quotas)
    yield (
        design.name != "balanced",
        "quotas",
        f"Quotas are for the design balanced; this one is {design.name}.",
        "Choose that design, or leave the quotas out.",
    )
    yield (
        len(design.quotas) != coders,
        "quotas",
        f"There are {len(design.quotas)} quotas for {coders} coders.",
        "Give every coder of the round a quota, or none.",
    )
    yield (
        given != needed,
        "quotas",
        f"The quotas add up to {given:,}; {units:,} sentences with {design.k} coders each "
        f"make {needed:,}.",
        f"Change them by {needed - given:+,} in all.",
    )
    yield (
        not all(0 <= each <= units for each in design.quotas),
        "quotas",
        f"A coder can code each of the {units:,} sentences once, and no less than none.",
        f"Give everyone a quota from 0 to {units:,}.",
    )
