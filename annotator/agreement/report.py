"""The agreement on each variable of a round, with what identifies it. Pure."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from annotator.agreement.arrays import factorise
from annotator.agreement.intervals import REPLICATES, SEED
from annotator.agreement.measure import Measured, measure
from annotator.agreement.reliability import Reliability, reliability
from annotator.agreement.rows import Rows
from annotator.agreement.scales import Level
from annotator.coding.values import Variable
from annotator.errors import Refused


@dataclass(frozen=True, slots=True)
class Line:
    """One variable of a report: what was measured, or why nothing could be.

    ``command`` recomputes every figure of the line from ``codings.csv``.
    """

    variable: Variable
    rows: Rows
    options: dict[str, Any]
    command: str
    measured: Measured | None
    reason: str = ""

    @property
    def fingerprint(self) -> str:
        """A checksum of what was measured."""
        return fingerprint(self.variable, self.rows)


def line(variable: Variable, rows: Rows, round_number: int, seed: int = SEED) -> Line:
    """Measure one variable of a round."""
    options = {
        "level": variable.level,
        "values": list(variable.values),
        "cluster": "article",
        "replicates": REPLICATES,
    }
    command = command_for(variable, round_number, seed)
    if not len(rows):
        return Line(variable, rows, options, command, None, "no coder has answered it yet")
    try:
        return Line(variable, rows, options, command, _measured(variable, rows, seed))
    except Refused as refused:
        return Line(variable, rows, options, command, None, str(refused))


def _measured(variable: Variable, rows: Rows, seed: int) -> Measured:
    return measure(data_of(variable, rows), seed=seed)


def data_of(variable: Variable, rows: Rows) -> Reliability:
    """The judgements of a variable as reliability data.

    :raises Refused: if they can not be measured.
    """
    return reliability(rows, level=cast(Level, variable.level), values=variable.values or None)


def fingerprint(variable: Variable, rows: Rows) -> str:
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
