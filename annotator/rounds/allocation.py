"""From what is asked of a round to who codes what: request, selection, allocation.

Each of these values holds the one before it, so that one value is handed through.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from annotator.rounds.designs.design import Basis, Coder, Design, Recoded
from annotator.rounds.designs.numbering import PlannedSlot
from annotator.rounds.designs.registry import check
from annotator.rounds.sampling.sample import Candidate, Share
from annotator.rounds.setup import RoundSetup

#: For outlets and events: each by name, with how much there is and how much is taken.
Balance = Mapping[str, Sequence[Share]]


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a round that is to be opened.

    ``known`` are the row ids of the sentences with known answers: they are the round if it
    is for training; else some of them are its checks.
    """

    setup: RoundSetup
    order: str
    seed: int
    coders: Sequence[Coder]
    known: Sequence[int] = ()
    is_training: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """The sentences of a round, with their balance and the probabilities of their draw, by row
    id, as far as these are known; its checks; and who codes what of an earlier round again.
    """

    request: Request
    sentences: Sequence[Candidate]
    balance: Balance = field(default_factory=dict)
    probabilities: Mapping[int, float] = field(default_factory=dict)
    checks: Sequence[Candidate] = ()
    recoded: Recoded | None = None


@dataclass(frozen=True, slots=True)
class Allocation:
    """Who codes what of a selection. Its plan is made when it is asked for, not before."""

    selection: Selection
    basis: Basis

    @property
    def assignments(self) -> int:
        """How many there are, without the checks."""
        return self._design.assignments(self.basis)

    def plan(self) -> list[PlannedSlot]:
        """All assignments by unit and slot, without the checks; always the same."""
        return self._design.plan(self.basis)

    @property
    def _design(self) -> Design:
        return self.selection.request.setup.design


def allocate(selection: Selection) -> Allocation:
    """Give the sentences of a selection to the coders.

    :raises Refused: if arithmetic forbids the design.
    """
    request = selection.request
    basis = Basis(
        selection.sentences, request.coders, request.order, request.seed, selection.recoded
    )
    check(request.setup.design, len(basis.sentences), len(basis.coders), basis.quotas)
    return Allocation(selection, basis)
