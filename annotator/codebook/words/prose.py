"""A text of a codebook as paragraphs and lists, so that a page can show it as it was meant.

Lines that begin with ``-``, ``•`` or a number such as ``1.`` are items of a list; an empty line
ends what came before; any other line goes on with it.
"""

import re
from dataclasses import dataclass, field
from typing import Literal

_ITEM = re.compile(r"\s*(?:[-•]|(\d{1,2})[.)])\s+(?=\S)")


@dataclass(slots=True)
class Block:
    """A paragraph, which has one text, or a list; ``numbers`` are those of a numbered list."""

    kind: Literal["paragraph", "bulleted", "numbered"]
    texts: list[str] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)


def blocks(text: str) -> list[Block]:
    """The paragraphs and lists of a text, with single spaces inside."""
    found: list[Block] = []
    is_open = False
    for line in text.splitlines():
        item = _ITEM.match(line)
        if item:
            _add_item(found, item)
        elif line.strip() and is_open:
            found[-1].texts[-1] += f" {_single_spaced(line)}"
        elif line.strip():
            found.append(Block("paragraph", [_single_spaced(line)]))
        is_open = bool(line.strip())
    return found


def _add_item(found: list[Block], item: re.Match[str]) -> None:
    """An item goes to the list before it, also after an empty line, or begins one."""
    kind: Literal["bulleted", "numbered"] = "numbered" if item[1] else "bulleted"
    if not found or found[-1].kind != kind:
        found.append(Block(kind))
    found[-1].texts.append(_single_spaced(item.string[item.end() :]))
    if item[1]:
        found[-1].numbers.append(int(item[1]))


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
