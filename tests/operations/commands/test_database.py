"""Upgrade, check, backup and restore from the command line."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.database import schema
from annotator.database.session import db
from tests import factories

pytestmark = pytest.mark.database("sqlite")


@pytest.fixture
def live(app, settings):
    """The database of an installation with a study in it."""
    with app.app_context():
        factories.study(db.session, "Before")
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return settings.database_file


@pytest.fixture
def run(settings):
    def invoke(*words, **more):
        return CliRunner().invoke(main, ["--data", str(settings.data), *map(str, words)], **more)

    return invoke


def titles(file):
    with closing(sqlite3.connect(file)) as connection:
        return [row[0] for row in connection.execute("SELECT title FROM study ORDER BY id")]


def add_study(app, title):
    with app.app_context():
        factories.study(db.session, title)
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def test_a_sound_database_is_checked_and_upgraded_without_a_change(run, live):
    before = live.read_bytes()
    assert run("db", "check").stdout == "The database is sound and up to date.\n"
    assert run("db", "upgrade").stdout == f"The database is at revision {schema.newest()}.\n"
    assert live.read_bytes() == before


def test_tables_that_differ_are_found(run, live):
    with closing(sqlite3.connect(live)) as connection:
        connection.execute("DROP INDEX ix_article_import_id")
        connection.commit()
    answer = run("db", "check")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "ix_article_import_id" in answer.stderr


def test_rows_without_their_parents_are_found(run, live):
    with closing(sqlite3.connect(live)) as connection:
        connection.execute(
            "INSERT INTO log_entry (study_id, at, actor, act, subject) "
            "VALUES (999, '2022-11-25', 'C01', 'x', 'y')"
        )
        connection.commit()
    answer = run("db", "check")
    assert answer.exit_code == 2
    assert "rows without their parents" in answer.stderr


def test_a_backup_is_written_verified_and_never_over_another(run, live, tmp_path):
    target = tmp_path / "copy.db"
    answer = run("backup", target)
    assert answer.exit_code == 0
    assert answer.stdout.startswith(f"{target}: ")
    assert answer.stdout.endswith(" rows, verified.\n")
    assert titles(target) == ["Before"]
    again = run("backup", target)
    assert (again.exit_code, again.stdout) == (2, "")
    assert "exists already" in again.stderr


def test_a_backup_is_restored_once_it_was_confirmed(run, app, live, tmp_path):
    run("backup", tmp_path / "copy.db")
    add_study(app, "After")
    refused = run("restore", tmp_path / "copy.db", input="n\n")
    assert refused.exit_code == 1
    assert titles(live) == ["Before", "After"]
    answer = run("restore", tmp_path / "copy.db", input="y\n")
    assert answer.exit_code == 0
    assert titles(live) == ["Before"]
    (kept,) = tmp_path.glob("annotator-before-restore-*.db")
    assert f"What was there before is in {kept}" in answer.stdout
    assert titles(kept) == ["Before", "After"]


def test_a_backup_makes_a_new_installation(live, run, tmp_path):
    run("backup", tmp_path / "copy.db")
    new = tmp_path / "other machine"
    answer = CliRunner().invoke(
        main, ["--data", str(new), "restore", str(tmp_path / "copy.db"), "--yes"]
    )
    assert answer.exit_code == 0
    assert "What was there before" not in answer.stdout
    assert titles(new / "annotator.db") == ["Before"]
    assert CliRunner().invoke(main, ["--data", str(new), "db", "check"]).exit_code == 0


def test_what_is_no_backup_is_refused_before_anything_is_asked(run, live, tmp_path):
    (tmp_path / "list.db").write_text("A shopping list. " * 400)
    answer = run("restore", tmp_path / "list.db")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "list.db: This is no sound database of annotator: file is not a database." in (
        answer.stderr
    )
    assert titles(live) == ["Before"]


def test_a_damaged_database_is_replaced_by_a_backup(run, live, tmp_path):
    run("backup", tmp_path / "copy.db")
    live.write_text("A shopping list. " * 400)
    assert "Run `annotator doctor`" in run("study", "list").stderr
    answer = run("restore", tmp_path / "copy.db", "--yes")
    assert answer.exit_code == 0, answer.output
    assert run("study", "list").stdout == "before\tBefore\n"


@pytest.mark.parametrize("words", [("backup", "copy.db"), ("restore", "copy.db", "--yes")])
def test_on_postgresql_its_own_tools_are_named(run, live, tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    run("backup", "copy.db")
    # No server is asked: what a command works on is known from the settings.
    monkeypatch.setattr("annotator.web.commands.require_database", lambda: None)
    url = "postgresql+psycopg://anna:tops3cret@127.0.0.1:9/lab"
    answer = run(*words, env={"ANNOTATOR_DATABASE_URL": url})
    assert answer.exit_code == 2
    assert "Back it up with pg_dump and restore it with pg_restore." in answer.stderr
