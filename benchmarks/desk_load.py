"""Codings per second at the desk, and how long coders wait, by coders, sentences and database.

Programs drive the HTTP contract of ``docs/http.md`` with real sessions against the real
server: SQLite with one process, PostgreSQL (which syncs every commit) with two. All share
the machine's cores: server, database and coders. By itself a part is measured with

    python -m benchmarks.desk_load --on sqlite --sentences 1000 1000000 --coders 8 --seconds 10

``--sentences`` are measured with 8 coders, and every number of coders with the first of them;
the first is also what the ratio of the last refers to.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import sleep

import numpy as np
import psutil
from sqlalchemy import create_engine

from annotator.cli import make_app
from annotator.config import Settings
from annotator.database import schema
from annotator.database.session import db, session
from benchmarks import grown
from benchmarks.printing import print_machine, print_table
from tests import databases
from tests.serving import Server

#: How many coders, and the seconds that each thinks: nobody is as quick as 0.
CODERS = ((1, 0.0), (8, 0.0), (50, 0.0), (200, 0.0), (8, 5.0), (200, 5.0))
USUAL = (8, 0.0)
SENTENCES = (1_000, 100_000, 1_000_000)
SECONDS = 6.0
#: Programs of one process; more of them would wait for each other.
IN_A_PROCESS = 50
OPTIONS: dict[str, tuple[str, ...]] = {"sqlite": (), "postgresql": ("--workers", "2")}
HEAD = (
    "on", "sentences", "coders", "pace s", "codings/s", "save p50", "p95", "p99",
    "claim p50", "p95", "p99", "errors", "server MB",
)  # fmt: skip


@dataclass(frozen=True)
class Found:
    """What coders measured: waits in seconds, errors that they saw; and the server's memory."""

    seconds: float
    saves: list[float]
    claims: list[float]
    errors: int
    megabytes: float

    @property
    def rate(self) -> float:
        return len(self.saves) / self.seconds


def main(
    kinds: Sequence[str] = tuple(OPTIONS),
    sentences: Sequence[int] = SENTENCES,
    coders: Sequence[tuple[int, float]] = CODERS,
    seconds: float = SECONDS,
) -> None:
    """Measure and print a row each; then how much slower the largest round is."""
    print_machine()
    rows, ratios = [], []
    for kind in kinds:
        found = {}
        for size, (many, pace) in _parts(sentences, coders):
            measured = measure(kind, size, many, pace, seconds)
            found[size, many, pace] = measured
            rows.append(_row(kind, size, many, pace, measured))
            print("  ".join(str(cell) for cell in rows[-1]), file=sys.stderr, flush=True)
        ratios += _ratios(kind, sentences, found)
    print_table(f"At the desk: milliseconds, in {seconds:g} s each", HEAD, rows)
    if ratios:
        print_table("The largest round to the smallest", ("on", "save p50", "save p95"), ratios)


def _parts(
    sentences: Sequence[int], coders: Sequence[tuple[int, float]]
) -> Iterator[tuple[int, tuple[int, float]]]:
    for size in sentences:
        for each in coders if size == sentences[0] else [USUAL]:
            yield size, each


def _row(kind: str, size: int, many: int, pace: float, found: Found) -> tuple[object, ...]:
    waits = [
        float(quantile) * 1000
        for each in (found.saves, found.claims)
        for quantile in np.quantile(each or [np.nan], [0.5, 0.95, 0.99])
    ]
    return (kind, size, many, pace, found.rate, *waits, found.errors, found.megabytes)


def _ratios(
    kind: str, sentences: Sequence[int], found: dict[tuple[int, int, float], Found]
) -> Iterator[tuple[object, ...]]:
    small, large = (found.get((size, *USUAL)) for size in (sentences[0], sentences[-1]))
    if small and large and len(sentences) > 1:
        ratio = [
            float(np.quantile(large.saves, q) / np.quantile(small.saves, q)) for q in (0.5, 0.95)
        ]
        yield (kind, *ratio)


def measure(kind: str, sentences: int, many: int, pace: float, seconds: float) -> Found:
    """A round of its own, a server, and so many coders at it."""
    names = [f"Coder {n}" for n in range(many)]
    with installation(kind) as settings:
        app = make_app(settings)
        with app.app_context():
            round_id = grown.open_round(session(), names, sentences).public_id
            db.session.remove()
            db.engine.dispose()
        with Server(settings, "serve", *OPTIONS[kind]) as server:
            # What it loads behind its first pages shall not be measured.
            sleep(3)
            return _coding(server, round_id, names, pace, seconds)


@contextmanager
def installation(kind: str) -> Iterator[Settings]:
    """An empty installation on SQLite or on a PostgreSQL of its own."""
    with TemporaryDirectory(prefix="annotator-benchmark-") as folder:
        data = Path(folder)
        settings = Settings(data=data, database_url=f"sqlite:///{data / 'annotator.db'}")
        if kind == "sqlite":
            _make_tables(settings)
            yield settings
            return
        with databases.stoppable() as server:
            settings = replace(settings, database_url=server.address)
            _make_tables(settings)
            yield settings


def _make_tables(settings: Settings) -> None:
    engine = create_engine(settings.database_url)
    schema.upgrade(engine)
    engine.dispose()


def _coding(
    server: Server, round_id: str, names: Sequence[str], pace: float, seconds: float
) -> Found:
    """Let all of them begin at once, when the last is seated."""
    asked = ["-m", "benchmarks.desk_coders", str(server.port), round_id, str(seconds), str(pace)]
    processes = [
        subprocess.Popen(
            [sys.executable, *asked, *names[at : at + IN_A_PROCESS]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for at in range(0, len(names), IN_A_PROCESS)
    ]  # fmt: skip
    try:
        for each in processes:
            assert each.stdout is not None
            assert each.stdout.readline() == "seated\n", "coders could not sit down"
        said = [each.communicate("begin\n")[0] for each in _begun(processes)]
    finally:
        for each in processes:
            each.kill()
            each.wait()
    found = [json.loads(each) for each in said]
    return Found(
        seconds,
        [wait for each in found for wait in each["saves"]],
        [wait for each in found for wait in each["claims"]],
        sum(each["errors"] for each in found),
        _megabytes(server),
    )


def _begun(processes: "list[subprocess.Popen[str]]") -> "list[subprocess.Popen[str]]":
    for each in processes:
        assert each.stdin is not None
        each.stdin.write("begin\n")
        each.stdin.flush()
    return processes


def _megabytes(server: Server) -> float:
    """The memory of the server's processes; what they share is counted once."""
    assert server.process is not None
    first = psutil.Process(server.process.pid)
    every = [first, *first.children(recursive=True)]
    return sum(each.memory_full_info().pss for each in every) / 1e6


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.desk_load", description=__doc__)
    parser.add_argument("--on", nargs="+", choices=OPTIONS, default=list(OPTIONS))
    parser.add_argument("--sentences", nargs="+", type=int, default=SENTENCES)
    parser.add_argument("--coders", nargs="+", type=int, help="all of them as quick as they can")
    parser.add_argument("--seconds", type=float, default=SECONDS)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    some = [(many, 0.0) for many in asked.coders] if asked.coders else CODERS
    main(asked.on, asked.sentences, some, asked.seconds)
