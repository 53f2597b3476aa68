"""Copies of a database that is being written, and what is put back from them."""

import sqlite3
import stat
from contextlib import closing
from threading import Event, Thread

import pytest

from annotator.database.session import db
from annotator.errors import Conflict, Refused
from annotator.operations.service import backups
from annotator.studies.models import Study
from tests import factories

pytestmark = pytest.mark.database("sqlite", "sqlite-wal")


@pytest.fixture
def live(app, settings):
    """The database of an application, with a study in it."""
    with app.app_context():
        factories.study(db.session, "Before")
        db.session.commit()
        db.session.remove()
    return settings.database_file


def titles(file):
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM study ORDER BY id")]


def add_study(app, title):
    with app.app_context():
        factories.study(db.session, title)
        db.session.commit()
        db.session.remove()


def pages_at(file, first, content):
    with file.open("r+b") as stream:
        stream.seek(first)
        stream.write(content)


def test_a_copy_has_what_is_committed_and_only_its_owner_reads_it(app, live, tmp_path):
    with app.app_context():
        factories.study(db.session, "Not yet committed")
        done = backups.copy(live, tmp_path / "copy.db")
        db.session.rollback()
    assert titles(tmp_path / "copy.db") == ["Before"]
    assert done == backups.verify(tmp_path / "copy.db")
    assert done.tables > 20
    assert done.rows >= 2
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600


def test_a_copy_is_one_file(live, tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    backups.copy(live, folder / "copy.db")
    backups.check(folder / "copy.db")
    assert [file.name for file in folder.iterdir()] == ["copy.db"]


class Writer(Thread):
    """Someone who commits row after row until told to stop."""

    def __init__(self, file):
        super().__init__()
        self.file, self.enough, self.written = file, Event(), 0

    def run(self):
        with closing(sqlite3.connect(self.file, timeout=15, isolation_level=None)) as connection:
            while not self.enough.wait(0.001):
                connection.execute(
                    "INSERT INTO study (slug, title, description, language, demo, created_at) "
                    "VALUES (?, 'Meanwhile', '', 'en', 0, '2022-11-25')",
                    (f"s{self.written}",),
                )
                self.written += 1

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.enough.set()
        self.join()


def test_a_copy_is_made_and_sound_while_another_connection_commits_all_the_time(live, tmp_path):
    with closing(sqlite3.connect(live)) as connection:
        # Some 16 MB: more than a copy could take between two commits.
        rows = ((f"large{n}", "x" * 4000) for n in range(4000))
        connection.executemany(
            "INSERT INTO study (slug, title, description, language, demo, created_at) "
            "VALUES (?, 'Large', ?, 'en', 0, '2022-11-25')",
            rows,
        )
        connection.commit()
    with Writer(live) as writer:
        while writer.written < 5:
            pass
        done = backups.copy(live, tmp_path / "copy.db")
        before = writer.written
        while writer.written < before + 5:
            pass
    found = titles(tmp_path / "copy.db")
    # What was committed before the copy began is in it, and nothing twice.
    assert 5 <= found.count("Meanwhile") <= writer.written
    assert found.count("Large") == 4000
    assert done.rows == backups.verify(tmp_path / "copy.db").rows


def test_a_copy_takes_the_place_of_nothing(live, tmp_path):
    (tmp_path / "thesis.docx").write_bytes(b"years of work")
    with pytest.raises(Conflict, match=r"thesis\.docx exists already"):
        backups.copy(live, tmp_path / "thesis.docx")
    assert (tmp_path / "thesis.docx").read_bytes() == b"years of work"
    with pytest.raises(Conflict, match="There is no folder"):
        backups.copy(live, tmp_path / "nowhere" / "copy.db")


def test_no_copy_of_a_damaged_database_is_left_behind(app, live, tmp_path):
    _damage(app, live)
    with pytest.raises(Conflict, match=r"annotator\.db can not be copied\. This is no sound"):
        backups.copy(live, tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def _damage(app, file):
    with app.app_context():
        db.engine.dispose()
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    # In the middle of its pages, as a failing disk does.
    pages_at(file, 5 * 4096, b"\xff" * 30 * 4096)


def test_what_is_restored_is_what_was_copied_and_what_was_there_is_kept(app, live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    add_study(app, "After")
    with app.app_context():
        db.engine.dispose()
    kept, done = backups.restore(tmp_path / "copy.db", live)
    assert titles(live) == ["Before"]
    assert titles(kept) == ["Before", "After"]
    assert kept.parent == live.parent
    assert kept.name.startswith("annotator-before-restore-")
    assert done == backups.verify(live)
    assert titles(tmp_path / "copy.db") == ["Before"]


def test_a_server_that_has_the_file_open_goes_on_with_the_restored_rows(app, live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    add_study(app, "After")
    backups.restore(tmp_path / "copy.db", live)
    with app.app_context():
        assert [study.title for study in db.session.query(Study)] == ["Before"]
    add_study(app, "Later")
    assert titles(live) == ["Before", "Later"]


def test_restoring_twice_within_a_second_keeps_both(live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    kept = {backups.restore(tmp_path / "copy.db", live)[0] for _ in range(3)}
    assert len(kept) == 3
    assert all(titles(file) == ["Before"] for file in kept)


def test_where_nothing_was_there_nothing_is_kept(live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    kept, _ = backups.restore(tmp_path / "copy.db", tmp_path / "new.db")
    assert kept is None
    assert titles(tmp_path / "new.db") == ["Before"]


@pytest.mark.parametrize("header", [False, True], ids=["pages", "header"])
def test_a_damaged_database_is_replaced_and_kept_as_it_is(app, live, tmp_path, header):
    backups.copy(live, tmp_path / "copy.db")
    _damage(app, live)
    if header:
        pages_at(live, 0, b"no longer a database" * 10)
    damaged = live.read_bytes()
    # What a crash leaves beside a database must not be played into the restored one.
    live.with_name("annotator.db-journal").write_bytes(b"left behind")
    kept, done = backups.restore(tmp_path / "copy.db", live)
    assert done.tables > 20
    assert titles(live) == ["Before"]
    assert kept.read_bytes() == damaged
    assert kept.with_name(f"{kept.name}-journal").exists()


def foreign(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("CREATE TABLE recipes (title)")
        connection.commit()


def orphaned(file):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(
            "INSERT INTO member (public_id, study_id, kind, pseudonym, joined_at, author, "
            "background, lead, coder, adjudicator, viewer) "
            "VALUES ('m', 999, 'person', 'C01', '2022-11-25', 0, '{}', 0, 1, 0, 0)"
        )
        connection.commit()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (lambda file: file.write_text("A shopping list. " * 400), "file is not a database"),
        (lambda file: file.write_bytes(b""), "it has no tables of annotator"),
        (foreign, "it has no tables of annotator"),
    ],
    ids=["text", "empty", "foreign"],
)
def test_what_is_no_database_of_annotator_is_refused_and_nothing_is_changed(
    live, tmp_path, content, message
):
    other = tmp_path / "other.db"
    content(other)
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Refused, match=message):
        backups.restore(other, live)
    assert titles(live) == ["Before"]
    assert sorted(tmp_path.iterdir()) == before


def test_a_damaged_copy_is_refused(app, live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    pages_at(tmp_path / "copy.db", 5 * 4096, b"\xff" * 30 * 4096)
    with pytest.raises(Refused, match="This is no sound database"):
        backups.restore(tmp_path / "copy.db", live)
    assert titles(live) == ["Before"]


def test_rows_without_their_parents_are_found(live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    orphaned(tmp_path / "copy.db")
    with pytest.raises(Refused, match="rows without their parents"):
        backups.verify(tmp_path / "copy.db")


def test_a_copy_of_a_newer_version_is_refused_before_anything_is_replaced(live, tmp_path):
    backups.copy(live, tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
        connection.commit()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(Conflict, match="from a newer version of annotator"):
        backups.restore(tmp_path / "copy.db", live)
    assert titles(live) == ["Before"]
    assert sorted(tmp_path.iterdir()) == before


def test_the_database_itself_is_no_backup(live):
    with pytest.raises(Conflict, match="is the database itself"):
        backups.restore(live, live)
