"""The designs that there are, and what arithmetic forbids in any of them."""

from collections.abc import Callable, Iterator, Sequence

from annotator.errors import Problem, Refused
from annotator.rounds.designs.balanced import Balanced
from annotator.rounds.designs.design import Design
from annotator.rounds.designs.full import Full
from annotator.rounds.designs.open import Open
from annotator.rounds.designs.retest import Retest
from annotator.rounds.designs.subsample import Subsample

#: Each design by its name, in the order in which they are offered.
DESIGNS: dict[str, type[Design]] = {
    design.name: design
    for design in (
        Full,
        Balanced,
        Subsample,
        Open,
        Retest,
    )
}
#: What a round has unless its lead chooses another.
DEFAULT: type[Design] = Full


def design_called(name: str) -> type[Design]:
    """The design with this name.

    :raises Refused: if there is none, with those that there are.
    """
    if name not in DESIGNS:
        remedy = f"Choose one of: {', '.join(DESIGNS)}."
        raise Refused(Problem(f"There is no design {name!r}.", column="design", remedy=remedy))
    return DESIGNS[name]


def names_of_designs(fits: Callable[[type[Design]], bool]) -> list[str]:
    """The names of the designs that fit."""
    return [name for name, design in DESIGNS.items() if fits(design)]


def check(design: Design, units: int, coders: int, quotas: Sequence[int] = ()) -> None:
    """Refuse what arithmetic forbids.

    :raises Refused: naming the setting, with what would be possible.
    """
    for problem in _problems(design, units, coders, quotas):
        raise Refused(problem)


def _problems(design: Design, units: int, coders: int, quotas: Sequence[int]) -> Iterator[Problem]:
    if not units:
        yield Problem(
            "No sentence is served in the chosen articles.",
            column="articles",
            remedy="Import articles first, or serve some of their sentences.",
        )
    if not coders and design.is_planned:
        yield Problem(
            "The round has no coder.",
            column="coders",
            remedy="Invite coders to the study, then choose who codes in the round.",
        )
    yield from design.problems(units, coders)
    if quotas:
        yield from _quota_problems(design, units, quotas)


def _quota_problems(design: Design, units: int, quotas: Sequence[int]) -> Iterator[Problem]:
    if not design.takes_quotas:
        names = " and ".join(names_of_designs(lambda each: each.takes_quotas))
        yield Problem(
            f"Quotas are for the designs {names}; this one is {design.name}.",
            column="quotas",
            remedy="Choose one of these, or leave the quotas out.",
        )
        return
    yield from design.quota_problems(units, quotas)
    if not all(0 <= each <= units for each in quotas):
        yield Problem(
            f"A coder can code each of the {units:,} sentences once, and no less than none.",
            column="quotas",
            remedy=f"Give everyone a quota from 0 to {units:,}.",
        )
