"""Many coders finish an open round at once: each sentence has exactly k codings by k people.

Threads on SQLite finish 2,000 sentences; for eight processes, which each load the application,
these take minutes, so that they get fewer unless ``ANNOTATOR_RACE_SENTENCES`` says how many.
"""

import os
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.db import db
from annotator.rounds.models import Assignment, Enrolment, PlaceState
from tests import bulk, factories, racing

pytestmark = pytest.mark.slow

K = 3
WANTED = os.environ.get("ANNOTATOR_RACE_SENTENCES")
OF_THREADS, OF_PROCESSES = (int(WANTED or usual) for usual in (2_000, 400))
NAMES = tuple(f"Coder {n}" for n in range(24))
AT_ONCE = 8


@pytest.fixture
def open_round(app):
    def make(sentences):
        with app.app_context():
            bulk.round_(
                db.session, articles=sentences // 20, sentences=20, coders=NAMES,
                book=factories.BOOK, design="open", k=K,
            )  # fmt: skip
            db.session.remove()
            db.engine.dispose()

    return make


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_eight_processes_on_postgresql(app, settings, open_round):
    open_round(OF_PROCESSES)
    shares = [NAMES[at::AT_ONCE] for at in range(AT_ONCE)]
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as processes:
        saved = sum(processes.map(racing.race, [settings] * AT_ONCE, shares))
    check(app, saved, OF_PROCESSES)


@pytest.mark.parametrize("settings", ["sqlite", "sqlite-wal"], indirect=True)
def test_eight_threads_on_sqlite(app, settings, open_round):
    open_round(OF_THREADS)
    check(app, racing.race(settings, NAMES, AT_ONCE), OF_THREADS)


def check(app, saved, sentences):
    assert saved == sentences * K
    with app.app_context():
        rows = db.session.execute(select(Coding.unit_id, Coding.member_id)).all()
        assert len(rows) == len(set(rows)) == saved
        assert Counter(Counter(unit for unit, _ in rows).values()) == {K: sentences}
        places = db.session.execute(select(Assignment.unit_id, Assignment.state)).all()
        assert Counter(places).keys() == {(unit, PlaceState.CODED) for unit, _ in rows}
        parts = db.session.scalars(select(Enrolment)).all()
        assert sum(part.done for part in parts) == sum(part.served for part in parts) == saved
