"""The rows of ``codings.csv``: every place, every question, every code. Pure.

A coding has as many rows as the codebook has variables, and they differ only in what
was asked and answered. What they share is therefore kept once per coding, and what was
asked once per variable; each column is a pandas categorical that says which is which.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import pandas as pd

from annotator.coding.rows import CodingRow, PlaceRow
from annotator.coding.tables import CODINGS
from annotator.coding.values import Said, Value, Variable, values
from annotator.datasets.csvtext import moment


@dataclass(frozen=True, slots=True)
class RoundData:
    """What a round has: its variables, its places, and what was said at them."""

    number: int
    version: int
    variables: Sequence[Variable]
    places: Sequence[PlaceRow]
    codings: Sequence[CodingRow]
    said: Mapping[int, Sequence[Said]]


def codings_frame(rounds: Sequence[RoundData]) -> pd.DataFrame:
    """All rows of these rounds, by round, unit, coder, occasion, and the codebook's order."""
    frames = [_of_round(each) for each in sorted(rounds, key=lambda each: each.number)]
    if not frames:
        return pd.DataFrame(columns=list(CODINGS.names))
    return pd.concat(frames, ignore_index=True)[list(CODINGS.names)]


def _of_round(data: RoundData) -> pd.DataFrame:
    coded = {(row.unit, row.coder, row.occasion): row for row in data.codings}
    waiting = {(row.unit, row.coder, row.occasion): row for row in data.places}
    keys = sorted(waiting.keys() | coded.keys())
    codings = [coded.get(key) for key in keys]
    shared = _shared(data, [coded.get(key) or waiting[key] for key in keys], codings)
    asked = _asked(data.variables)
    said = _said(data, codings)
    width, height = len(data.variables), len(keys)
    columns: dict[str, pd.Categorical[Any]] = {}
    columns |= {name: _repeated(cells, width) for name, cells in shared.items()}
    columns |= {name: _tiled(cells, height) for name, cells in asked.items()}
    columns |= {name: pd.Categorical(cells) for name, cells in said.items()}
    return pd.DataFrame(columns)


def _shared(
    data: RoundData, rows: Sequence[CodingRow | PlaceRow], codings: Sequence[CodingRow | None]
) -> dict[str, list[str]]:
    """What all rows of a coding share; empty where nothing is coded yet."""
    return {
        "round": [str(data.number)] * len(rows),
        "version": [str(data.version)] * len(rows),
        "unit": [row.unit for row in rows],
        "sentence": [row.sentence for row in rows],
        "article": [row.article for row in rows],
        "coder": [row.coder for row in rows],
        "occasion": [str(row.occasion) for row in rows],
        "coding": [c.coding if c else "" for c in codings],
        "revision": [str(c.revision) if c else "" for c in codings],
        "submitted_at": [moment(c.submitted_at) if c else "" for c in codings],
        "seconds": [f"{c.seconds:.15g}" if c and c.seconds is not None else "" for c in codings],
        "flagged": [str(int(c.flagged)) if c else "" for c in codings],
        "late": [str(int(c.late)) if c else "" for c in codings],
        "context_looks": [str(c.context_looks) if c else "" for c in codings],
        "skip_reason": [c.skip_reason if c else "" for c in codings],
        "note": [c.note if c else "" for c in codings],
    }


def _asked(variables: Sequence[Variable]) -> dict[str, list[str]]:
    return {
        "question": [variable.question for variable in variables],
        "code": [variable.code for variable in variables],
    }


def _said(data: RoundData, codings: Sequence[CodingRow | None]) -> dict[str, list[str]]:
    """Value, status and counted of every row. Many codings say the same: it is read once."""
    known: dict[tuple[Said, ...], list[Value]] = {}
    value, status, counted = [], [], []
    for coding in codings:
        row = _row(data, coding, known)
        value.append([each.value for each in row])
        status.append([each.status for each in row])
        counted.append(_counted(coding, row, data.variables))
    return {
        "value": list(chain.from_iterable(value)),
        "status": list(chain.from_iterable(status)),
        "counted": list(chain.from_iterable(counted)),
    }


def _row(
    data: RoundData, coding: CodingRow | None, known: dict[tuple[Said, ...], list[Value]]
) -> list[Value]:
    if coding is None:
        return [Value("", "unseen")] * len(data.variables)
    if coding.outcome == "skipped":
        return [Value("", "skipped")] * len(data.variables)
    said = tuple(data.said[coding.id])
    if said not in known:
        known[said] = values(said, data.variables)
    return known[said]


def _counted(
    coding: CodingRow | None, row: Sequence[Value], variables: Sequence[Variable]
) -> list[str]:
    if coding is None or not coding.counted:
        return ["0"] * len(row)
    return [
        "1" if each.value and variable.level else "0"
        for each, variable in zip(row, variables, strict=True)
    ]


def _repeated(cells: Sequence[str], times: int) -> "pd.Categorical[Any]":
    """Each cell so many times in a row: a a b b c c."""
    once = pd.Categorical(np.array(cells, dtype=object))
    return pd.Categorical.from_codes(np.repeat(once.codes, times), once.categories)


def _tiled(cells: Sequence[str], times: int) -> "pd.Categorical[Any]":
    """The cells one after the other, so many times: a b c a b c."""
    once = pd.Categorical(np.array(cells, dtype=object))
    return pd.Categorical.from_codes(np.tile(once.codes, times), once.categories)
