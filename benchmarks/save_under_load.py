"""How long a coder waits for a save while others sign in and articles are imported.

Five coders save over HTTP on the real server, at a quick human pace and then five times
as quickly, each time with nothing else going on, while twenty people sign in at once (and
again every ten seconds, for as long as the import lasts), while 100,000 sentences are
imported by a command in another process or by an upload in the server's own, and while
people sign in and sentences are imported. A wait is from sending the form to the answer,
so it holds everything: network, threads, locks, the sync to disk. All share the two cores:
the server, what loads it, and the coders.
"""

import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import perf_counter

import numpy as np

from annotator.config import Settings
from annotator.database.session import session
from benchmarks.installation import installation
from benchmarks.loads import PEOPLE, STUDY
from benchmarks.printing import print_machine, print_table
from tests import bulk, factories
from tests.scripted import Browser, Coder, sign_in
from tests.serving import COMMAND, Server, environment

BOUND = 250.0
CODERS = 5
ARTICLES, SENTENCES = 5_000, 20
#: Seconds that a coder thinks before each save: quick, but human; and as nobody can.
PACES = (1.5, 0.3)
SECONDS = 30.0
#: Seconds for which a server that has just started loads what only some pages need.
WARM = 3.0
LOADS: dict[str, Sequence[str]] = {
    "nothing else": (),
    "20 sign-ins": ("sign_ins",),
    "import, command": ("import",),
    "import, upload": ("upload",),
    "sign-ins, command": ("sign_ins", "import"),
    "sign-ins, upload": ("sign_ins", "upload"),
}
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


def main() -> None:
    """Measure in both journal modes of SQLite."""
    for journal in ("truncate", "wal"):
        print_machine()
        rows = [
            _row(name, pace, measure(journal, loads, pace))
            for name, loads in LOADS.items()
            for pace in PACES
        ]
        print_table(f"Milliseconds that a save takes, journal mode {journal}", HEAD, rows)


def _row(name: str, pace: float, found: "Found") -> tuple[object, ...]:
    waits = np.array(found.waits) * 1000
    p50, p95, p99 = (float(each) for each in np.quantile(waits, [0.5, 0.95, 0.99]))
    longest = float(waits.max())
    kept = "yes" if longest < BOUND else "NO"
    return (name, f"{pace:g} s", found.importing, len(waits), p50, p95, p99, longest, kept)


@dataclass(frozen=True)
class Found:
    """The seconds of every save, and of the imports, if there were any."""

    waits: list[float]
    importing: float | None


def measure(journal: str, loads: Sequence[str], pace: float) -> Found:
    """Let five coders save while the loads last."""
    with installation(journal) as (_app, settings):
        round_id = _study()
        files = {load: _file(settings) for load in loads}
        # What was written here shall not be waited for when a save is synced.
        os.sync()
        with Server(settings) as server, ThreadPoolExecutor(CODERS) as threads:
            Event().wait(WARM)
            coders = [_seated(server, f"Coder {n}", round_id) for n in range(CODERS)]
            over = Event()
            working = [threads.submit(_work, coder, pace, over) for coder in coders]
            try:
                importing = _bear(server, settings, files)
            finally:
                over.set()
            for coding in working:
                coding.result()
        return Found([wait for coder in coders for wait in coder.waits], importing)


def _study() -> str:
    names = [f"Coder {n}" for n in range(CODERS)]
    round_id = bulk.round_(session(), articles=200, sentences=50, coders=names).public_id
    for n in range(PEOPLE):
        factories.account(session(), f"Person {n}")
    session().commit()
    session().close()
    return round_id


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


def _bear(server: Server, settings: Settings, files: dict[str, Path]) -> float | None:
    """Load the server until the imports are done; the seconds that they took."""
    begun = perf_counter()
    with _processes(server, settings, files) as processes:
        Event().wait(SECONDS)
        imports = [each for load, each in processes.items() if load != "sign_ins"]
        assert all(each.wait() == 0 for each in imports), "an import failed"
        return perf_counter() - begun if imports else None


@contextmanager
def _processes(
    server: Server, settings: Settings, files: dict[str, Path]
) -> Iterator[dict[str, "subprocess.Popen[bytes]"]]:
    started = {}
    for load, file in files.items():
        command = [sys.executable, "-m", "benchmarks.loads", load, str(server.port), str(file)]
        if load == "import":
            command = [*COMMAND, "articles", "import", STUDY, str(file)]
        started[load] = subprocess.Popen(
            command, env=environment(settings), stdout=subprocess.DEVNULL
        )
    try:
        yield started
    finally:
        for each in started.values():
            each.kill()
            each.wait()


def _seated(server: Server, name: str, round_id: str) -> Coder:
    browser = Browser(server.port)
    sign_in(browser, name, factories.PASSWORD)
    return Coder(browser, round_id, random.Random(name))


def _work(coder: Coder, pace: float, over: Event) -> None:
    """Code; before each save think for as long as people do, between half and twice the pace."""
    while not over.wait(pace * coder.by.choice((0.5, 0.75, 1, 1.75))):
        assert coder.code_one(), "the round is too short for this benchmark"
    coder.browser.close()
