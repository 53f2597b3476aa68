"""A scale: the level at which a question is measured, and its values in order."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from annotator.reliability.data.arrays import Floats

Level = Literal["nominal", "ordinal", "interval", "ratio"]
LEVELS: tuple[Level, ...] = get_args(Level)

#: Larger numbers than this are slips, and their squares are no numbers any more.
_LARGEST = 1e100


@dataclass(frozen=True, slots=True)
class Scale:
    """A level of measurement and all its values; at ordinal level their order counts."""

    level: Level
    values: tuple[str, ...]

    @property
    def positions(self) -> Floats:
        """The number that stands for each value, shape (V,): its own, or else its rank."""
        if self.level in {"interval", "ratio"}:
            return np.array([float(value) for value in self.values], np.float64)
        return np.arange(len(self.values), dtype=np.float64)


def number(label: str) -> float | None:
    """The number that a label writes, if it writes one and not nan, inf or 1_000."""
    try:
        found = float(label)
    except ValueError:
        return None
    return found if abs(found) <= _LARGEST and "_" not in label else None


def level_of(name: str | None) -> Level:
    """The level with this name."""
    if name not in LEVELS:
        raise ValueError(f"{name} is no level of measurement")
    return name
