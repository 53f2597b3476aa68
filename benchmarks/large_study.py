"""A large study: opening its round, importing into it, the lead's page; seconds and memory.

Each is done by a process of its own on an installation on the disk. The size is one for a few
minutes; a million sentences, and PostgreSQL, are measured with

    python -m benchmarks.large_study --on postgresql --sentences 1000000
"""

import argparse
import random
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from annotator.cli import make_app
from annotator.config import Settings
from annotator.database.session import db, session
from benchmarks import grown
from benchmarks.desk_load import OPTIONS, installation
from benchmarks.printing import print_machine, print_table
from benchmarks.processes import run
from tests import bulk, factories
from tests.scripted import Browser, sign_in
from tests.serving import Server

SIZES = (10_000, 100_000)
IMPORTED = 100_000
STUDY = "a-large-study"
CODERS = [f"Coder {n}" for n in range(20)]
#: Longer than anybody waits; what takes longer is said to.
PATIENCE = 300


@dataclass(frozen=True)
class Page:
    """A page's seconds, the first time and again, and the server's highest memory in MB."""

    first: float
    again: float
    megabytes: float


def main(
    kinds: Sequence[str] = ("sqlite",), sizes: Sequence[int] = SIZES, imported: int = IMPORTED
) -> None:
    """Measure each size, so that the growth is seen."""
    print_machine()
    rows = [row for kind in kinds for size in sizes for row in _rows(kind, size, imported)]
    head = ("on", "sentences", "what", "seconds", "CPU seconds", "MB")
    print_table(f"A study with {grown.K} places for each sentence", head, rows)


def _rows(kind: str, sentences: int, imported: int) -> list[tuple[object, ...]]:
    with installation(kind) as settings:
        app = make_app(settings)
        with app.app_context():
            public_id = grown.open_round(session(), CODERS, sentences).public_id
            db.session.remove()
            db.engine.dispose()
        file = _file(settings.data, imported)
        opened = run(
            settings, "round", "open", STUDY, "Second round", "--design", "open",
            "-k", str(grown.K),
        )  # fmt: skip
        _say(kind, sentences, "opening", *opened)
        stored = run(settings, "articles", "import", STUDY, str(file))
        _say(kind, sentences, "importing", *stored)
        page = _page(settings, kind, f"/studies/{STUDY}/rounds/{public_id}")
    return [
        (kind, sentences, f"opening a round of all x {grown.K} places", *opened),
        (kind, sentences, f"importing {imported:,} sentences more", *stored),
        (kind, sentences, "the lead's page of the round, first", page.first, None, page.megabytes),
        (kind, sentences, "the same, again", page.again, None, None),
    ]


def _say(*found: object) -> None:
    """What is known already, for who waits; the table comes at the end."""
    print("  ".join(map(str, found)), file=sys.stderr, flush=True)


def _file(folder: Path, sentences: int) -> Path:
    """A file of new articles, twenty sentences each."""
    by, file = random.Random(1), folder / "more.csv"
    rows = (
        f'Article {at},"{" ".join(bulk.sentence(by) for _ in range(grown.LENGTH))}"'
        for at in range(sentences // grown.LENGTH)
    )
    file.write_text("title,text\n" + "\n".join(rows), encoding="utf-8")
    return file


def _page(settings: Settings, kind: str, path: str) -> Page:
    with Server(settings, "serve", *OPTIONS[kind]) as server:
        lea = Browser(server.port, PATIENCE)
        sign_in(lea, "Lea", factories.PASSWORD)
        first, again = (_seconds(lea, path) for _ in range(2))
        lea.close()
        assert server.process is not None
        status = Path(f"/proc/{server.process.pid}/status").read_text("ascii")
    highest = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return Page(first, again, int(highest.split()[1]) * 1024 / 1e6)


def _seconds(browser: Browser, path: str) -> float:
    page = browser.get(path)
    assert page.status == 200, page.text
    return page.seconds


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.large_study", description=__doc__)
    parser.add_argument("--on", nargs="+", choices=OPTIONS, default=["sqlite"])
    parser.add_argument("--sentences", nargs="+", type=int, default=SIZES)
    parser.add_argument("--imported", type=int, default=IMPORTED)
    return parser.parse_args()


if __name__ == "__main__":
    asked = _asked()
    main(asked.on, asked.sentences, asked.imported)
