"""What a process keeps between pages: bounded, one user of an entry at a time."""

from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Slot(Generic[Kept]):
    """A place for one value, with its size in whatever the cache is bounded by."""

    value: Kept | None = None
    size: int = 0
    lock: Lock = field(default_factory=Lock)


class Cache(Generic[Kept]):
    """Values by key, of which those used last are kept: ``most`` of them, ``largest`` in all."""

    def __init__(self, most: int, largest: int) -> None:
        self._slots: OrderedDict[str, Slot[Kept]] = OrderedDict()
        self._lock = Lock()
        self._most, self._largest = most, largest

    def __len__(self) -> int:
        return len(self._slots)

    @contextmanager
    def slot(self, key: str) -> Iterator[Slot[Kept]]:
        """The slot of a key; who wants it as well waits, and finds what was put there."""
        with self._lock:
            slot = self._slots.setdefault(key, Slot())
            self._slots.move_to_end(key)
        with slot.lock:
            yield slot
        with self._lock:
            self._trim()

    def _trim(self) -> None:
        """Forget those used longest ago; the newest stays however large it is."""
        while len(self._slots) > 1 and (
            len(self._slots) > self._most
            or sum(slot.size for slot in self._slots.values()) > self._largest
        ):
            self._slots.popitem(last=False)
