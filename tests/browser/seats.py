"""Coders who sit at a desk already."""

from typing import Any

from tests.browser.conftest import Enter
from tests.browser.lab import Lab, Opened, open_round
from tests.browser.people import Coder


def seated(
    lab: Lab, enter: Enter, browser: dict[str, Any] | None = None, **wishes: object
) -> tuple[Coder, Opened]:
    """A coder with the first sentence of a new round on the desk."""
    opened = open_round(lab, **wishes)  # type: ignore[arg-type]
    coder = Coder(enter(opened.coder, **(browser or {})))
    coder.start(opened.desk)
    return coder, opened
