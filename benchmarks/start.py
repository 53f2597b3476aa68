"""Start: seconds and memory until help, a short command, the server and the demo answer."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from os import wait4
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from annotator.config import Settings
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from tests.serving import COMMAND, Server, environment

TIMES = 3
Found = tuple[float, float, float]


def main() -> None:
    """Start each three times, in processes of their own, and show the quickest."""
    print_machine()
    with installation() as (_app, settings), TemporaryDirectory() as folder:
        rows = [
            ("annotator --help", *_best(lambda: _run(settings, "--help")), 0.5),
            ("annotator study list", *_best(lambda: _run(settings, "study", "list")), None),
            ("annotator serve", *_best(lambda: _serve(settings, "serve")), None),
            ("annotator demo, first time", *_best(lambda: _demo(settings, folder)), 4.0),
        ]
    print_table(
        f"Until it is done, or serves: the quickest of {TIMES}",
        ("what", "seconds", "CPU seconds", "MB", "bound, s"),
        rows,
    )


def _best(measure: Callable[[], Found]) -> Found:
    return min(measure() for _ in range(TIMES))


def _run(settings: Settings, *arguments: str) -> Found:
    """A command from its start to its end."""
    begun = perf_counter()
    process = subprocess.Popen(
        [*COMMAND, *arguments], env=environment(settings), stdout=subprocess.DEVNULL
    )
    return _ended(process, begun)


def _serve(settings: Settings, command: str) -> Found:
    """A command from its start until it says that it serves."""
    server = Server(settings, command)
    begun = perf_counter()
    server.start()
    seconds = perf_counter() - begun
    assert server.process is not None
    server.process.kill()
    return (seconds, *_ended(server.process, begun)[1:])


def _demo(settings: Settings, folder: str) -> Found:
    """The demo in a data folder that is empty."""
    with TemporaryDirectory(dir=folder) as empty:
        url = f"sqlite:///{Path(empty) / 'annotator.db'}"
        return _serve(replace(settings, data=Path(empty), database_url=url), "demo")


def _ended(process: subprocess.Popen[str], begun: float) -> Found:
    """Seconds since it began, CPU seconds, and its highest memory in megabytes."""
    _, status, used = wait4(process.pid, 0)
    process.returncode = status
    return perf_counter() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1e3
