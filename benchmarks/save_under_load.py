"""How long a coder waits for a save while others sign in and articles are imported.

Three coders save over HTTP on the real server, at a human pace and then as fast as they
can, each time with nothing else going on, while twenty people sign in at once, while
100,000 sentences are imported by a command in another process and by an upload in the
server's own, and with all of it together. A wait is from sending the form to the answer,
so it holds everything: network, threads, locks, the sync to disk.
"""

import random
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import perf_counter

import numpy as np

from annotator.config import Settings
from annotator.db import session
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from tests import bulk, factories
from tests.scripted import Browser, Coder, form_of, sign_in
from tests.serving import COMMAND, Server, environment

BOUND = 250.0
CODERS, PEOPLE = 3, 20
ARTICLES, SENTENCES = 5_000, 20
#: Seconds between two saves of a coder at a human pace: quick, but human.
PACE = 1.5
SECONDS = 15.0
STUDY = "a-large-study"

Load = Callable[[Server, Settings, Event], None]


def sign_ins(server: Server, _settings: Settings, over: Event) -> None:
    """Twenty people sign in at the same moment, again every six seconds."""
    while not over.is_set():
        with ThreadPoolExecutor(PEOPLE) as people:
            list(people.map(lambda n: _sign_in(server, f"Person {n}"), range(PEOPLE)))
        over.wait(6)


def _sign_in(server: Server, name: str) -> None:
    browser = Browser(server.port)
    sign_in(browser, name, factories.PASSWORD)
    browser.close()


def import_by_command(_server: Server, settings: Settings, _over: Event) -> None:
    """The command line imports a file."""
    command = [*COMMAND, "articles", "import", STUDY, str(_file(settings))]
    subprocess.run(command, env=environment(settings), check=True, stdout=subprocess.DEVNULL)


def import_by_upload(server: Server, settings: Settings, _over: Event) -> None:
    """The lead uploads a file, looks at the preview, and imports it."""
    browser = Browser(server.port)
    sign_in(browser, "Lea", factories.PASSWORD)
    path = f"/studies/{STUDY}/articles/import"
    sent = browser.upload(path, form_of(browser.get(path).text), _file(settings))
    fields = form_of(browser.get(sent.location).text)
    done = browser.post(sent.location, [*fields, ("store", "1")])
    assert done.location.endswith("/articles"), done.text
    browser.close()


def _file(settings: Settings) -> Path:
    """A file of new articles: no text is imported twice."""
    by = random.Random()
    file = settings.data / f"{by.random()}.csv"
    rows = (
        f'Article {at},"{" ".join(bulk.sentence(by) for _ in range(SENTENCES))}"'
        for at in range(ARTICLES)
    )
    file.write_text("title,text\n" + "\n".join(rows), encoding="utf-8")
    return file


LOADS: dict[str, Sequence[Load]] = {
    "nothing else": (),
    "20 sign-ins": (sign_ins,),
    "import, command": (import_by_command,),
    "import, upload": (import_by_upload,),
    "all of it": (sign_ins, import_by_command, import_by_upload),
}


def main() -> None:
    """Measure in both journal modes of SQLite."""
    for journal in ("truncate", "wal"):
        print_machine()
        rows = [
            _row(name, pace, measure(journal, loads, pace))
            for name, loads in LOADS.items()
            for pace in (PACE, 0.0)
        ]
        print_table(f"Milliseconds that a save takes, journal mode {journal}", HEAD, rows)


HEAD = (
    "besides",
    "pace",
    "import s",
    "saves",
    "p50",
    "p95",
    "p99",
    "longest",
    f"all under {BOUND:.0f}",
)


def _row(name: str, pace: float, found: "Found") -> tuple[object, ...]:
    waits = np.array(found.waits) * 1000
    p50, p95, p99 = (float(each) for each in np.quantile(waits, [0.5, 0.95, 0.99]))
    longest = float(waits.max())
    speed = f"{pace:g} s" if pace else "fastest"
    kept = "yes" if longest < BOUND else "NO"
    return (name, speed, found.importing, len(waits), p50, p95, p99, longest, kept)


@dataclass(frozen=True)
class Found:
    """The seconds of every save, and of the longest import, if there was any."""

    waits: list[float]
    importing: float | None


def measure(journal: str, loads: Sequence[Load], pace: float) -> Found:
    """Let three coders save while the loads last."""
    with installation(journal) as (_app, settings):
        names = [f"Coder {n}" for n in range(CODERS)]
        round_id = bulk.round_(session(), articles=200, sentences=50, coders=names).public_id
        for n in range(PEOPLE):
            factories.account(session(), f"Person {n}")
        session().commit()
        session().close()
        with Server(settings) as server, ThreadPoolExecutor(CODERS + len(loads)) as threads:
            coders = [_seated(server, name, round_id) for name in names]
            over = Event()
            working = [threads.submit(_work, coder, pace, over) for coder in coders]
            bearing = [threads.submit(_timed, load, server, settings, over) for load in loads]
            try:
                over.wait(SECONDS)
                imports = [
                    each.result()
                    for load, each in zip(loads, bearing, strict=True)
                    if load is not sign_ins
                ]
            finally:
                over.set()
            for coding in working:
                coding.result()
            for loading in bearing:
                loading.result()
        waits = [wait for coder in coders for wait in coder.waits]
        return Found(waits, max(imports, default=None))


def _timed(load: Load, server: Server, settings: Settings, over: Event) -> float:
    begun = perf_counter()
    load(server, settings, over)
    return perf_counter() - begun


def _seated(server: Server, name: str, round_id: str) -> Coder:
    browser = Browser(server.port)
    sign_in(browser, name, factories.PASSWORD)
    return Coder(browser, round_id, random.Random(name))


def _work(coder: Coder, pace: float, over: Event) -> None:
    """Code; before each save think for as long as people do, between half and twice the pace."""
    while not over.wait(pace * coder.by.choice((0.5, 0.75, 1, 1.75))):
        assert coder.code_one(), "the round is too short for this benchmark"
    coder.browser.close()
