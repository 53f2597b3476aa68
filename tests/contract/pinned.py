"""Lists of what outsiders read, kept as text with one item a line and compared with the program."""

from collections.abc import Sequence
from difflib import unified_diff
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent
PLACE = "tests/contract"

REMEDY = """
People and programs outside rely on this list. If the change is meant, and its issue names it,
correct {file} by hand, or run: python tools/write_contract.py"""


def pinned(name: str) -> list[str]:
    """The lines of a list as they are kept."""
    return (FOLDER / name).read_text(encoding="utf-8").splitlines()


def compare(name: str, found: Sequence[str]) -> None:
    """Fail with what is otherwise in the program, and with the remedy."""
    lines = list(unified_diff(pinned(name), list(found), "pinned", "found", lineterm="", n=0))
    if lines:
        pytest.fail("\n".join([*lines, REMEDY.format(file=f"{PLACE}/{name}")]), pytrace=False)


def write(name: str, found: Sequence[str]) -> None:
    """Keep a list as it is found."""
    text = "".join(f"{line}\n" for line in found)
    (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
