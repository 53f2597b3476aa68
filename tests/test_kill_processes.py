"""Nothing acknowledged is lost in an open round whose server processes are killed at random."""

import os
import random
import signal
from collections import Counter
from importlib.util import find_spec
from time import sleep

import psutil
import pytest
from sqlalchemy import select

from annotator.coding.models import Coding
from annotator.database.session import db
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from tests import bulk, factories, machine
from tests.programs import at_work, seated
from tests.serving import Server
from tests.sizes import SEED, scaled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.database("postgresql"),
]

KILLS, K = scaled(4, full=24), 3
NAMES = tuple(f"Coder {n}" for n in range(6))


@pytest.fixture
def coders(app, settings):
    """Six coders who went on while single processes, and all at once, were killed."""
    if find_spec("gunicorn") is None:
        machine.missing("gunicorn is not installed")
    by = random.Random(SEED)
    with app.app_context():
        made = bulk.round_(
            db.session, articles=20, sentences=50, coders=NAMES, book=factories.BOOK,
            design="open", k=K,
        )  # fmt: skip
        round_id = made.public_id
        db.session.remove()
        db.engine.dispose()
    with Server(settings, "serve", "--workers", "3") as server:
        found = [seated(server.port, name, factories.PASSWORD, round_id) for name in NAMES]
        with at_work(found) as wait_for:
            for kill in range(KILLS):
                wait_for(by.randint(5, 20))
                sleep(by.uniform(0, 0.05))
                if kill % 4 == 3:
                    kill_all(server)
                    server.start()
                else:
                    os.kill(by.choice(workers(server)), signal.SIGKILL)
            wait_for(5)
        kill_all(server)
    return found


def workers(server):
    return [child.pid for child in psutil.Process(server.process.pid).children()]


def kill_all(server):
    for pid in workers(server):
        os.kill(pid, signal.SIGKILL)
    server.kill()


def test_what_was_acknowledged_is_there_once_and_no_sentence_has_more_than_k(app, coders):
    sent = [item for coder in coders for item in coder.acknowledged.items()]
    assert len(sent) >= KILLS * 5
    with app.app_context():
        stored = db.session.execute(
            select(Coding.token, Assignment.public_id).join(Assignment)
        ).all()
        assert len(dict(stored)) == len(stored)
        assert set(sent) <= set(stored)
        # At most the message of each coder that was on its way at the end.
        assert len(stored) <= len(sent) + len(NAMES)
        live = Counter(
            db.session.scalars(
                select(Assignment.unit_id).where(Assignment.state != AssignmentState.WITHDRAWN)
            )
        )
        assert set(live.values()) == {K}
        for part in db.session.scalars(select(Enrolment)):
            states = Counter(
                db.session.scalars(
                    select(Assignment.state).where(Assignment.member_id == part.member_id)
                )
            )
            assert part.done == states[AssignmentState.CODED]
            assert part.served == part.done + states[AssignmentState.RESERVED]
