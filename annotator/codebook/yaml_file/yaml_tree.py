"""YAML as a tree of texts with line numbers: what a text means is left to the field it stands in.

YAML guesses types by looks: ``no`` may be false, ``1.10`` is 1.1, ``2022-11-25`` is a date. A
codebook wants none of it, so the parser's events are used and no value is ever converted.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML, events
from ruamel.yaml.error import YAMLError

from annotator.codebook.rules.names import shortened
from annotator.codebook.yaml_file.yaml_errors import unreadable, unreadable_character
from annotator.errors import Problem, Refused

_DEEPEST = 12  # A sentence in an example of a code of a question is 8 deep.


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text as it was written; YAML's null and an empty place are both the empty text."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    nodes: tuple["Node", ...]
    line: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its value; ``line`` is the key's."""

    key: str
    node: "Node"
    line: int


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, in the order of the file; of a repeated key only the first is kept."""

    entries: tuple[Entry, ...]
    line: int


Node = Scalar | Items | Entries


def parse(text: str) -> tuple[Node, list[Problem]]:
    """The tree of a YAML text, with what had to be left out of it.

    :raises Refused: if the text is not YAML.
    """
    stray = unreadable_character(text)
    if stray is not None:
        raise Refused(stray)
    try:
        return _document(iter(YAML(typ="safe", pure=True).parse(text)))
    except YAMLError as error:
        raise Refused(unreadable(error)) from error
    except (ValueError, OverflowError) as error:
        # The parser lets chr() fail on an escape such as \UFFFFFFFF, and keeps no line for it.
        message = "A \\U in a text with double quotes names a character that does not exist."
        raise Refused(Problem(message, remedy="Put the text in single quotes.")) from error


def lines(node: Node, path: str = "") -> dict[str, int]:
    """The line of every key path in a tree; list items count from 1: ``questions[2].label``."""
    found = {path: node.line}
    if isinstance(node, Items):
        for number, item in enumerate(node.nodes, 1):
            found |= lines(item, f"{path}[{number}]")
    elif isinstance(node, Entries):
        for entry in node.entries:
            below = _below(path, entry.key)
            found |= lines(entry.node, below) | {below: entry.line}
    return found


def _document(stream: Iterator[Any]) -> tuple[Node, list[Problem]]:
    """The first document of a stream; a second one is a problem."""
    found: list[Problem] = []
    root: Node | None = None
    for event in stream:
        if isinstance(event, events.NodeEvent):
            root = _node(event, stream, "", 1, found)
        elif isinstance(event, events.DocumentStartEvent) and root is not None:
            message = "A second document begins here; a codebook is one document."
            found.append(Problem(message, line=_line(event), remedy='Take out the line "---".'))
            break
    return root or Scalar("", 1), found


def _node(event: Any, stream: Iterator[Any], path: str, depth: int, found: list[Problem]) -> Node:
    """The node that begins with an event, read on to its end."""
    _note_what_is_not_plain(event, path, found)
    if depth > _DEEPEST:
        message = "The nesting goes deeper than any codebook does."
        remedy = "Check the brackets and the indentation before this line."
        raise Refused(Problem(message, line=_line(event), column=path, remedy=remedy))
    if isinstance(event, events.SequenceStartEvent):
        return _items(event, stream, path, depth + 1, found)
    if isinstance(event, events.MappingStartEvent):
        return _entries(event, stream, path, depth + 1, found)
    written = event.value if isinstance(event, events.ScalarEvent) else ""
    plain = isinstance(event, events.ScalarEvent) and event.style is None
    is_null = plain and written.lower() in ("", "~", "null")
    return Scalar("" if is_null else written, _line(event))


def _items(event: Any, stream: Iterator[Any], path: str, depth: int, found: list[Problem]) -> Items:
    nodes: list[Node] = []
    while not isinstance(follower := next(stream), events.SequenceEndEvent):
        nodes.append(_node(follower, stream, f"{path}[{len(nodes) + 1}]", depth, found))
    return Items(tuple(nodes), _line(event))


def _entries(
    event: Any, stream: Iterator[Any], path: str, depth: int, found: list[Problem]
) -> Entries:
    kept: dict[str, Entry] = {}
    while not isinstance(follower := next(stream), events.MappingEndEvent):
        key = _node(follower, stream, path, depth, found)
        name = key.text if isinstance(key, Scalar) else ""
        below = _below(path, name)
        node = _node(next(stream), stream, below, depth, found)
        if not isinstance(key, Scalar):
            message = "A key is one word; a list or a mapping stands in its place."
            remedy = 'Write "key: value" and take out the question mark or the brackets.'
            found.append(Problem(message, line=key.line, column=path, remedy=remedy))
        elif name in kept:
            message = f'"{name}" is given twice; the first is on line {kept[name].line}.'
            remedy = "Keep one of them."
            found.append(Problem(message, line=key.line, column=below, remedy=remedy))
        else:
            kept[name] = Entry(name, node, key.line)
    return Entries(tuple(kept.values()), _line(event))


def _note_what_is_not_plain(event: Any, path: str, found: list[Problem]) -> None:
    """Aliases can make a small file huge and tags can name programs; a codebook needs neither."""
    if isinstance(event, events.AliasEvent):
        message = f"An alias was found (*{event.anchor}); a codebook writes everything out."
        remedy = f'Write the text in place of "*{event.anchor}", or put quotes around it.'
    elif event.tag is not None:
        message = f"A YAML tag was found ({event.tag}); a codebook has plain texts only."
        remedy = "Take out the tag, or put quotes around the text."
    else:
        return
    found.append(Problem(message, line=_line(event), column=path, remedy=remedy))


def _below(path: str, key: str) -> str:
    name = shortened(key)
    return f"{path}.{name}" if path else name


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
