import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from threading import Barrier, Thread, Timer
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import IntegrityError, OperationalError

from annotator.accounts.models import OneTimeLink, Purpose
from annotator.config import Settings
from annotator.database import connections
from annotator.database.base import UtcTime, new_public_id, now
from annotator.database.process import in_memory
from annotator.database.session import (
    TURN,
    db,
    iso,
    journal_mode,
    keep_loaded,
    release_connection,
    rows,
    writing,
)
from annotator.studies.models import Study
from tests import factories
from tests.databases import KINDS, listening

SQLITE = pytest.mark.database("sqlite", "sqlite-wal")


@pytest.fixture
def study(session):
    made = factories.study(session)
    session.commit()
    return made


def other_connection(settings):
    """A program that waits for no lock."""
    return sqlite3.connect(settings.database_file, timeout=0, isolation_level=None)


@SQLITE
def test_the_write_lock_is_taken_at_once(settings, session):
    writing(session)
    other = other_connection(settings)
    with pytest.raises(sqlite3.OperationalError, match="locked"):
        other.execute("BEGIN IMMEDIATE")
    session.commit()
    other.execute("BEGIN IMMEDIATE")
    other.close()


@SQLITE
def test_a_read_takes_no_write_lock(settings, session, study):
    assert session.scalars(select(Study)).all()
    other = other_connection(settings)
    other.execute("BEGIN IMMEDIATE")
    other.close()


@SQLITE
def test_a_page_that_has_read_holds_up_no_one_who_commits(settings, session, study):
    assert session.scalars(select(Study)).all() == [study]
    other = other_connection(settings)
    other.execute("UPDATE study SET title = 'Other'")
    other.close()
    release_connection(session)
    assert study.title == "Other"


@SQLITE
def test_a_change_without_writing_first_is_still_all_or_nothing(settings, session, study):
    study.title = "Other"
    session.flush()
    other = other_connection(settings)
    assert other.execute("SELECT title FROM study").fetchone() == ("Staged meetings",)
    session.rollback()
    assert other.execute("SELECT title FROM study").fetchone() == ("Staged meetings",)
    other.close()


@SQLITE
def test_what_was_committed_stands_without_being_asked_for_again(session, study):
    with writing(session):
        found = session.get_one(Study, study.id)
        found.title = "Harbour"
        keep_loaded(db.session())
    with listening(db.engine) as asked:
        assert (found.title, found.slug) == ("Harbour", study.slug)
    assert asked == []


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_writers_of_one_process_take_turns(app, session, study, end):
    def rename():
        with app.app_context():
            writing(db.session)
            db.session.execute(text("UPDATE study SET title = 'Other'"))
            db.session.commit()

    writing(session)
    other = Thread(target=rename, daemon=True)
    other.start()
    other.join(0.2)
    assert other.is_alive()
    assert in_memory(session, TURN).locked()
    getattr(session, end)()
    other.join(5)
    assert not other.is_alive()
    assert not in_memory(session, TURN).locked()
    assert session.scalar(select(Study.title)) == "Other"


def lateness(wait, free):
    """The least seconds, of three times, from when another frees the database to the end of a wait.

    SQLite itself would ask 228 and 328 milliseconds after it asked first: 88 too late.
    """
    late = []
    for _ in range(3):
        freed = []
        timer = Timer(0.24, lambda freed=freed: (freed.append(monotonic()), free()))
        timer.start()
        wait()
        late.append(monotonic() - freed[0])
        timer.join()
    return min(late)


@SQLITE
def test_who_waits_for_a_writer_of_another_process_goes_on_at_once(settings, session, study):
    other = sqlite3.connect(settings.database_file, isolation_level=None, check_same_thread=False)

    def wait():
        session.rollback()
        other.execute("BEGIN IMMEDIATE")
        writing(session)

    assert lateness(wait, lambda: other.execute("ROLLBACK")) < 0.05
    other.close()


def test_a_commit_that_waits_for_a_reader_goes_on_at_once(settings, session, study):
    """Without a write-ahead log who reads holds up who commits."""
    other = sqlite3.connect(settings.database_file, isolation_level=None, check_same_thread=False)

    def wait():
        other.execute("BEGIN")
        other.execute("SELECT * FROM study").fetchall()
        writing(session)
        study.title += "!"
        session.commit()

    assert lateness(wait, lambda: other.execute("ROLLBACK")) < 0.05
    assert other.execute("SELECT title FROM study").fetchone() == ("Staged meetings!!!",)
    other.close()


def test_who_waits_too_long_is_told_so_and_holds_up_no_one(settings, session, study, monkeypatch):
    monkeypatch.setattr(connections, "PATIENCE", 0.1)
    other = other_connection(settings)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        writing(session)
    session.rollback()
    other.execute("ROLLBACK")
    writing(session)
    study.title = "Other"
    other.execute("BEGIN")
    other.execute("SELECT * FROM study").fetchall()
    with pytest.raises(OperationalError, match="locked"):
        session.commit()
    session.rollback()
    other.execute("ROLLBACK")
    writing(session)
    study.title = "Another"
    session.commit()
    assert other.execute("SELECT title FROM study").fetchone() == ("Another",)
    other.close()


@SQLITE
def test_one_who_gives_up_writing_holds_up_no_one(app, session, study):
    """Whoever fails, rolls back or forgets to commit gives the turn on."""
    for _ in range(3):
        with app.app_context():
            writing(db.session)
    for _ in range(3):
        writing(session)
    session.rollback()
    with app.app_context():
        writing(db.session)
        db.session.get(Study, study.id).title = "Other"
        db.session.commit()


@pytest.mark.database(*KINDS)
def test_what_was_read_before_the_lock_is_read_again_under_it(app, session, study):
    assert study.title == "Staged meetings"
    session.rollback()
    with app.app_context():
        db.session.execute(text("UPDATE study SET title = 'Other'"))
        db.session.commit()
    writing(session)
    assert study.title == "Other"


@pytest.mark.parametrize("change", ["new", "dirty", "deleted"])
def test_writing_after_a_change_is_refused_since_it_would_be_lost(session, study, change):
    if change == "new":
        session.add(Study(title="x", slug="x"))
    elif change == "dirty":
        study.title = "x"
    else:
        session.delete(study)
    with pytest.raises(RuntimeError, match="before the first change"):
        writing(session)


@pytest.mark.database(*KINDS)
def test_no_update_is_lost_when_many_write_at_once(app, session):
    link = OneTimeLink(token_hash="x", purpose=Purpose.ADMIN, expires_at=now(), uses_left=0)
    session.add(link)
    session.commit()
    link_id, barrier = link.id, Barrier(4, timeout=20)
    session.rollback()

    def count(_):
        barrier.wait()
        for _ in range(25):
            with app.app_context():
                db.session.get(OneTimeLink, link_id)
                writing(db.session)
                row = db.session.get(OneTimeLink, link_id, with_for_update=True)
                row.uses_left += 1
                db.session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(count, range(4)))
    assert session.get(OneTimeLink, link_id).uses_left == 100


@SQLITE
def test_every_commit_reaches_the_disk_and_foreign_keys_hold(settings, session):
    pragma = {
        name: session.scalar(text(f"PRAGMA {name}"))
        for name in ("synchronous", "foreign_keys", "journal_mode")
    }
    # 2 is FULL: https://sqlite.org/pragma.html#pragma_synchronous
    assert pragma == {"synchronous": 2, "foreign_keys": 1, "journal_mode": settings.journal}


@pytest.mark.database(*KINDS)
def test_a_row_without_its_parent_is_refused(session):
    with pytest.raises(IntegrityError):
        session.execute(text("INSERT INTO outlet (study_id, name) VALUES (999, 'x')"))


@pytest.mark.parametrize(
    ("library", "mode"),
    [((3, 51, 2), "TRUNCATE"), ((3, 51, 3), "WAL"), ((3, 40, 1), "TRUNCATE"), ((4, 0, 0), "WAL")],
)
def test_wal_is_chosen_only_where_the_library_is_safe_with_it(monkeypatch, library, mode):
    # https://sqlite.org/releaselog/3_51_3.html: the WAL-reset database corruption bug.
    monkeypatch.setattr(sqlite3, "sqlite_version_info", library)
    assert journal_mode(Settings(Path("/x"), "sqlite://")) == mode
    assert journal_mode(Settings(Path("/x"), "sqlite://", journal="wal")) == "WAL"


@pytest.mark.database(*KINDS)
def test_times_come_back_as_the_same_moment_in_utc(session, study):
    moment = datetime(2026, 3, 1, 23, 30, 15, 123456, timezone(timedelta(hours=-5, minutes=-30)))
    study.created_at = moment
    session.commit()
    assert study.created_at == moment
    assert study.created_at.tzinfo is UTC
    assert study.created_at.hour == 5


@pytest.mark.database(*KINDS)
@pytest.mark.parametrize(
    ("microsecond", "end"), [(0, "000Z"), (999_999, "999Z"), (120_000, "120Z"), (1_500, "001Z")]
)
def test_a_moment_is_written_alike_by_every_database(session, study, microsecond, end):
    east = timezone(timedelta(hours=2))
    study.created_at = datetime(2026, 3, 1, 1, 2, 3, microsecond, east)
    query = select(iso(session, Study.created_at))
    assert rows(session, query).scalar() == f"2026-02-28T23:02:03.{end}"


@pytest.mark.database(*KINDS)
def test_plain_rows_hold_what_was_changed_just_now(session, study):
    study.title = "Other"
    assert [*rows(session, select(Study.title))] == [("Other",)]


@given(st.datetimes(timezones=st.timezones(), min_value=datetime(1900, 1, 2)))
def test_any_moment_is_kept_without_loss(moment):
    kept = UtcTime().process_bind_param(moment, sqlite.dialect())
    assert kept.tzinfo is None
    read = UtcTime().process_result_value(kept, sqlite.dialect())
    assert read == moment.astimezone(UTC)


def test_public_ids_are_random_and_safe_in_an_address():
    made = {new_public_id() for _ in range(2000)}
    assert len(made) == 2000
    assert all(re.fullmatch("[0-9a-hjkmnp-z]{12}", each) for each in made)


@pytest.mark.database(*KINDS)
def test_a_word_that_is_none_of_its_set_is_refused_by_the_table_itself(session):
    query = text(
        "INSERT INTO one_time_link (token_hash, purpose, created_at, expires_at, uses_left) "
        "VALUES ('x', 'anything', '2026-01-01', '2026-01-01', 1)"
    )
    with pytest.raises(IntegrityError):
        session.execute(query)


@pytest.mark.database("postgresql")
def test_a_connection_that_ended_while_it_rested_is_replaced_unnoticed(app, monkeypatch):
    monkeypatch.setattr("annotator.database.connections.IDLE", 0.0)
    with app.app_context():
        before = db.session.scalar(text("SELECT pg_backend_pid()"))
        other = db.session.connection().engine.connect()
        db.session.remove()
        other.exec_driver_sql(f"SELECT pg_terminate_backend({before})")
        other.close()
        assert db.session.scalar(text("SELECT pg_backend_pid()")) != before
        db.session.remove()
