"""Whether an installation is being served: servers share a lock in its data folder.

The system gives the lock back when a process ends, however it ends. Windows has no such
lock; there it can not be told.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from annotator.errors import Conflict

FILE = "serving.lock"

_REFUSED = {
    "LOCK_EX": "This installation is being served. Stop its server, then try again.",
    "LOCK_SH": "This installation is being moved. Wait until that is done, then try again.",
}


@contextmanager
def serving(data: Path) -> Iterator[None]:
    """Say for as long as this lasts that the installation is being served."""
    with _locked(data, "LOCK_SH"):
        yield


@contextmanager
def nobody_serves(data: Path) -> Iterator[None]:
    """Keep servers from starting, as far as it can be told.

    :raises Conflict: if there is one.
    """
    with _locked(data, "LOCK_EX"):
        yield


@contextmanager
def _locked(data: Path, mode: str) -> Iterator[None]:
    if find_spec("fcntl") is None:
        yield
        return
    fcntl = import_module("fcntl")
    with (data / FILE).open("a") as file:
        try:
            fcntl.flock(file, getattr(fcntl, mode) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Conflict(_REFUSED[mode]) from None
        yield
