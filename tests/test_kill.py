"""Nothing acknowledged is lost: three coders at work on a server that is killed again and again."""

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from time import monotonic, sleep

import pytest
from sqlalchemy import func, select

from annotator.codebook.models import Code, Question
from annotator.coding.models import Answer, Coding
from annotator.database.session import db
from annotator.rounds.models import Assignment, AssignmentState, Enrolment
from tests import bulk, factories
from tests.scripted import GONE, Browser, Coder, sign_in
from tests.serving import Server
from tests.sizes import SEED, scaled

pytestmark = [
    pytest.mark.slow,
    pytest.mark.database("sqlite", "sqlite-wal"),
]

KILLS = scaled(4, full=30)
NAMES = ("Cora", "Carl", "Cleo")


@pytest.fixture
def coders(app, settings):
    """Three coders who went on coding while the server was killed and started again."""
    by = random.Random(SEED)
    with app.app_context():
        made = bulk.round_(db.session, articles=20, sentences=100, coders=NAMES)
        round_id = made.public_id
        db.session.remove()
        db.engine.dispose()
    with Server(settings) as server:
        found = [_seated(server.port, name, round_id, by.random()) for name in NAMES]
        with _at_work(found) as wait_for:
            for _ in range(KILLS):
                wait_for(by.randint(5, 20))
                sleep(by.uniform(0, 0.05))
                server.kill()
                server.start()
            wait_for(5)
            server.kill()
    for coder in found:
        coder.browser.close()
    return found


def _seated(port: int, name: str, round_id: str, seed: float) -> Coder:
    browser = Browser(port)
    sign_in(browser, name, factories.PASSWORD)
    return Coder(browser, round_id, random.Random(seed))


@contextmanager
def _at_work(coders: list[Coder]) -> Iterator[Callable[[int], None]]:
    """The coders code, each in a thread; it gives a function that waits for so many saves."""
    home = Event()
    with ThreadPoolExecutor(len(coders)) as threads:
        working = [threads.submit(_work, coder, home) for coder in coders]

        def wait_for(saves: int) -> None:
            wanted, patience = _saves(coders) + saves, monotonic() + 60
            while _saves(coders) < wanted:
                for each in working:
                    assert not each.done(), each.result()
                assert monotonic() < patience, "nobody could save for a minute"
                sleep(0.002)

        try:
            yield wait_for
        finally:
            home.set()
    for each in working:
        each.result()


def _work(coder: Coder, home: Event) -> None:
    """Code; after a silence, send the same again or go on with what the desk shows."""
    while not home.is_set():
        try:
            if coder.unanswered and coder.by.random() < 0.5:
                coder.send_again()
            assert coder.code_one(), "the round is too short for this test"
        except GONE:
            sleep(0.02)


def _saves(coders: list[Coder]) -> int:
    return sum(len(coder.acknowledged) for coder in coders)


def test_what_was_acknowledged_is_stored_once_as_it_was_sent_and_nothing_else(app, coders):
    sent = [sent for coder in coders for sent in coder.acknowledged]
    silent = [sent for coder in coders for sent in coder.unanswered]
    with app.app_context():
        stored = _stored()
        assert len(sent) >= KILLS * 5
        assert Counter(each.token for each in sent).most_common(1)[0][1] == 1
        assert {each.token for each in sent} <= stored.keys()
        assert stored.keys() <= {each.token for each in [*sent, *silent]}
        for each in [*sent, *silent]:
            said = (each.assignment, each.answers, each.skip_reason)
            assert stored.get(each.token, said) == said
        assert db.session.scalar(select(func.count(Coding.id))) == len(stored)
        assert list(db.session.connection().exec_driver_sql("PRAGMA integrity_check")) == [("ok",)]
        assert list(db.session.connection().exec_driver_sql("PRAGMA foreign_key_check")) == []
        _check_counters()


def _stored() -> dict[str, tuple[str, frozenset[tuple[str, str]], str]]:
    """What each stored coding says, by its token: place, answers, reason of a skip."""
    answers = defaultdict(set)
    rows = db.session.execute(
        select(Answer.coding_id, Question.key, Answer.state, Code.key)
        .join(Question, Answer.question_id == Question.id)
        .outerjoin(Code, Answer.code_id == Code.id)
    )
    for coding, question, state, code in rows:
        answers[coding].add((question, code or str(state)))
    codings = db.session.execute(
        select(Coding.id, Coding.token, Assignment.public_id, Coding.skip_reason).join(
            Assignment, Coding.assignment_id == Assignment.id
        )
    )
    return {
        token: (assignment, frozenset(answers[coding]), reason)
        for coding, token, assignment, reason in codings
    }


def _check_counters() -> None:
    """Each coder's counters say what their places and current codings say."""
    for enrolment in db.session.scalars(select(Enrolment)):
        states = Counter(
            db.session.scalars(
                select(Assignment.state).where(Assignment.member_id == enrolment.member_id)
            )
        )
        current = Counter(
            db.session.scalars(
                select(Coding.outcome).where(
                    Coding.member_id == enrolment.member_id, Coding.current
                )
            )
        )
        assert enrolment.done == states[AssignmentState.CODED] == current["answered"] > 0
        assert enrolment.skipped == states[AssignmentState.SKIPPED] == current["skipped"]
        assert states[AssignmentState.RESERVED] == 1
        assert enrolment.served == enrolment.done + enrolment.skipped + 1
