"""What a design of rounds is: its settings, what arithmetic forbids, who codes what, its words.

Each design is a class in a module of its own, and its settings are the fields of the class:
one object says all about the design of a round. ``designs.registry`` lists them.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from annotator.errors import Problem
from annotator.rounds.designs.balance import Block
from annotator.rounds.designs.numbering import OpenBlock, PlannedSlot, numbered
from annotator.rounds.fields import Number, Option, Section, setting
from annotator.rounds.sampling.sample import Candidate

#: When each coder, by pseudonym, first coded which sentence.
Coded = Mapping[str, Mapping[int, datetime]]
#: Which sentences each coder, by pseudonym, codes again.
Recoded = Mapping[str, Sequence[int]]


#: After how many days a coder may be shown a sentence of theirs again, unless a round says less.
REPEAT_DAYS = 14
#: How many sentences a coder holds at most.
MOST_HELD = 60
#: How many of those that are open to anyone: what one holds, no other can take.
FEW_HELD = 3
#: How many may code a sentence where it is not known who comes: a guard against a slip.
MOST_CODERS = 100


@dataclass(frozen=True, slots=True)
class Coder:
    """Who codes in a round, with a quota of sentences or none."""

    pseudonym: str
    seed: int
    quota: int | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a design allocates: these sentences to these coders.

    In the order ``article`` coders meet the sentences as they are given, in ``random`` each
    in a permutation of their own. ``recoded`` is for designs that recode an earlier round.
    """

    sentences: Sequence[Candidate]
    coders: Sequence[Coder]
    order: str = "article"
    seed: int = 1
    recoded: Recoded | None = None

    @property
    def quotas(self) -> tuple[int, ...]:
        """The quotas of the coders; none unless all have one."""
        quotas = tuple(each.quota for each in self.coders if each.quota is not None)
        return quotas if len(quotas) == len(self.coders) else ()


@dataclass(frozen=True, slots=True)
class Design(ABC):
    """Who codes which sentences of a round; the same basis always gives the same plan."""

    name: ClassVar[str]
    #: On the page of a new round.
    label: ClassVar[str]
    #: In the help of the command.
    summary: ClassVar[str]

    #: It is settled before who codes what; otherwise assignments go to whoever comes.
    is_planned: ClassVar[bool] = True
    #: Each assignment is its coder's own: no other could code it instead.
    is_own: ClassVar[bool] = False
    #: Every coder codes every sentence, also one who joins later.
    is_complete: ClassVar[bool] = False
    #: Every sentence has the same number of coders, ``k``, which can be changed.
    has_one_k: ClassVar[bool] = False
    #: Coders code again what they coded in an earlier round.
    recodes: ClassVar[bool] = False
    #: Coders may have quotas.
    takes_quotas: ClassVar[bool] = False
    #: What a round of this design is for, if that is not the lead's choice.
    purpose: ClassVar[str] = ""

    @property
    @abstractmethod
    def in_words(self) -> str:
        """The design in words, as a methods section says it."""

    @abstractmethod
    def problems(self, units: int, coders: int) -> Iterator[Problem]:
        """What arithmetic forbids of the settings, each with what is possible."""

    def quota_problems(self, units: int, quotas: Sequence[int]) -> Iterator[Problem]:
        """What arithmetic forbids of quotas, beside what it forbids in any design."""
        yield from ()

    @abstractmethod
    def assignments(self, basis: Basis) -> int:
        """How many assignments there are."""

    @abstractmethod
    def blocks(self, basis: Basis) -> Sequence[Block | OpenBlock]:
        """For each sentence its coders, by their positions in the basis, or open slots."""

    def plan(self, basis: Basis) -> list[PlannedSlot]:
        """All assignments by unit and slot."""
        seeds = [each.seed for each in basis.coders]
        return numbered(self.blocks(basis), basis.order, basis.seed, seeds)

    @property
    def most_held(self) -> int:
        """How many sentences a coder may hold at once."""
        return MOST_HELD

    def open_slots(self, units: int) -> int:
        """How many of the assignments on so many units are for whoever comes."""
        return 0


def coders_per_sentence() -> Any:
    """The setting ``k``, which several designs have."""
    return setting(
        0,
        Number(
            label="k: how many code a sentence",
            help="In a reliability sample, empty means all.",
            section=Section.CODERS,
            least=1,
            most=10_000_000,
        ),
        Option("-k", "How many code a sentence."),
    )


@dataclass(frozen=True, slots=True)
class DesignOfOneK(Design):
    """A design in which every sentence has the same number of coders."""

    k: int = coders_per_sentence()

    has_one_k: ClassVar[bool] = True

    def assignments(self, basis: Basis) -> int:
        return len(basis.sentences) * self.k


@dataclass(frozen=True, slots=True)
class RecodingDesign(Design):
    """A design in which coders code again what they coded in an earlier round."""

    recodes: ClassVar[bool] = True

    @property
    @abstractmethod
    def earlier_round(self) -> int:
        """The number of the round of which sentences are coded again."""

    @abstractmethod
    def recoded(self, coded: Coded, opened_at: datetime, seed: int) -> Recoded:
        """Which of the sentences that were coded in the earlier round come again.

        :raises Refused: if none can.
        """
