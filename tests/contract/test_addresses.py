"""Web addresses are as bookmarks, links in letters and programs know them."""

import re
from pathlib import Path

from flask import Flask

from annotator.app import create_app
from annotator.config import read
from tests.contract.pinned import compare

LIST = "addresses.txt"


def addresses(folder: Path) -> list[str]:
    """Every method and address; what varies stands in brackets, without the name it has inside."""
    app = create_app(read({}, data=folder))
    return sorted(_lines(app))


def _lines(app: Flask) -> list[str]:
    return [
        f"{re.sub(r'<(?:([^:<>]+):)?[^:<>]+>', _variable, rule.rule)}  {method}"
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]


def _variable(found: re.Match[str]) -> str:
    return f"<{found[1] or 'text'}>"


def test_addresses_and_methods_are_as_they_were(tmp_path):
    compare(LIST, addresses(tmp_path))
