"""A reliability sample is coded by several, the rest once."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heapreplace
from typing import ClassVar

from annotator.errors import Problem
from annotator.rounds.designs.balance import Block, blocks, equal_quotas
from annotator.rounds.designs.balanced import coders_in_words, problems_of_k
from annotator.rounds.designs.design import Basis, Design, coders_per_sentence
from annotator.rounds.fields import Choice, Number, Option, Section, setting
from annotator.rounds.sampling.sample import STRATA, Candidate, proportional


@dataclass(frozen=True, slots=True)
class Subsample(Design):
    """A reliability sample of n sentences is coded by k coders, or by all, and the rest once.

    Of each stratum it has its own share, rounded. In it workloads differ by at most one and
    pairs are balanced; and so do workloads in all, unless the rest is too small for that.
    """

    name: ClassVar[str] = "subsample"
    label: ClassVar[str] = "A reliability sample is coded by several, the rest once"
    summary: ClassVar[str] = "--reliability sentences by -k or all, the rest once"

    #: 0 means all coders.
    k: int = coders_per_sentence()
    n: int = setting(
        0,
        Number(
            label="Sentences in the reliability sample",
            section=Section.CODERS,
            least=1,
            most=10_000_000,
        ),
        Option("--reliability", "The size of the reliability sample of the design subsample.", "N"),
    )
    stratum: str = setting(
        "outlet",
        Choice(
            label="The reliability sample has the shares of each",
            section=Section.CODERS,
            choices={name: name for name in STRATA},
            listed=True,
        ),
        Option("--stratum", "What the reliability sample is stratified by."),
    )

    @property
    def in_words(self) -> str:
        return f"a sample of {self.n:,} is coded by {coders_in_words(self.k)}, the rest once"

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        if self.k:
            yield from problems_of_k(self.k, coders)
        if not 1 <= self.n <= units:
            yield Problem(
                f"A reliability sample of {self.n:,} is asked for; the round has {units:,} "
                "sentences.",
                column="n",
                remedy=f"Choose a number from 1 to {units:,}.",
            )

    def assignments(self, basis: Basis) -> int:
        once = len(basis.sentences) - self.n
        return self.n * (self.k or len(basis.coders)) + once

    def blocks(self, basis: Basis) -> Sequence[Block]:
        units, coders = len(basis.sentences), len(basis.coders)
        draw = random.Random(basis.seed)  # noqa: S311 - A recorded draw, not a secret.
        k = self.k or coders
        sample = set(self._sample(basis.sentences, draw))
        in_sample = equal_quotas(coders, self.n, k, draw)
        together = iter(blocks(in_sample, self.n, k, draw))
        once = units - self.n
        alone = iter(blocks(_topped_up(in_sample, once), once, 1, draw))
        return [next(together if unit in sample else alone) for unit in range(units)]

    def _sample(self, sentences: Sequence[Candidate], draw: random.Random) -> list[int]:
        """The positions of n sentences, with every stratum's own share."""
        groups: dict[str, list[int]] = {}
        for unit, sentence in enumerate(sentences):
            groups.setdefault(str(STRATA[self.stratum](sentence)), []).append(unit)
        counts = proportional([len(group) for group in groups.values()], self.n)
        drawn = zip(groups.values(), counts, strict=True)
        return [unit for group, count in drawn for unit in draw.sample(group, count)]


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
