"""Rows as a text that is the same whichever database they are read from. Pure."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from hashlib import sha256
from typing import Any


class Checksum:
    """The number of rows of a table and a checksum over all of them, in their order."""

    def __init__(self) -> None:
        self.rows = 0
        self._digest = sha256()

    def add(self, rows: Sequence[Iterable[Any]]) -> None:
        for row in rows:
            self._digest.update(row_text(row).encode() + b"\n")
        self.rows += len(rows)

    @property
    def text(self) -> str:
        return self._digest.hexdigest()


def row_text(row: Iterable[Any]) -> str:
    """A row in JSON: times in UTC to the microsecond, words as they are stored."""
    return json.dumps(list(row), default=_plain, ensure_ascii=False, sort_keys=True)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    raise TypeError(f"no column holds a {type(value).__name__}")
