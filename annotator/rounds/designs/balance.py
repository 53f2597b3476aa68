"""Balanced blocks: which k coders code each sentence. Pure.

A *block* is the set of coders of one sentence. Good blocks use every coder as often as
their quota says, and let every two coders meet as nearly equally often as arithmetic
allows, so that no pair of coders weighs more in the agreement than another. Where every
set of k coders can be used equally often this is exact (a complete block design); what
is left over is filled greedily and then improved by exchanges.
"""

import random
from collections.abc import Sequence
from itertools import combinations
from math import comb

Block = tuple[int, ...]

#: A complete design has a block for each set of k coders; with more sets than these it is
#: not worth its length.
_MOST_SETS = 5_000
#: So many sentences are planned one by one; a longer plan repeats them.
_ONE_BY_ONE = 5_000
#: Exchanges tried for each sentence; more change nothing in practice.
_TRIES = 20


def equal_quotas(coders: int, units: int, k: int, draw: random.Random) -> list[int]:
    """How many sentences each codes, differing by at most one; who codes more is drawn."""
    each, more = divmod(units * k, coders)
    lucky = set(draw.sample(range(coders), more))
    return [each + (coder in lucky) for coder in range(coders)]


def blocks(quotas: Sequence[int], units: int, k: int, draw: random.Random) -> list[Block]:
    """A block for each unit: k different coders, and each coder as often as their quota.

    ``quotas`` add up to ``units * k`` and none is larger than ``units``. The order of the
    blocks is drawn, so that no stretch of the corpus belongs to a few coders.
    """
    made = _complete(quotas, units, k)
    left = [quota - sum(coder in block for block in made) for coder, quota in enumerate(quotas)]
    made += _rest(left, units - len(made), k, draw)
    draw.shuffle(made)
    return made


def _complete(quotas: Sequence[int], units: int, k: int) -> list[Block]:
    """Every set of k coders, as often as it fits whole, where all code about the same."""
    coders = len(quotas)
    sets = comb(coders, k)
    if sets > _MOST_SETS or max(quotas) - min(quotas) > 1:
        return []
    return list(combinations(range(coders), k)) * (units // sets)


def _rest(quotas: Sequence[int], units: int, k: int, draw: random.Random) -> list[Block]:
    """Blocks for what is left; a long plan is a shorter one repeated, and its remainder."""
    times = -(-units // _ONE_BY_ONE)
    if times <= 1:
        return _improved(_greedy(quotas, units, k, draw), len(quotas), draw)
    size = units // times
    part = _divided(quotas, size * k, times)
    rest = [quota - share * times for quota, share in zip(quotas, part, strict=True)]
    if any(not 0 <= quota <= units - size * times for quota in rest):
        return _greedy(quotas, units, k, draw)
    once = _improved(_greedy(part, size, k, draw), len(quotas), draw)
    return once * times + _greedy(rest, units - size * times, k, draw)


def _divided(quotas: Sequence[int], total: int, times: int) -> list[int]:
    """A part of each quota, adding up to ``total``; the largest remainders are rounded up."""
    part = [quota // times for quota in quotas]
    largest = sorted(range(len(quotas)), key=lambda coder: -(quotas[coder] % times))
    for coder in largest[: total - sum(part)]:
        part[coder] += 1
    return part


def _greedy(quotas: Sequence[int], units: int, k: int, draw: random.Random) -> list[Block]:
    """Give each unit to those who have most left to do and have met each other least.

    Taking those with most left can not run into a dead end (Gale and Ryser): it always
    leaves quotas that fit.
    """
    left = list(quotas)
    met = [[0] * len(quotas) for _ in quotas]
    made = []
    for _ in range(units):
        block: list[int] = []
        for _ in range(k):
            most = max(left[coder] for coder in range(len(left)) if coder not in block)
            tied = [c for c in range(len(left)) if left[c] == most and c not in block]
            chosen = min(tied, key=lambda c: (sum(met[c][other] for other in block), draw.random()))
            block.append(chosen)
        for coder in block:
            left[coder] -= 1
            for other in block:
                met[coder][other] += coder != other
        made.append(tuple(sorted(block)))
    return made


def _improved(made: list[Block], coders: int, draw: random.Random) -> list[Block]:
    """Exchange coders between blocks as long as it brings the pairs closer together.

    An exchange leaves every workload as it is. One that changes nothing is made too: it
    leads on from where no single exchange helps.
    """
    met = shared(made, coders)
    for attempt in range(_TRIES * len(made) if len(made) > 1 else 0):
        if attempt % 100 == 0 and _even(met):
            break
        first, second = draw.sample(range(len(made)), 2)
        only_first = [coder for coder in made[first] if coder not in made[second]]
        only_second = [coder for coder in made[second] if coder not in made[first]]
        if only_first and only_second:
            one, other = draw.choice(only_first), draw.choice(only_second)
            _exchange(made, met, (first, one), (second, other))
    return made


def _exchange(
    made: list[Block], met: list[list[int]], one: tuple[int, int], other: tuple[int, int]
) -> None:
    """Let two coders change places, each given with their block, unless it makes things worse."""
    (first, a), (second, b) = one, other
    with_a = [coder for coder in made[first] if coder != a]
    with_b = [coder for coder in made[second] if coder != b]
    # What a square grows by when a pair meets once more, and shrinks by when once less.
    gain = sum(2 * met[b][c] + 1 for c in with_a) - sum(2 * met[a][c] - 1 for c in with_a)
    gain += sum(2 * met[a][c] + 1 for c in with_b) - sum(2 * met[b][c] - 1 for c in with_b)
    both = set(with_a) & set(with_b)
    # With a coder of both blocks nothing changes: who leaves in one comes in the other.
    gain -= sum(4 for _ in both)
    if gain > 0:
        return
    for old, new, others in ((a, b, with_a), (b, a, with_b)):
        for coder in others:
            _meet(met, old, coder, -1)
            _meet(met, new, coder, +1)
    made[first] = tuple(sorted([*with_a, b]))
    made[second] = tuple(sorted([*with_b, a]))


def _meet(met: list[list[int]], one: int, other: int, times: int) -> None:
    met[one][other] += times
    met[other][one] += times


def _even(met: list[list[int]]) -> bool:
    """Whether all pairs meet equally often, or as nearly as whole numbers can."""
    pairs = [met[one][other] for one, other in combinations(range(len(met)), 2)]
    return not pairs or max(pairs) - min(pairs) <= 1


def shared(made: Sequence[Block], coders: int) -> list[list[int]]:
    """How many units each two coders have in common, shape (coders, coders)."""
    met = [[0] * coders for _ in range(coders)]
    for block in made:
        for one, other in combinations(block, 2):
            _meet(met, one, other, 1)
    return met
