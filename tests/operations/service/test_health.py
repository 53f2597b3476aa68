"""What the doctor finds, and that it changes nothing."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest
from sqlalchemy import create_engine

from annotator.app import create_app
from annotator.database import schema
from annotator.database.session import db
from annotator.operations.service import health
from annotator.operations.service.health import examine

pytestmark = pytest.mark.database("sqlite")


def found(settings, engine=None):
    """The findings by name."""
    engine = engine or create_engine(settings.database_url)
    findings = examine(settings, engine)
    engine.dispose()
    return {each.name: each for each in findings}


def risks(settings):
    return {name: each.risky for name, each in found(settings).items() if each.risky}


def test_a_sound_installation_has_no_risk(app, settings):
    with app.app_context():
        findings = {each.name: each for each in examine(settings, db.engine)}
    assert {name for name, each in findings.items() if each.risky} == set()
    assert list(findings) == [
        "annotator", "Python", "libraries", "data folder", "address", "secret", "database",
        "SQLite", "journal mode", "database file",
    ]  # fmt: skip
    assert findings["journal mode"].found == "truncate"
    assert findings["database file"].found == "ok"
    assert findings["database"].found.endswith(f"revision {schema.newest()}")
    assert "Flask 3" in findings["libraries"].found


@pytest.mark.parametrize("mode", [0o604, 0o640, 0o644, 0o666])
def test_a_secret_that_others_can_read_is_a_risk(app, settings, mode):
    secret = settings.data / "secret-key"
    assert found(settings)["secret"].found == str(secret)
    secret.chmod(mode)
    assert risks(settings) == {
        "secret": "Others on this machine can read it. Run: chmod 600 on it."
    }


def test_a_secret_from_the_environment_is_not_shown(settings):
    told = replace(settings, secret_key="tops3cret")
    assert found(told)["secret"].found == "from ANNOTATOR_SECRET_KEY"
    assert "tops3cret" not in str(examine(told, create_engine(told.database_url)))


@pytest.mark.parametrize(
    ("url", "risky"),
    [
        ("http://127.0.0.1:8000", False),
        ("http://localhost:8000", False),
        ("http://[::1]:8000", False),
        ("https://coding.example.org", False),
        ("http://coding.example.org", True),
        ("http://192.168.1.7:8000", True),
        ("http://127.0.0.1.example.org", True),
    ],
)
def test_passwords_that_cross_a_network_in_the_open_are_a_risk(settings, url, risky):
    address = found(replace(settings, url=url, proxies=1))["address"]
    assert address.found == url
    assert bool(address.risky) == risky


def test_https_through_a_proxy_that_is_not_believed_is_a_risk(settings):
    address = found(replace(settings, url="https://coding.example.org"))["address"]
    assert "Set ANNOTATOR_PROXIES=1." in address.risky


def test_debugging_on_a_server_is_a_risk(settings):
    engine = create_engine(settings.database_url)
    (finding,) = (f for f in examine(settings, engine, debug=True) if f.name == "debug")
    assert finding.risky == "Strangers can run code on this server. Unset FLASK_DEBUG."
    assert "debug" not in {f.name for f in examine(settings, engine)}


@pytest.mark.parametrize(
    ("count", "secret", "risky"), [(1, "", False), (2, "", True), (2, "shared", False)]
)
def test_hosts_that_can_not_know_each_others_secret_are_a_risk(settings, count, secret, risky):
    (finding,) = health.hosts(count, replace(settings, secret_key=secret))
    assert finding.found == f"{count} connected now"
    assert bool(finding.risky) == risky


def test_a_database_that_is_not_there_is_said_and_not_made(tmp_path, settings):
    file = tmp_path / "none.db"
    other = replace(settings, database_url=f"sqlite:///{file}")
    assert risks(other) == {"database": "Run `annotator init`."}
    assert not file.exists()


def test_a_database_without_tables_is_to_be_upgraded(tmp_path, settings):
    file = tmp_path / "empty.db"
    file.touch()
    other = replace(settings, database_url=f"sqlite:///{file}")
    assert risks(other) == {"database": "Run `annotator db upgrade`."}


def test_a_database_of_a_newer_version_gets_one_advice(settings):
    with closing(sqlite3.connect(settings.database_file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
        connection.commit()
    (advice,) = risks(settings).values()
    assert "from a newer version of annotator" in advice
    assert "upgrade" not in advice


def test_a_file_that_is_no_database_is_said_and_no_error(tmp_path, settings):
    file = tmp_path / "list.db"
    file.write_text("A shopping list. " * 400)
    other = replace(settings, database_url=f"sqlite:///{file}")
    app = create_app(other)
    with app.app_context():
        (advice,) = (each.risky for each in examine(other, db.engine) if each.risky)
    assert advice.startswith("It can not be opened: ")
    assert "file is not a database" in advice


def test_a_server_that_does_not_answer_is_said_without_its_password(settings):
    url = "postgresql+psycopg://anna:tops3cret@127.0.0.1:9/lab?connect_timeout=2"
    findings = examine(replace(settings, database_url=url), create_engine(url))
    assert "It can not be opened" in findings[-1].risky
    assert "tops3cret" not in str(findings)


@pytest.mark.parametrize(
    ("library", "journal", "risky"),
    [
        ((3, 40, 1), "wal", True),
        ((3, 51, 2), "wal", True),
        ((3, 51, 3), "wal", False),
        ((3, 40, 1), "truncate", False),
    ],
)
def test_wal_is_a_risk_where_the_library_may_corrupt_it(
    settings, monkeypatch, library, journal, risky
):
    """SQLite's release notes of 3.51.3: two connections that reset the log at once."""
    monkeypatch.setattr(health.sqlite3, "sqlite_version_info", library)
    with closing(sqlite3.connect(settings.database_file)) as connection:
        connection.execute(f"PRAGMA journal_mode = {journal}")
    finding = found(settings)["journal mode"]
    assert finding.found == ("wal" if journal == "wal" else "delete")
    assert bool(finding.risky) == risky


def page_of(file, index):
    """Where the only page of an index begins in the file."""
    with closing(sqlite3.connect(file)) as connection:
        (page,) = connection.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = ?", (index,)
        ).fetchone()
        return (page - 1) * connection.execute("PRAGMA page_size").fetchone()[0]


@pytest.mark.parametrize(
    ("pages", "name"), [(1, "database file"), (30, "database")], ids=["a page", "many pages"]
)
def test_a_damaged_file_is_to_be_restored(settings, pages, name):
    first = page_of(settings.database_file, "ix_article_import_id") if pages == 1 else 5 * 4096
    with settings.database_file.open("r+b") as stream:
        stream.seek(first)
        stream.write(b"\xff" * pages * 4096)
    assert risks(settings)[name].endswith("Restore the last backup.")


def test_looking_changes_nothing(app, settings):
    with app.app_context():
        db.engine.dispose()
        before = {file: file.read_bytes() for file in settings.data.iterdir()}
        examine(settings, db.engine)
        db.engine.dispose()
    assert {file: file.read_bytes() for file in settings.data.iterdir()} == before
