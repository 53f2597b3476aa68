"""A browser, a served installation, and pages in which someone is signed in."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, BrowserType, Page, expect

from annotator.app import create_app
from annotator.config import Settings
from annotator.database.session import db
from tests import machine
from tests.browser.lab import Lab
from tests.serving import Server

#: A busy machine is slow; only after so many milliseconds is what a test waits for missing.
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

#: Opens a new browser for someone by name, or for nobody: ``enter("Cora", locale="de")``.
Enter = Callable[..., Page]

expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], browser_type: BrowserType
) -> dict[str, Any]:
    """How the browser is started: the one that is named, Playwright's own, or the system's."""
    candidates = (
        os.environ.get("ANNOTATOR_TEST_BROWSER", ""),
        browser_type.executable_path,
        *ON_PATH,
    )
    found = next((path for name in candidates if name and (path := shutil.which(name))), None)
    if found is None:
        machine.missing("no browser: run tools/browser.py, or set ANNOTATOR_TEST_BROWSER")
    return {**browser_type_launch_args, "executable_path": found, "args": list(ALONE)}


@pytest.fixture(scope="session")
def lab(template_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """An installation of its own, served by a process of its own."""
    data = tmp_path_factory.mktemp("lab")
    file = data / "annotator.db"
    shutil.copy(template_database, file)
    settings = Settings(data=data, database_url=f"sqlite:///{file}")
    app = create_app(settings)
    with Server(settings) as server:
        yield Lab(f"http://127.0.0.1:{server.port}", app)
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def enter(lab: Lab, browser: Browser) -> Iterator[Enter]:
    """Open browsers for people.

    A script that breaks, a file that the policy refuses, and an answer that says "our
    mistake" fail the test.
    """
    contexts: list[BrowserContext] = []
    broken: list[str] = []

    def open_browser(name: str = "", **options: Any) -> Page:
        context = browser.new_context(**{"base_url": lab.url, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        watch(context, broken)
        if name:
            context.add_cookies([lab.cookie(name)])  # type: ignore[list-item]
        return context.new_page()

    yield open_browser
    for context in contexts:
        context.close()
    assert not broken


def watch(context: BrowserContext, broken: list[str]) -> None:
    """Write down what no page may do."""
    context.on("weberror", lambda error: broken.append(str(error.error)))
    context.on("console", lambda line: "Policy" in line.text and broken.append(line.text))
    context.on("response", lambda answer: answer.status >= 500 and broken.append(answer.url))
