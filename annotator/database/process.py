"""What a process keeps in memory: one object of the application, on which all of it hangs.

A feature declares each thing as ``InMemory``, ``app.KEPT`` lists them, and the application has
one ``Process`` for its installation, in ``app.extensions["annotator"]``. Services find theirs by
the session. Nothing of it is true without the database: it is a lock, a thread, or a copy that is
used only after the database said that it still holds.

- the turn of those who write to SQLite (``database.session``)
- the static texts, also compressed (``web.assets``)
- whose turn it is to draw a figure (``web.table_files``)
- the thread that hashes passwords (``accounts.service``)
- the rows of codebook versions, which never change (``codebook.queries``)
- the judgements of rounds, some 200 MB at most (``agreement.service.follow``)
- the draws of articles that questions share, some 130 MB at most (``agreement.service.follow``)

Beside it there are only small memos of pure functions (``functools``), such as parsed codebooks,
and what Flask's extensions keep in ``app.extensions`` themselves.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from sqlalchemy.orm import Session

Value = TypeVar("Value")

_IN_SESSION = "process"


class InMemory(Generic[Value]):
    """Something that a process keeps: what it is, and how it is made at first."""

    def __init__(self, what: str, make: Callable[[], Value]) -> None:
        self.what = what
        self.make = make


class Process:
    """All that one process keeps for one installation."""

    def __init__(self, kept: Iterable[InMemory[Any]]) -> None:
        self._values = {each: each.make() for each in kept}

    def __getitem__(self, kept: InMemory[Value]) -> Value:
        value: Value = self._values[kept]
        return value


def put_into(session: Session, process: Process) -> None:
    """Let a session find what its process keeps."""
    session.info[_IN_SESSION] = process


def in_memory(session: Session, kept: InMemory[Value]) -> Value:
    """What the process of this session keeps."""
    process: Process = session.info[_IN_SESSION]
    return process[kept]
