"""The agreement on each variable of a round, with what identifies it. Pure."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from annotator.codebook.kinds.variable import Variable
from annotator.errors import Refused
from annotator.reliability.data.arrays import factorise
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.data.reliability_data import ReliabilityData, reliability_data
from annotator.reliability.data.scales import Level
from annotator.reliability.results.estimates import count_judgements
from annotator.reliability.results.measure import Measured, measure, measure_counts
from annotator.reliability.uncertainty.article_counts import QuestionCounts
from annotator.reliability.uncertainty.resampled_counts import ResampledCounts
from annotator.reliability.uncertainty.resampling import SEED, USUAL_RESAMPLING, Resampling


@dataclass(frozen=True, slots=True)
class Line:
    """One variable of a report: what was measured, or why nothing could be.

    ``command`` recomputes every figure of the line from ``codings.csv``. ``judged`` gives the
    judgements, which are seldom asked for and many.
    """

    variable: Variable
    judged: Callable[[], Judgements]
    options: dict[str, Any]
    command: str
    measured: Measured | None
    reason: str = ""

    @property
    def rows(self) -> Judgements:
        """What was measured, judgement by judgement."""
        return self.judged()

    @property
    def fingerprint(self) -> str:
        """A checksum of what was measured."""
        return fingerprint(self.variable, self.rows)


def line(
    variable: Variable,
    rows: Judgements,
    round_number: int,
    resampling: Resampling = USUAL_RESAMPLING,
    also: Sequence[str] = (),
) -> Line:
    """Measure one variable of a round; ``also`` names what counts beside what always does."""
    command = command_for(variable, round_number, resampling.seed)
    about = (variable, lambda: rows, _options(variable, also, resampling), command)
    if not len(rows):
        return Line(*about, None, "no coder has answered it yet")
    try:
        return Line(*about, _measured(variable, rows, resampling))
    except Refused as refused:
        return Line(*about, None, str(refused))


def line_of_counts(
    variable: Variable,
    judged: Callable[[], Judgements],
    round_number: int,
    counts: QuestionCounts,
    resampled: ResampledCounts,
    also: Sequence[str] = (),
) -> Line:
    """The same from counts by article, and from those of samples."""
    command = command_for(variable, round_number, resampled.resampling.seed)
    options = _options(variable, also, resampled.resampling)
    measured = measure_counts(
        counts, resampled, lambda: count_judgements(data_of(variable, judged()))
    )
    return Line(variable, judged, options, command, measured)


def _options(variable: Variable, also: Sequence[str], resampling: Resampling) -> dict[str, Any]:
    options: dict[str, Any] = {
        "level": variable.level,
        "values": list(variable.values),
        "cluster": "article",
        "replicates": resampling.replicates,
    }
    return {**options, "also": list(also)} if also else options


def _measured(variable: Variable, rows: Judgements, resampling: Resampling) -> Measured:
    return measure(data_of(variable, rows), resampling=resampling)


def data_of(variable: Variable, rows: Judgements) -> ReliabilityData:
    """The judgements of a variable as reliability data.

    :raises Refused: if they can not be measured.
    """
    return reliability_data(rows, level=cast(Level, variable.level), values=variable.values or None)


def fingerprint(variable: Variable, rows: Judgements) -> str:
    """A checksum of the judgements in whatever order they came, and of what they are about."""
    columns = [factorise(each) for each in (rows.unit, rows.coder, rows.value, rows.cluster)]
    about = [variable.key, variable.level, variable.values, *(names for _, names in columns)]
    places = np.array([place for place, _ in columns], "<i8")
    digest = hashlib.sha256(json.dumps(about, ensure_ascii=False).encode())
    digest.update(places[:, np.lexsort(places)].tobytes())
    return digest.hexdigest()


def command_for(variable: Variable, round_number: int, seed: int = SEED) -> str:
    """The command that recomputes the figures of a variable from ``codings.csv``."""
    where = [f"round={round_number}", f"question={variable.question}"]
    where += [f"code={variable.code}"] if variable.code else []
    where += ["counted=1"]
    parts = ["annotator agreement measure codings.csv --unit unit --coder coder --value value"]
    parts += [f"--where {each}" for each in where]
    parts += [f"--level {variable.level}"]
    parts += [f"--values {','.join(variable.values)}"] if variable.values else []
    return " ".join([*parts, "--cluster article", f"--seed {seed}"])


def options_checksum(options: dict[str, Any]) -> str:
    """A checksum of the options under which something was measured."""
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()
