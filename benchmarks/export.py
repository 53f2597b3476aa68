"""Export: seconds and memory for 10,000 sentences x 3 codings, beside what other tools need."""

import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.agreement.service import report
from annotator.config import Settings
from annotator.datasets.service import files
from annotator.db import db, session
from annotator.rounds.models import Round
from annotator.studies.models import Study
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from benchmarks.processes import run
from tests import bulk

ARTICLES, SENTENCES, CODERS = 500, 20, ("Cora", "Carl", "Cleo")
PEERS = "other tools: 0.7 to 15 s, 270 MB to 1.5 GB"


def main() -> None:
    """Export a generated round by the service and by the command, and measure each."""
    print_machine()
    with installation() as (_app, settings):
        made = bulk.round_(session(), articles=ARTICLES, sentences=SENTENCES, coders=CODERS)
        bulk.code(session(), made)
        study, slug, made_id = made.study_id, made.study.slug, made.id
        rows = [*_by_service(study), _by_command(settings, slug), _report(made_id)]
    print_table(
        f"{ARTICLES * SENTENCES:,} sentences x {len(CODERS)} codings, 10 variables ({PEERS})",
        ("what", "seconds", "CPU seconds", "MB"),
        rows,
    )


def _by_service(study_id: int) -> Iterator[tuple[str, float, float, float]]:
    """The best of three in a process that runs already, as the page's download does it."""
    found = []
    for _ in range(3):
        wall, cpu = time.perf_counter(), time.process_time()
        size = sum(len(content) for _, content in files(session(), _study(study_id)))
        found.append((time.perf_counter() - wall, time.process_time() - cpu, size / 1e6))
        db.session.remove()
    yield ("all files, by the service (MB of files)", *min(found))


def _study(study_id: int) -> Study:
    return session().get_one(Study, study_id)


def _by_command(settings: Settings, slug: str) -> tuple[str, float, float, float]:
    """The command from the start of the interpreter to its end, with its peak memory."""
    with TemporaryDirectory() as folder:
        target = str(Path(folder) / "out")
        return ("`annotator export`, whole process", *run(settings, "export", slug, "--to", target))


def _report(round_id: int) -> tuple[str, float, float, None]:
    """The figures of the agreement page: ten variables, each with two intervals."""
    wall, cpu = time.perf_counter(), time.process_time()
    report(session(), session().get_one(Round, round_id))
    return ("agreement of the round", time.perf_counter() - wall, time.process_time() - cpu, None)
