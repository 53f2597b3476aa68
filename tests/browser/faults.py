"""What axe finds wrong with a page, in the light and in the dark, from one load of it."""

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page


def in_light_and_dark(page: Page) -> list[str]:
    """What is wrong with the page as it stands: all rules, and in the dark its colours."""
    found = violations(page)
    page.emulate_media(color_scheme="dark")
    found += [f"dark: {each}" for each in violations(page, rules=["color-contrast"])]
    page.emulate_media(color_scheme="light")
    return found


def violations(page: Page, within: str = "", rules: Sequence[str] = ()) -> list[str]:
    """What axe finds, by all rules or some of them."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Axe would fetch every stylesheet again for one rule, on turned screens.
    options: dict[str, object] = {"resultTypes": ["violations"], "preload": False}
    if rules:
        options["runOnly"] = {"type": "rule", "values": list(rules)}
    found: dict[str, list[dict[str, Any]]] = page.evaluate(
        "([within, options]) => axe.run(within || document, options)", [within, options]
    )
    return [
        f"{each['id']}: {node['html'][:120]}"
        for each in found["violations"]
        for node in each["nodes"]
    ]
