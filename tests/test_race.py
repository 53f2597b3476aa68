"""Many coders finish an open round at once: each sentence has exactly k codings by k people.

Only in a round of hundreds of sentences do the last places become scarce for a while.
"""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.database.session import db
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from tests import bulk, factories, racing
from tests.sizes import scaled

pytestmark = pytest.mark.slow

K = 3
SENTENCES = scaled(400, full=2_000)
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


@pytest.mark.database("postgresql")
def test_eight_processes_on_postgresql(app, settings, open_round):
    open_round(SENTENCES)
    shares = [NAMES[at::AT_ONCE] for at in range(AT_ONCE)]
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as processes:
        saved = sum(processes.map(racing.race, [settings] * AT_ONCE, shares))
    check(app, saved, SENTENCES)


@pytest.mark.database("sqlite", "sqlite-wal")
def test_eight_threads_on_sqlite(app, settings, open_round):
    open_round(SENTENCES)
    check(app, racing.race(settings, NAMES, AT_ONCE), SENTENCES)


def check(app, saved, sentences):
    assert saved == sentences * K
    with app.app_context():
        rows = db.session.execute(select(Coding.unit_id, Coding.member_id)).all()
        assert len(rows) == len(set(rows)) == saved
        assert Counter(Counter(unit for unit, _ in rows).values()) == {K: sentences}
        assignments = db.session.execute(select(Assignment.unit_id, Assignment.state)).all()
        assert Counter(assignments).keys() == {(unit, AssignmentState.CODED) for unit, _ in rows}
        parts = db.session.scalars(select(Enrolment)).all()
        assert sum(part.done for part in parts) == sum(part.served for part in parts) == saved
