"""A browser, a served installation, and pages in which someone is signed in."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from annotator.app import create_app
from annotator.config import Settings
from annotator.db import db
from tests import machine
from tests.browser.lab import Lab
from tests.browser.server import serving

#: A busy machine is slow; a test that waits for something fails after so many milliseconds.
PATIENCE = 15_000
#: A browser that asks no one but the server under test.
ALONE = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
ON_PATH = ("chromium", "google-chrome", "msedge")

#: Opens a new browser for someone by name, or for nobody: ``enter("coder-1", locale="de")``.
Enter = Callable[..., Page]

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """How the browser is started: the one that is asked for, Playwright's own, or the system's."""
    path = _browser(browser_type)
    return {**browser_type_launch_args, "executable_path": path, "args": list(ALONE)}


def _browser(browser_type: BrowserType) -> str:
    import os

    candidates = [os.environ.get("ANNOTATOR_TEST_BROWSER"), browser_type.executable_path, *ON_PATH]
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        machine.missing(
            "no browser: run `python -m playwright install chromium`, or set ANNOTATOR_TEST_BROWSER"
        )
    return found


@pytest.fixture(scope="session")
def lab(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """An installation in a folder of its own, served by the command line's own server."""
    data = tmp_path_factory.mktemp("lab")
    file = data / "annotator.db"
    shutil.copy(template_database, file)
    app = create_app(Settings(data=data, database_url=f"sqlite:///{file}"))
    with serving(data) as url:
        yield Lab(url, app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def enter(lab: Lab, browser: Browser) -> Iterator[Enter]:
    """Open browsers for people; a script that breaks, or is refused by the policy, fails the test."""
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_browser(name: str = "", **options: Any) -> Page:
        context = browser.new_context(base_url=lab.url, **options)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        context.on("weberror", lambda error: broken.append(str(error.error)))
        context.on("console", lambda line: "Policy" in line.text and broken.append(line.text))
        if name:
            context.add_cookies([{"name": "session", "value": lab.cookie(name), "url": lab.url}])
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()
    assert not broken
