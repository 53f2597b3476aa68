"""What JSON values have in common, as lines of text: the path of each key, and its types."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

NAMES = {
    dict: "object", list: "list", str: "text", bool: "flag", type(None): "null",
    int: "integer", float: "number",
}  # fmt: skip


class Shape:
    """The types at each path of the values that were added, and how often each was there.

    ``[]`` stands for every item of a list, and ``?`` behind a key that some of these objects do
    not have. The keys of objects at places that end like one in ``data`` are words of whoever
    brought the data, and stand there as ``*``. Objects with just the keys of one in ``named``
    are told once under its name, since they stand in many places.
    """

    def __init__(
        self, data: Collection[str] = (), named: Mapping[str, Collection[str]] | None = None
    ) -> None:
        self.data, self.named = tuple(data), named or {}
        self.types: dict[str, set[str]] = defaultdict(set)
        self.times: Counter[str] = Counter()

    def add(self, path: str, value: object) -> None:
        """Take in a value that stands at a path."""
        name = self._name(value)
        self._note(path, name or NAMES[type(value)])
        if name:
            path = name
            self._note(path, "object")
        if isinstance(value, dict):
            for key, each in value.items():
                self.add(f"{path}/{'*' if path.endswith(self.data) else key}", each)
        if isinstance(value, list):
            for each in value:
                self.add(f"{path}[]", each)

    def _name(self, value: object) -> str:
        keys = set(value) if isinstance(value, dict) else set()
        return next((name for name, known in self.named.items() if keys == set(known)), "")

    def _note(self, path: str, name: str) -> None:
        self.types[path].add(name)
        self.times[path] += 1

    def lines(self) -> list[str]:
        """Each path on a line of its own, with its types."""
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        for path in sorted(self.types):
            may_miss = "?" if self._is_rare(path) else ""
            yield f"{path}{may_miss}  {'|'.join(sorted(self.types[path]))}"

    def _is_rare(self, path: str) -> bool:
        """Whether a key is missing in some of the objects in which it may be."""
        above, _, key = path.rpartition("/")
        is_key = above in self.types and key != "*" and not key.endswith("]")
        return is_key and self.times[path] < self.times[above]
