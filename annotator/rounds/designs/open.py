"""Each sentence is coded by the first k who come to it: the design ``open``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from annotator.errors import Problem
from annotator.rounds.designs.design import FEW_HELD, MOST_CODERS, MOST_HELD, Basis, DesignOfOneK
from annotator.rounds.designs.numbering import OpenBlock
from annotator.rounds.fields import Number, Option, Section, setting


@dataclass(frozen=True, slots=True)
class Open(DesignOfOneK):
    """Each sentence has k assignments for whoever comes, for coders not known beforehand.

    All go round one circle of sentences, in article order or in one permutation drawn
    from the seed, each from a beginning that the coder's own seed gives; see ``walk``.
    """

    name: ClassVar[str] = "open"
    label: ClassVar[str] = "Each sentence is coded by the first k who come to it"
    summary: ClassVar[str] = "the first -k who come"

    ahead: int = setting(
        FEW_HELD,
        Number(
            label="Sentences that a coder holds ahead",
            help=f"Where the first who come code: {FEW_HELD} if empty. With more, a coder "
            "whose network fails can go on for longer, and others wait longer at the end.",
            section=Section.CODERS,
            least=1,
            most=MOST_HELD,
            empty=True,
        ),
        Option(
            "--ahead",
            "How many sentences a coder holds, in the design open.",
            least=1,
            most=MOST_HELD,
        ),
    )

    is_planned: ClassVar[bool] = False
    takes_quotas: ClassVar[bool] = True

    @property
    def in_words(self) -> str:
        return f"each sentence is coded by the first {self.k} who come to it"

    @property
    def most_held(self) -> int:
        return self.ahead

    def open_slots(self, units: int) -> int:
        return units * self.k

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        if not 1 <= self.k <= MOST_CODERS:
            yield Problem(
                f"{self.k} coders for each sentence are asked for.",
                column="k",
                remedy=f"Choose a number from 1 to {MOST_CODERS}.",
            )

    def blocks(self, basis: Basis) -> Sequence[OpenBlock]:
        return [(None,) * self.k] * len(basis.sentences)
