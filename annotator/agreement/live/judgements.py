"""The judgements that count, variable by variable, from codings and what they say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.values import values
from annotator.reliability.data.arrays import Ints, Labels, factorise
from annotator.reliability.data.long_form import Judgements


@dataclass(frozen=True, slots=True)
class VariableJudgements:
    """The counted judgements of one variable, in long form."""

    variable: Variable
    rows: Judgements


class CurrentCoding(Protocol):
    """A coding by its row, with whether it counts."""

    @property
    def id(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def coder(self) -> str: ...
    @property
    def article(self) -> str: ...
    @property
    def counted(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class CodedBy:
    """Who coded what: the unit, the coder and the article of each counted coding."""

    unit: Labels
    coder: Labels
    article: Labels


def judged(
    variables: Sequence[Variable],
    codings: Sequence[CurrentCoding],
    answers: Mapping[int, Sequence[Answer]],
) -> list[VariableJudgements]:
    """The counted judgements of every variable that agreement is measured for.

    They are exactly the rows that ``codings.csv`` marks as counted.
    """
    counted = [coding for coding in codings if coding.counted]
    coded = CodedBy(
        unit=Labels(*factorise([coding.unit for coding in counted])),
        coder=Labels(*factorise([coding.coder for coding in counted])),
        article=Labels(*factorise([coding.article for coding in counted])),
    )
    which, tables = _tables(variables, [tuple(answers[coding.id]) for coding in counted])
    return [
        VariableJudgements(variable, _rows(coded, which, [table[at].value for table in tables]))
        for at, variable in enumerate(variables)
        if variable.level is not None
    ]


def _tables(
    variables: Sequence[Variable], answers: Sequence[tuple[Answer, ...]]
) -> tuple[Ints, list[list[Value]]]:
    """The values of each coding, which many have in common: each table is made once.

    The first result, shape (C,), says which of the tables is that of each coding.
    """
    known: dict[tuple[Answer, ...], int] = {}
    which = np.array([known.setdefault(each, len(known)) for each in answers], np.int64)
    return which, [values(each, variables) for each in known]


def _rows(coded: CodedBy, which: Ints, given: Sequence[str]) -> Judgements:
    """The judgements of one variable; without a value there is none."""
    place, names = factorise(given)
    kept = np.array([bool(value) for value in given], bool)[which]
    return Judgements(
        unit=coded.unit.where(kept),
        coder=coded.coder.where(kept),
        value=Labels(place[which], names).where(kept),
        cluster=coded.article.where(kept),
    )
