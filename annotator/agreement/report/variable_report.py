"""The agreement on one variable of a round, with what identifies it."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from annotator.agreement.live.measure_variable import Outcome, measure_judgements
from annotator.agreement.report.recompute_command import command_of_variable
from annotator.codebook.kinds.variable import Variable
from annotator.reliability.data.arrays import factorise
from annotator.reliability.data.long_form import Judgements
from annotator.reliability.results.measure import Measured
from annotator.reliability.uncertainty.resampling import USUAL_RESAMPLING, Resampling


@dataclass(frozen=True, slots=True)
class VariableReport:
    """What was measured of one variable, or why nothing could be.

    ``command`` recomputes every figure from ``codings.csv``. ``judged`` gives the judgements,
    which are seldom asked for and many.
    """

    variable: Variable
    judged: Callable[[], Judgements]
    options: dict[str, Any]
    command: str
    measured: Measured | None
    reason: str = ""

    @property
    def judgements(self) -> Judgements:
        """What was measured, judgement by judgement."""
        return self.judged()

    @property
    def fingerprint(self) -> str:
        """A checksum of what was measured."""
        return fingerprint(self.variable, self.judgements)


def variable_report(
    variable: Variable,
    judged: Callable[[], Judgements],
    outcome: Outcome,
    round_number: int,
    resampling: Resampling = USUAL_RESAMPLING,
    also: Sequence[str] = (),
) -> VariableReport:
    """Report an outcome; ``also`` names what counts in it beside what always does."""
    options: dict[str, Any] = {
        "level": variable.level,
        "values": list(variable.values),
        "cluster": "article",
        "replicates": resampling.replicates,
    }
    options |= {"also": list(also)} if also else {}
    command = command_of_variable(variable, round_number, resampling.seed)
    return VariableReport(variable, judged, options, command, outcome.measured, outcome.reason)


def measured_report(
    variable: Variable,
    judgements: Judgements,
    round_number: int,
    resampling: Resampling = USUAL_RESAMPLING,
) -> VariableReport:
    """Measure judgements and report the outcome."""
    outcome = measure_judgements(variable, judgements, resampling)
    return variable_report(variable, lambda: judgements, outcome, round_number, resampling)


def fingerprint(variable: Variable, judgements: Judgements) -> str:
    """A checksum of judgements in whatever order they came, and of what they are about."""
    labels = (judgements.unit, judgements.coder, judgements.value, judgements.cluster)
    columns = [factorise(each) for each in labels]
    about = [variable.key, variable.level, variable.values, *(names for _, names in columns)]
    places = np.array([place for place, _ in columns], "<i8")
    digest = hashlib.sha256(json.dumps(about, ensure_ascii=False).encode())
    digest.update(places[:, np.lexsort(places)].tobytes())
    return digest.hexdigest()


def options_checksum(options: dict[str, Any]) -> str:
    """A checksum of the options under which something was measured."""
    return hashlib.sha256(json.dumps(options, sort_keys=True).encode()).hexdigest()
