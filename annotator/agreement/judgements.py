"""The judgements that count, variable by variable, from codings and what they say. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from annotator.agreement.rows import Rows
from annotator.coding.rows import CodingRow
from annotator.coding.values import Said, Variable, values


@dataclass(frozen=True, slots=True)
class Judgements:
    """The counted judgements of one variable, in long form."""

    variable: Variable
    rows: Rows


def judged(
    asked: Sequence[Variable],
    codings: Sequence[CodingRow],
    said: Mapping[int, Sequence[Said]],
) -> list[Judgements]:
    """The counted judgements of every variable that agreement is measured for.

    They are exactly the rows that ``codings.csv`` marks as counted.
    """
    counted = [coding for coding in codings if coding.counted]
    tables = [values(said[coding.id], asked) for coding in counted]
    return [
        Judgements(variable, _rows(counted, [table[at].value for table in tables]))
        for at, variable in enumerate(asked)
        if variable.level is not None
    ]


def _rows(codings: Sequence[CodingRow], given: Sequence[str]) -> Rows:
    """The judgements of one variable; without a value there is none."""
    found = [(c, value) for c, value in zip(codings, given, strict=True) if value]
    return Rows(
        unit=[c.unit for c, _ in found],
        coder=[c.coder for c, _ in found],
        value=[value for _, value in found],
        cluster=[c.article for c, _ in found],
    )
