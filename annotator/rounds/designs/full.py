"""Every coder codes every sentence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from annotator.errors import Problem
from annotator.rounds.designs.balance import Block
from annotator.rounds.designs.design import Basis, Design


@dataclass(frozen=True, slots=True)
class Full(Design):
    """Every coder codes every sentence."""

    name: ClassVar[str] = "full"
    label: ClassVar[str] = "Everyone codes every sentence"
    summary: ClassVar[str] = "every coder, every sentence"

    is_own: ClassVar[bool] = True
    is_complete: ClassVar[bool] = True

    @property
    def in_words(self) -> str:
        return "every coder codes every sentence"

    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        yield from ()

    def assignments(self, basis: Basis) -> int:
        return len(basis.sentences) * len(basis.coders)

    def blocks(self, basis: Basis) -> Sequence[Block]:
        return [tuple(range(len(basis.coders)))] * len(basis.sentences)
