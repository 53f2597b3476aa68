"""Code by code: of each value, or of each code of a set, whether it was given or not."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from annotator.reliability.data.reliability_data import ReliabilityData
from annotator.reliability.data.scales import Scale
from annotator.reliability.results.estimates import Estimate, figures, whole
from annotator.reliability.uncertainty.intervals import REPLICATES, SEED

#: Figures of more codes than this would say nothing to anyone.
MOST_CODES = 100

_GIVEN = Scale("nominal", ("0", "1"))


def per_code(
    data: ReliabilityData,
    codes: Sequence[str] | None = None,
    holds: Callable[[str, str], bool] = str.__eq__,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
) -> dict[str, dict[str, Estimate]]:
    """The figures of each code: of its being given against its not being given.

    ``holds`` says whether a value of the scale holds a code. Whoever judged a unit and did
    not give a code has said that it does not apply. Numbers have no codes.
    """
    asked = data.scale.values if codes is None else codes
    if data.scale.level in {"interval", "ratio"} or len(asked) > MOST_CODES:
        return {}
    return {
        code: figures(whole(_binary(data, code, holds)), replicates=replicates, seed=seed)
        for code in asked
    }


def _binary(data: ReliabilityData, code: str, holds: Callable[[str, str], bool]) -> ReliabilityData:
    given = np.array([holds(value, code) for value in data.scale.values], np.int64)
    return replace(data, scale=_GIVEN, value=given[data.value])
