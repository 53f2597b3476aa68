"""A command finds its installation and a database that is ready, or says in words what to do."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.database import schema
from annotator.web.commands import address


def run(folder, *words, **environment):
    said = {"ANNOTATOR_DATA": None, "ANNOTATOR_DATABASE_URL": None} | environment
    return CliRunner().invoke(main, ["--data", str(folder), *words], env=said)


def set_revision(file, revision):
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (revision,))
        connection.commit()


@pytest.mark.parametrize("words", [("study", "list"), ("serve",), ("db", "check")])
def test_without_a_database_the_command_that_makes_it_is_named(tmp_path, words):
    answer = run(tmp_path, *words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith("annotator: There is no database at sqlite:///")
    assert line.endswith("Run `annotator init` first, or name the data folder with --data.")
    # Asking for it did not make it.
    assert not (tmp_path / "annotator.db").exists()


def test_without_a_data_folder_nothing_is_made(tmp_path):
    answer = run(tmp_path / "nowhere", "study", "list")
    assert answer.exit_code == 2
    assert "There is no installation in" in answer.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_older_database_is_left_alone_and_the_way_up_is_said(app, tmp_path, monkeypatch):
    monkeypatch.setattr(schema, "newest", lambda: "9999")
    answer = run(tmp_path, "study", "list")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "from an older version of annotator" in answer.stderr
    assert "(`annotator backup FILE`), then run `annotator db upgrade`." in answer.stderr


def test_a_newer_database_is_left_alone_and_the_version_is_asked_for(app, settings, tmp_path):
    set_revision(settings.database_file, "from the future")
    answer = run(tmp_path, "study", "list")
    assert answer.exit_code == 2
    assert "from a newer version of annotator" in answer.stderr
    assert "nothing was changed" in answer.stderr


def test_a_file_that_is_no_database_is_told_in_a_sentence(tmp_path):
    (tmp_path / "annotator.db").write_text("This was a shopping list. " * 500)
    answer = run(tmp_path, "study", "list")
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert "can not be opened: file is not a database. Run `annotator doctor`" in line


def test_a_server_that_does_not_answer_is_told_without_its_password(tmp_path):
    url = "postgresql+psycopg://anna:tops3cret@127.0.0.1:9/lab?connect_timeout=2"
    answer = run(tmp_path, "study", "list", ANNOTATOR_DATABASE_URL=url)
    assert answer.exit_code == 2
    assert "can not be reached" in answer.stderr
    assert "tops3cret" not in answer.stderr
    assert "Traceback" not in answer.stderr


def test_an_address_for_people_begins_as_the_settings_say(settings, app):
    with app.app_context():
        assert address("accounts.link", token="abc") == f"{settings.url}/link/abc"
