"""Taking typed values out of a mapping of the file, and noting on the way what does not fit."""

import math
import re
from dataclasses import dataclass, replace

from annotator.codebook.rules.names import closest, shortened
from annotator.codebook.yaml_file.yaml_tree import Entries, Entry, Items, Node, Scalar
from annotator.errors import Problem

_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")


@dataclass(frozen=True, slots=True)
class Fields:
    """The values of one mapping by their keys; problems go to ``found``, which all mappings share.

    What is missing comes back empty. Whether it may be empty is a question for the rules.
    """

    entries: dict[str, Entry]
    path: str
    found: list[Problem]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def text(self, key: str, otherwise: str = "") -> str:
        """A text without the space around it."""
        return self._scalar(key, "a text").strip() or otherwise

    def line(self, key: str, otherwise: str = "") -> str:
        """A text on one line, with single spaces."""
        return " ".join(self.text(key).split()) or otherwise

    def flag(self, key: str, otherwise: bool) -> bool:
        """True or false; the Norwegian ``no`` is one only where a yes or no is asked."""
        written = self._scalar(key, "true or false").strip().lower()
        if written and written not in _TRUE + _FALSE:
            message = f'"{shortened(written)}" was found where true or false was expected.'
            self.note(key, message, 'Write "true" or "false".')
            return otherwise
        return written in _TRUE if written else otherwise

    def number(self, key: str) -> float | None:
        """A finite number."""
        written = self._scalar(key, "a number").strip()
        if not written:
            return None
        if _NUMBER.fullmatch(written) and math.isfinite(float(written)):
            return float(written) + 0.0  # Minus zero is zero.
        message = f'"{shortened(written)}" was found where a number was expected.'
        self.note(key, message, "Write digits, with a point before decimals: 2.5.")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        nodes = self._nodes(key)
        for number, node in enumerate(nodes, 1):
            if not isinstance(node, Scalar):
                message = f"{_what(node)} where a text was expected."
                remedy = "Put quotes around a text with a colon or brackets in it."
                self.note(f"{key}[{number}]", message, remedy)
        return tuple(node.text.strip() if isinstance(node, Scalar) else "" for node in nodes)

    def each(self, key: str, known: tuple[str, ...]) -> list["Fields"]:
        """The mappings of a list."""
        nodes = enumerate(self._nodes(key), 1)
        return [taken(node, self._at(f"{key}[{i}]"), known, self.found) for i, node in nodes]

    def inner(self, key: str, known: tuple[str, ...]) -> "Fields | None":
        """The mapping under a key, or None where there is none."""
        entry = self.entries.get(key)
        if entry is None or _is_empty(entry.node):
            return None
        return taken(entry.node, self._at(key), known, self.found)

    def note(self, key: str, message: str, remedy: str) -> None:
        """Note a problem at a key of this mapping."""
        self.found.append(Problem(message, column=self._at(key), remedy=remedy))

    def _scalar(self, key: str, wanted: str) -> str:
        entry = self.entries.get(key)
        if entry is None:
            return ""
        if isinstance(entry.node, Scalar):
            return entry.node.text
        message = f"{_what(entry.node)} where {wanted} was expected."
        self.note(key, message, "Put quotes around a text with a colon or brackets in it.")
        return ""

    def _nodes(self, key: str) -> tuple[Node, ...]:
        entry = self.entries.get(key)
        if entry is None or _is_empty(entry.node):
            return ()
        if isinstance(entry.node, Entries):
            message = "Keys and values were found where a list was expected."
            self.note(key, message, 'Begin each item of the list with "- ".')
            return ()
        return entry.node.nodes if isinstance(entry.node, Items) else (entry.node,)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def taken(node: Node, path: str, known: tuple[str, ...], found: list[Problem]) -> Fields:
    """The fields of a node that should be a mapping with some of the ``known`` keys."""
    if isinstance(node, Entries):
        entries = {entry.key: entry for entry in node.entries}
        for entry in node.entries:
            if entry.key not in known:
                _note_unknown(entry, entries, path, known, found)
        return Fields(entries, path, found)
    message = f"{_what(node)} where keys and values were expected."
    remedy = f'Write "key: value" on lines of their own; the keys are {", ".join(known)}.'
    found.append(Problem(message, column=path, remedy=remedy))
    return Fields({}, path, found)


def _note_unknown(
    entry: Entry, entries: dict[str, Entry], path: str, known: tuple[str, ...], found: list[Problem]
) -> None:
    """A slip of the pen is noted once: the value is read on under the key that was meant."""
    guess = closest(entry.key, known)
    remedy = f'Did you mean "{guess}"?' if guess else f"The keys here are {', '.join(known)}."
    message = f'The key "{shortened(entry.key)}" is not known here.'
    where = f"{path}.{shortened(entry.key)}" if path else shortened(entry.key)
    found.append(Problem(message, line=entry.line, column=where, remedy=remedy))
    if guess and guess not in entries:
        entries[guess] = replace(entry, key=guess)


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and not node.text


def _what(node: Node) -> str:
    if isinstance(node, Scalar):
        found = f'The text "{shortened(node.text)}"' if node.text else "Nothing"
        return f"{found} was found"
    return "A list was found" if isinstance(node, Items) else "Keys and values were found"
