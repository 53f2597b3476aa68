"""Each sentence is coded by k coders, in balance."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from annotator.errors import Problem
from annotator.rounds.designs.balance import Block, blocks, equal_quotas
from annotator.rounds.designs.design import Basis, DesignOfOneK


@dataclass(frozen=True, slots=True)
class Balanced(DesignOfOneK):
    """Each sentence is coded by k coders, drawn from the seed.

    Workloads are the quotas, or differ by at most one. Every two coders share as nearly
    the same number of sentences as arithmetic allows where each set of k coders can be
    used equally often; elsewhere the numbers differ by one or two.
    """

    name: ClassVar[str] = "balanced"
    label: ClassVar[str] = "Each sentence is coded by k of them, in balance"
    summary: ClassVar[str] = "-k coders each"

    takes_quotas: ClassVar[bool] = True

    @property
    def in_words(self) -> str:
        return f"each sentence is coded by {coders_in_words(self.k)}, in balance"

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        yield from problems_of_k(self.k, coders)

    def quota_problems(self, units: int, quotas: Sequence[int]) -> Iterator[Problem]:
        needed, given = units * self.k, sum(quotas)
        if given != needed:
            yield Problem(
                f"The quotas add up to {given:,}; {units:,} sentences with {self.k} coders each "
                f"make {needed:,}.",
                column="quotas",
                remedy=f"Change them by {needed - given:+,} in all.",
            )

    def blocks(self, basis: Basis) -> Sequence[Block]:
        units = len(basis.sentences)
        draw = random.Random(basis.seed)  # noqa: S311 - A recorded draw, not a secret.
        quotas = basis.quotas or equal_quotas(len(basis.coders), units, self.k, draw)
        return blocks(quotas, units, self.k, draw)


def coders_in_words(k: int) -> str:
    """How many coders code a sentence, in words."""
    return {0: "all coders", 1: "one coder"}.get(k, f"{k} coders")


def problems_of_k(k: int, coders: int) -> Iterator[Problem]:
    """What is wrong with a number of coders of each sentence, of so many that there are."""
    if not 1 <= k <= coders:
        yield Problem(
            f"{k} coders for each sentence are asked for; the round has {coders}.",
            column="k",
            remedy=f"Choose a number from 1 to {coders}, or add coders.",
        )
