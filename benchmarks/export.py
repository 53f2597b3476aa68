"""Export: seconds and memory for 10,000 sentences x 3 codings, beside what other tools need."""

import time
from pathlib import Path
from tempfile import TemporaryDirectory

from annotator.agreement.service.measure import round_report
from annotator.codebook.ready_made import ready_made_text
from annotator.config import Settings
from annotator.database.session import db, session
from annotator.datasets.service.data_set import files
from annotator.rounds.models import Round
from annotator.studies.models import Study
from benchmarks.installation import installation
from benchmarks.printing import print_machine, print_table
from benchmarks.processes import run
from tests import bulk

ARTICLES, SENTENCES, CODERS = 500, 20, ("Cora", "Carl", "Cleo")
PEERS = "other tools: 0.7 to 15 s, 270 MB to 1.5 GB"

#: One question with four labels: what the other tools were given.
SMALL = """\
key: four_labels
title: Four labels
questions:
  - key: frames
    label: Which of these does the sentence show?
    kind: many
    none: true
    codes:
      - {key: choreographed, label: Choreographed, definition: Staged for those who watch.}
      - {key: emotional, label: Emotional, definition: Feelings are named or evoked.}
      - {key: propaganda, label: Propaganda, definition: It serves the one who staged it.}
      - {key: factual, label: Factual, definition: It tells what can be checked.}
"""
Row = tuple[str, float, float, float | None]


def main() -> None:
    """Export generated rounds by the service and by the command, and measure each."""
    print_machine()
    for title, book in (
        ("one question, 4 variables", SMALL),
        ("the book `framing`, 10 variables", ready_made_text("framing")),
    ):
        print_table(
            f"{ARTICLES * SENTENCES:,} sentences x {len(CODERS)} codings, {title} ({PEERS})",
            ("what", "seconds", "CPU seconds", "MB"),
            _rows(book),
        )


def _rows(book: str) -> list[Row]:
    with installation() as (_app, settings):
        made = bulk.round_(
            session(), articles=ARTICLES, sentences=SENTENCES, coders=CODERS, book=book
        )
        bulk.code(session(), made)
        study, slug, made_id = made.study_id, made.study.slug, made.id
        return [
            _by_service(study, "codings.csv"),
            _by_service(study, ""),
            _by_command(settings, slug),
            _report(made_id),
        ]


def _by_service(study_id: int, last: str) -> Row:
    """The best of three in a process that runs already, as the page's download does it."""
    found = []
    for _ in range(3):
        wall, cpu, size = time.perf_counter(), time.process_time(), 0
        for name, content in files(session(), session().get_one(Study, study_id)):
            size += len(content)
            if name == last:
                break
        found.append((time.perf_counter() - wall, time.process_time() - cpu, size / 1e6))
        db.session.remove()
    what = f"{last or 'all files with all agreement'}, by the service (MB of files)"
    return (what, *min(found))


def _by_command(settings: Settings, slug: str) -> Row:
    """The command from the start of the interpreter to its end, with its peak memory."""
    with TemporaryDirectory() as folder:
        found = min(
            run(settings, "export", slug, "--to", str(Path(folder) / str(n))) for n in range(2)
        )
    return ("`annotator export`, whole process (peak MB)", *found)


def _report(round_id: int) -> Row:
    """The figures of the agreement page: each variable with two intervals."""
    wall, cpu = time.perf_counter(), time.process_time()
    round_report(session(), session().get_one(Round, round_id))
    return ("agreement of the round", time.perf_counter() - wall, time.process_time() - cpu, None)
