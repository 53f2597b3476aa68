"""No query on the way claim, save, show grows with the study: asked of the databases themselves."""

import re
import secrets
import shutil
from contextlib import contextmanager

import pytest
from sqlalchemy import event

from annotator.app import create_app
from annotator.config import Settings
from annotator.database.session import db
from tests import bulk, factories
from tests.databases import listening

NAMES = ("Cora", "Carl", "Cleo")
#: So many days are less than an article of twenty sentences.
DAYS = 4
GROWING = "assignment|coding|unit|sentence|article|answer|mark"
OPEN = {"design": "open", "k": 2}
#: What only the queries for a place that is open to anyone say.
POOL = "member_id IS NULL"
#: Every way in which places are given: from one pool, with skips replaced, by a plan, shared.
ROUNDS = {
    "open": OPEN,
    "skips replaced": OPEN | {"skips": "replace"},
    "planned": {"design": "balanced", "k": 2},
    "shared": {"design": "balanced", "k": 1, "shares": True},
}


class Desk:
    """Cora at her desk, through the contract; what the database is asked is listened to."""

    def __init__(self, app, **wishes):
        self.app = app
        with app.app_context():
            made = bulk.round_(
                db.session, sentences=20, coders=NAMES, book=factories.BOOK, **wishes
            )
            self.path = f"/desk/{made.public_id}"
            self.engine = db.engine
            if self.engine.dialect.name == "postgresql":
                db.session.connection().exec_driver_sql("ANALYZE")
                db.session.commit()
            db.session.remove()
        self.client = factories.signed_in(app, "Cora")
        self.client.get("/desk")
        self.held = []

    def claim(self):
        self.held = self._post("next.json", {"want": 2})["held"]

    def save(self, **more):
        coding = {
            "assignment": self.held[0]["assignment"],
            "token": secrets.token_hex(8),
            "answers": factories.CALM,
            **more,
        }
        said = self._post("codings.json", {"codings": [coding], "want": 2})
        (result,) = said["results"]
        assert result["status"] == "saved", result
        self.held = said["held"]
        return coding["assignment"], result["coding"]

    def day(self):
        """All that a coder does: claim, save, revise, skip, look at what is held and was said."""
        self.claim()
        assignment, coding = self.save()
        self.save(answers={}, skip_reason="not a sentence")
        self._get("held.json")
        self._get(f"{assignment}.json")
        self._get(assignment)
        self._get("")
        revised = {"assignment": assignment, "answers": factories.LOUD, "revises": coding}
        self.save(**revised)

    def _post(self, what, message):
        answer = self.client.post(f"{self.path}/{what}", json=message)
        assert answer.status_code == 200, answer.text
        return answer.json

    def _get(self, what):
        answer = self.client.get(f"{self.path}/{what}".rstrip("/"))
        assert answer.status_code == 200, answer.text

    @contextmanager
    def listening(self):
        """The statements, each with its values, of what happens meanwhile."""
        heard = []

        def hear(_connection, _cursor, statement, values, _context, many):
            if re.match(r"SELECT|UPDATE|DELETE", statement) and not many:
                heard.append((statement, values))

        event.listen(self.engine, "before_cursor_execute", hear)
        yield heard
        event.remove(self.engine, "before_cursor_execute", hear)


def plans(engine, heard, *settings, explain):
    """What the database would do for each statement, a line each."""
    with engine.connect() as connection:
        for setting in settings:
            connection.exec_driver_sql(setting)
        for statement, values in dict(heard).items():
            rows = connection.exec_driver_sql(f"{explain} {statement}", values)
            yield statement, [str(row[-1]) for row in rows]


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("wishes", ROUNDS.values(), ids=ROUNDS)
def test_sqlite_searches_and_never_scans(app, settings, wishes):
    desk = Desk(app, articles=10, **wishes)
    with desk.listening() as heard:
        desk.day()
    assert len(heard) > 20
    assert any(POOL in statement for statement, _ in heard) == (wishes["design"] == "open")
    for statement, lines in plans(desk.engine, heard, explain="EXPLAIN QUERY PLAN"):
        assert not [line for line in lines if re.match(rf"SCAN (?:{GROWING})", line)], statement
        if POOL in statement and "LIMIT" in statement:
            assert not [line for line in lines if "TEMP B-TREE" in line], statement


@pytest.mark.database("postgresql")
@pytest.mark.parametrize("wishes", ROUNDS.values(), ids=ROUNDS)
def test_postgresql_has_an_index_for_everything(app, settings, wishes):
    desk = Desk(app, articles=10, **wishes)
    with desk.listening() as heard:
        desk.day()
    assert len(heard) > 20
    settings = ("SET enable_seqscan = off", "SET enable_sort = off")
    for statement, lines in plans(desk.engine, heard, *settings, explain="EXPLAIN"):
        plan = "\n".join(lines)
        assert not re.search(rf"Seq Scan on (?:{GROWING})\b", plan), f"{statement}\n{plan}"
        if POOL in statement and "LIMIT" in statement:
            assert "Sort" not in plan, f"{statement}\n{plan}"


@pytest.mark.parametrize("order", ["article", "random"])
@pytest.mark.parametrize("wishes", ROUNDS.values(), ids=ROUNDS)
def test_a_day_at_the_desk_is_as_much_work_in_a_round_that_is_twenty_times_larger(
    template_database, tmp_path, wishes, order
):
    """Counted in steps of SQLite's machine, which say it to the last row that is looked at."""
    small, large = (
        steps(tmp_path / f"{articles}.db", template_database, articles, wishes | {"order": order})
        for articles in (5, 100)
    )
    assert 1_000 < large < small * 1.05, (small, large)


def steps(file, template, articles, wishes):
    """The steps of the easiest of some days at the desk, after one that fills what is kept.

    On one of them chance may have the coder go on to another article, which is more to show.
    """
    shutil.copy(template, file)
    settings = Settings(data=file.parent, database_url=f"sqlite:///{file}")
    app = create_app(settings, TESTING=True, WTF_CSRF_ENABLED=False, RATELIMIT_ENABLED=False)
    desk = Desk(app, articles=articles, **wishes)
    desk.day()
    counted = []

    def taken(connection, *_):
        connection.set_progress_handler(step, 1)

    def step():
        counted[-1] += 1

    event.listen(desk.engine, "checkout", taken)
    for _ in range(DAYS):
        counted.append(0)
        desk.day()
    event.remove(desk.engine, "checkout", taken)
    desk.engine.dispose()
    return min(counted)


@pytest.mark.parametrize(("wishes", "most"), [(OPEN, 14), (ROUNDS["planned"], 14)])
def test_a_save_with_the_next_sentence_asks_the_database_no_more_than_it_must(app, wishes, most):
    """Each statement under the write lock is a wait for all others."""
    desk = Desk(app, articles=10, **wishes)
    desk.claim()
    desk.save()
    with listening(desk.engine) as asked:
        desk.save()
    assert len(asked) <= most, asked
