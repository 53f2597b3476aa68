"""How long the desk takes from Enter to the next sentence, and what it loads.

A browser codes by keyboard on the real server. The time is from the moment at which Enter
was pressed until the next sentence is painted, without and with a network that adds 300 ms to
every message. Requests and bytes are those of a first visit with an empty cache.
"""

import gzip
import os
import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from annotator.database.session import session
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from tests import bulk, factories
from tests.serving import Server

SENTENCES, WARM = 200, 5
DELAYS = (0, 300)
BOUND = 1000 / 60
MOST_REQUESTS, MOST_BYTES = 10, 60_000

#: After the frame in which the sentence changed has been handed over for painting.
WATCH = """
window.waits = [];
document.addEventListener("keydown", (event) => {
  const sentence = document.querySelector("#sentence");
  if (event.key !== "Enter" || !sentence) return;
  const before = sentence.textContent;
  requestAnimationFrame(() => {
    const changed = sentence.textContent !== before;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => changed && window.waits.push(performance.now() - event.timeStamp);
    port2.postMessage(null);
  });
}, true);
"""


def main() -> None:
    """Measure both, and print whether the bounds hold."""
    print_machine()
    with installation() as (app, settings):
        coders = [f"Coder {delay}" for delay in DELAYS] + ["Visitor"]
        round_id = bulk.round_(session(), articles=25, sentences=20, coders=coders).public_id
        session().commit()
        session().close()
        with Server(settings) as server, _browser() as browser:
            url = f"http://127.0.0.1:{server.port}"

            def page_of(name: str) -> Page:
                context = browser.new_context(base_url=url)
                _sign_in(context, factories.signed_in(app, name).get_cookie("session"), url)
                return context.new_page()

            desk = f"/desk/{round_id}"
            rows = [_row(delay, _waits(page_of(f"Coder {delay}"), desk, delay)) for delay in DELAYS]
            loaded = _loaded(page_of("Visitor"), desk)
    print_table("Milliseconds from Enter to the next sentence painted", HEAD, rows)
    print_table("A first visit", ("", "found", "at most"), loaded)


HEAD = ("added delay", "sentences", "median", "p95", "longest", f"median under {BOUND:.1f}")


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = playwright.chromium.executable_path
        names = (os.environ.get("ANNOTATOR_TEST_BROWSER", ""), own, "chromium", "google-chrome")
        path = next((found for name in names if name and (found := shutil.which(name))), None)
        browser = playwright.chromium.launch(executable_path=path)
        yield browser
        browser.close()


def _sign_in(context: BrowserContext, cookie: object, url: str) -> None:
    value = getattr(cookie, "value", "")
    context.add_cookies([{"name": "session", "value": value, "url": url}])


def _start(page: Page, desk: str) -> None:
    page.goto(desk)
    page.get_by_role("button", name="Start coding").click()
    page.locator("#sentence:focus").wait_for()


def _waits(page: Page, desk: str, delay: int) -> list[float]:
    page.add_init_script(WATCH)
    _start(page, desk)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": delay, "downloadThroughput": -1, "uploadThroughput": -1},
    )
    chance = random.Random(delay)
    for _ in range(WARM + SENTENCES):
        for key in ("n", "o", "Enter"):
            page.keyboard.press(key, delay=20)
        # No one types in step with the screen, so the waits are of many lengths.
        page.wait_for_timeout(40 + 40 * chance.random())
    page.wait_for_timeout(200)
    waits: list[float] = page.evaluate("waits")
    assert len(waits) == WARM + SENTENCES, f"only {len(waits)} sentences came in the same frame"
    page.context.close()
    return waits[WARM:]


def _row(delay: int, waits: list[float]) -> tuple[object, ...]:
    median, p95 = (float(each) for each in np.quantile(waits, [0.5, 0.95]))
    return (
        f"{delay} ms",
        len(waits),
        median,
        p95,
        max(waits),
        "yes" if median < BOUND else "NO",
    )


def _loaded(page: Page, desk: str) -> list[tuple[object, ...]]:
    """Requests and bytes; a page is sent as it is, so its compressed size is counted here."""
    _start(page, desk)
    cookies = page.context.cookies()
    fresh = page.context.browser.new_context(base_url=page.url.split("/desk")[0])  # type: ignore[union-attr]
    fresh.add_cookies(cookies)  # type: ignore[arg-type]
    visit = fresh.new_page()
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    visit.on("response", note)
    visit.goto(desk)
    visit.locator("#sentence:focus").wait_for()
    visit.wait_for_load_state("networkidle")
    bodies = [answer.body() for answer in answers]
    return [
        ("requests", len(answers), MOST_REQUESTS),
        ("bytes, compressed", sum(len(gzip.compress(body)) for body in bodies), MOST_BYTES),
        ("bytes, as sent", sum(map(len, bodies)), ""),
    ]
