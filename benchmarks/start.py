"""Start: seconds and memory until help, a short command, the server and the demo answer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.config import Settings
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from benchmarks.processes import Found, run, serve

TIMES = 3


def main() -> None:
    """Start each three times, in processes of their own, and show the quickest."""
    print_machine()
    with installation() as (_app, settings):
        rows = [
            ("annotator --help", *_best(lambda: run(settings, "--help")), 0.5),
            ("annotator study list", *_best(lambda: run(settings, "study", "list")), None),
            ("annotator serve", *_best(lambda: serve(settings, "serve")), None),
            ("annotator demo, first time", *_best(lambda: _demo(settings)), 4.0),
        ]
    print_table(
        f"Until it is done, or serves: the quickest of {TIMES}",
        ("what", "seconds", "CPU seconds", "MB", "bound, s"),
        rows,
    )


def _best(measure: Callable[[], Found]) -> Found:
    return min(measure() for _ in range(TIMES))


def _demo(settings: Settings) -> Found:
    """The demo in a data folder that is empty."""
    with TemporaryDirectory(prefix="annotator-benchmark-") as folder:
        url = f"sqlite:///{Path(folder) / 'annotator.db'}"
        return serve(replace(settings, data=Path(folder), database_url=url), "demo")
