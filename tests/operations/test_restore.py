"""Restoring where it is needed most: over a file that is damaged."""

import sqlite3
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.errors import Conflict, Refused
from annotator.operations.service import backups


@pytest.fixture
def backup(settings, people, tmp_path):
    """A backup of the installation."""
    file = tmp_path / "kept" / "backup.db"
    file.parent.mkdir()
    backups.copy(settings.database_file, file)
    return file


DAMAGES = {
    "cut off": lambda whole: whole[: len(whole) // 2],
    "overwritten": lambda whole: b"garbage " * 1000,
    "empty": lambda whole: b"",
    "a page lost": lambda whole: whole[:8192] + bytes(4096) + whole[12288:],
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_database_is_put_aside_as_it_is_and_replaced(settings, backup, damage):
    file = settings.database_file
    damaged = DAMAGES[damage](file.read_bytes())
    file.write_bytes(damaged)
    kept, verified = backups.restore(backup, file)
    assert kept.read_bytes() == damaged
    assert verified == backups.verify(backup) == backups.verify(file)


def test_a_sound_database_is_copied_aside(settings, backup):
    file = settings.database_file
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE study SET title = 'Later'")
        connection.commit()
    kept, _ = backups.restore(backup, file)
    titles = []
    for each in (kept, file):
        with closing(sqlite3.connect(each)) as connection:
            titles += connection.execute("SELECT title FROM study LIMIT 1").fetchone()
    assert titles == ["Later", "Staged meetings"]


def test_two_restores_in_a_row_keep_both(settings, backup):
    kept = {backups.restore(backup, settings.database_file)[0] for _ in range(3)}
    assert len(kept) == 3


@pytest.mark.parametrize("change", ["newer", "other tables", "damaged"])
def test_what_can_not_be_restored_leaves_everything_as_it_was(settings, backup, change):
    if change == "damaged":
        backup.write_bytes(backup.read_bytes()[:8192])
    else:
        with closing(sqlite3.connect(backup)) as connection:
            connection.execute(
                "UPDATE alembic_version SET version_num = '9999'"
                if change == "newer"
                else "DROP TABLE alembic_version"
            )
            connection.commit()
    before = settings.database_file.read_bytes()
    with pytest.raises(Conflict if change == "newer" else Refused):
        backups.restore(backup, settings.database_file)
    assert settings.database_file.read_bytes() == before
    assert list(settings.data.glob("*before-restore*")) == []


def test_the_command_restores_over_garbage_and_says_where_it_is_kept(settings, backup):
    settings.database_file.write_bytes(b"garbage " * 1000)
    words = ["--data", str(settings.data), "restore", str(backup), "--yes"]
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0
    assert "What was there before is in" in answer.stdout
    assert "verified" in answer.stdout
