"""How a file is to be measured, and what does not go together. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from annotator.errors import Problem, Refused
from annotator.measuring.layout import Layout
from annotator.measuring.side_files import Distances
from annotator.reliability.coefficients.registry import WeightsName
from annotator.reliability.coefficients.weights import DistanceName
from annotator.reliability.data.scales import Level
from annotator.reliability.data.weeks import WEEK
from annotator.reliability.uncertainty.resampling import REPLICATES, SEED

Repeats = Literal["refuse", "occasions"]


@dataclass(frozen=True, slots=True)
class Options:
    """How a file is to be measured. ``distances`` stand in the place of ``distance``."""

    level: Level = "nominal"
    values: Sequence[str] | None = None
    distance: DistanceName = "nominal"
    repeats: Repeats = "refuse"
    seed: int = SEED
    replicates: int = REPLICATES
    kalpha: bool = False
    weights: WeightsName = "none"
    distances: Distances | None = None
    coder_groups: Mapping[str, str] = field(default_factory=dict)

    @property
    def declared(self) -> Sequence[str] | None:
        """All values, if they are known beforehand."""
        return self.distances.values if self.distances else self.values


def refuse_contradictions(layout: Layout, options: Options) -> None:
    """:raises Refused: if two things are asked for that do not go together."""
    for wrong, message, remedy in _contradictions(layout, options):
        if wrong:
            raise Refused(Problem(message, remedy=remedy))


def _contradictions(layout: Layout, options: Options) -> Iterator[tuple[bool, str, str]]:
    sets, level = bool(layout.separator), options.level
    yield (
        options.distance != "nominal" and not sets,
        f"The distance {options.distance} compares sets of codes.",
        "Say with --separator what separates the codes in a cell.",
    )
    yield sets and options.kalpha, "KALPHA knows no sets of codes.", "Leave out --kalpha."
    yield (
        sets and level != "nominal",
        f"Sets of codes have no {level} level.",
        "Leave out --level, or --separator.",
    )
    yield (
        options.weights != "none" and (sets or level == "nominal"),
        f"The weights {options.weights} need an order of values, and the nominal level has none.",
        "Choose --level ordinal or interval, or leave out --weights.",
    )
    yield (
        bool(layout.week) and WEEK in layout.groups,
        "The column week and the weeks of --week would have one name.",
        "Leave one of the two out, or rename the column.",
    )
    own = options.distances is not None
    yield (
        own and (sets or level != "nominal" or options.kalpha),
        "A table of distances says itself how far values differ.",
        "Leave out --level, --separator, --codes and --kalpha.",
    )
    yield (
        own and options.values is not None,
        "A table of distances names all values itself.",
        "Leave out --values.",
    )
