"""Take the picture of the desk for README.md, on the demo, with Chromium.

    python tools/picture.py

It serves a demo of its own, codes as far as a telling sentence, answers it, and writes
``docs/desk.png`` with few colours, so that it stays small.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect, sync_playwright

PICTURE = Path(__file__).parents[1] / "docs" / "desk.png"
SIZE: ViewportSize = {"width": 1280, "height": 800}
MOST_BYTES = 150_000
COLOURS = 128

TELLING = "All that was left for her to do was to lift a spade"
#: Another answer to every sentence before it; then choreographed, delegitimising, the outlet's own.
PASS, ANSWER = ("n", "o", "Enter"), ("o", "1", "8")

DEMO = (sys.executable, "-c", "from annotator.cli import main; main()", "demo", "--port", "0")


def main() -> None:
    """Take the picture and write it."""
    with served() as link, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser())
        page = chromium.new_page(viewport=SIZE, reduced_motion="reduce")
        page.goto(link)
        page.locator("main").get_by_role("button", name="Sign in").click()
        page.get_by_role("link", name="Go to the desk").click()
        page.get_by_role("button", name="Start coding").click()
        find_the_sentence(page)
        press(page, ANSWER)
        PICTURE.write_bytes(small(page.screenshot()))
    print(f"{PICTURE}: {PICTURE.stat().st_size:,} bytes")


@contextmanager
def served() -> Iterator[str]:
    """Serve a demo that is thrown away afterwards, and give the link of its first coder."""
    with TemporaryDirectory() as data:
        settings = {**os.environ, "ANNOTATOR_DATA": data}
        with subprocess.Popen(DEMO, env=settings, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
            assert server.stdout is not None
            try:
                yield next(line.split()[-1] for line in server.stdout if "demo-coder-1" in line)
            finally:
                server.terminate()


def browser() -> str | None:
    """The browser of tests, or the one on the path; else Playwright takes its own."""
    names = (os.environ.get("ANNOTATOR_TEST_BROWSER", ""), "chromium", "google-chrome", "msedge")
    return next((path for name in names if name and (path := shutil.which(name))), None)


def find_the_sentence(page: Page) -> None:
    """Code one sentence after the other until the telling one is on the desk."""
    sentence = page.locator("#sentence:focus")
    expect(sentence).to_be_visible()
    while TELLING not in (before := sentence.inner_text()):
        press(page, PASS)
        expect(sentence.filter(has_not_text=before)).to_be_visible()


def press(page: Page, keys: tuple[str, ...]) -> None:
    for key in keys:
        page.keyboard.press(key)


def small(png: bytes) -> bytes:
    """The same picture with few colours, as few bytes as they take."""
    picture = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    packed = BytesIO()
    picture.save(packed, "PNG", optimize=True)
    if packed.tell() > MOST_BYTES:
        sys.exit(f"The picture has {packed.tell():,} bytes; {MOST_BYTES:,} is the most.")
    return packed.getvalue()


if __name__ == "__main__":
    main()
