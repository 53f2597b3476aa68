"""What a page counts beside what always counts: its address says so, and its links carry it."""

from typing import Any

from flask import request

from annotator.coding import leftout
from annotator.coding.leftout import Also


def also() -> Also:
    """What the address asks to be counted as well.

    :raises NotFound: if there is nothing of such a name.
    """
    return leftout.also(request.args.getlist("also"))


def carry(_endpoint: str, values: dict[str, Any]) -> None:
    """Let an address that is written into a page ask for the same."""
    if asked := request.args.getlist("also"):
        values.setdefault("also", asked)
