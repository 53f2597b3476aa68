"""Migrations: up and down on every database, no drift, and no row lost on the way."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import Engine, Inspector, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from annotator.database import schema
from annotator.database.base import Base
from annotator.database.session import db
from annotator.errors import Conflict
from annotator.paths import shipped
from annotator.studies.models import Member, Study

pytestmark = pytest.mark.every_database

# A later migration that changes a table to which others point; SQLite must rebuild it.
REBUILDS_STUDY = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {down!r}, None, None


def upgrade():
    with op.batch_alter_table("study") as batch:
        batch.alter_column("title", type_=sa.String(400), existing_nullable=False)


def downgrade():
    with op.batch_alter_table("study") as batch:
        batch.alter_column("title", type_=sa.String(200), existing_nullable=False)
"""
LEAVES_ORPHANS = """
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {down!r}, None, None


def upgrade():
    op.execute("DELETE FROM study")


def downgrade():
    pass
"""

BREAKS_OFF = """
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", {down!r}, None, None


def upgrade():
    op.create_table("half_done", sa.Column("id", sa.Integer, primary_key=True))
    op.execute("UPDATE study SET title = 'changed'")
    op.execute("SELECT * FROM no_such_table")


def downgrade():
    pass
"""


OF_DEVELOPMENT = (
    "This database was made by a development version and cannot be upgraded. "
    "Export it with that version, then create a new one with `annotator init`."
)


@pytest.fixture
def engine(app: Flask) -> Engine:
    """The database that an installation uses, with its own settings."""
    with app.app_context():
        return db.engine


@pytest.fixture
def later(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Let the installed migrations have one more at their end."""
    folder = tmp_path / "migrations"
    shutil.copytree(shipped("migrations"), folder)
    down = schema.newest()

    def add(source: str) -> str | None:
        (folder / "versions" / "9999_later.py").write_text(source.format(down=down))
        monkeypatch.setattr(schema, "shipped", lambda _name: folder)
        return down

    return add


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - {"alembic_version"}


def counts(engine: Engine) -> tuple[int, int]:
    """How many studies and members there are."""
    with engine.connect() as connection:
        studies, members = (
            connection.scalar(text(f"SELECT count(*) FROM {model.__tablename__}"))
            for model in (Study, Member)
        )
    return studies, members


def title_type(engine: Engine) -> str:
    columns = {each["name"]: each for each in inspect(engine).get_columns("study")}
    return str(columns["title"]["type"])


def test_the_tables_are_what_the_models_say(engine):
    with engine.connect() as connection:
        assert schema.drift(connection) == []
    assert tables(engine) == set(Base.metadata.tables)


def test_the_tables_can_be_taken_back_and_made_again(engine):
    schema.downgrade(engine)
    assert tables(engine) == set()
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert schema.revision_of(connection) == schema.newest()
        assert schema.drift(connection) == []


def test_upgrading_twice_changes_nothing(engine, people):
    before = counts(engine)
    schema.upgrade(engine)
    assert counts(engine) == before


def test_a_rebuilt_table_keeps_its_rows_and_their_children(engine, people, later):
    assert counts(engine) == (2, 5)
    down = later(REBUILDS_STUDY)
    schema.upgrade(engine)
    assert (counts(engine), title_type(engine)) == ((2, 5), "VARCHAR(400)")
    schema.downgrade(engine, down)
    assert (counts(engine), title_type(engine)) == ((2, 5), "VARCHAR(200)")


def test_foreign_keys_hold_again_after_a_migration(engine, people, later):
    later(REBUILDS_STUDY)
    schema.upgrade(engine)
    with engine.connect() as connection, pytest.raises(IntegrityError):
        connection.execute(text("UPDATE member SET study_id = 4711"))
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM study"))
    assert counts(engine) == (0, 0), "the children go with their parents"


# PostgreSQL keeps its foreign keys on while it migrates.
@pytest.mark.database("sqlite", "sqlite-wal")
def test_a_migration_that_leaves_orphans_is_undone(engine, people, later):
    before = counts(engine)
    later(LEAVES_ORPHANS)
    with pytest.raises(RuntimeError, match="rows without their parents"):
        schema.upgrade(engine)
    assert counts(engine) == before
    with engine.connect() as connection:
        assert schema.revision_of(connection) != "9999"


def test_a_migration_that_breaks_off_leaves_all_as_it_was(engine, people, later):
    later(BREAKS_OFF)
    with pytest.raises(DBAPIError, match="no_such_table"):
        schema.upgrade(engine)
    assert "half_done" not in tables(engine)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT max(title) FROM study")) == "Staged meetings"
        assert schema.revision_of(connection) != "9999"


def test_a_database_of_a_newer_version_is_refused_in_words_and_left_alone(engine, people):
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = counts(engine)
    with pytest.raises(Conflict, match=r"newer version of annotator \(its revision is 9999\)"):
        schema.upgrade(engine)
    assert counts(engine) == before


def test_every_migration_can_be_taken_back_alone(engine):
    while True:
        with engine.connect() as connection:
            if schema.revision_of(connection) is None:
                break
        schema.downgrade(engine, "-1")
    assert tables(engine) == set()


def test_an_empty_database_has_no_revision(tmp_path):
    engine = create_engine(f"sqlite:///{tmp_path / 'empty.db'}")
    with engine.connect() as connection:
        assert schema.revision_of(connection) is None
    engine.dispose()


#: What PostgreSQL says of its tables: checks, keys, indexes, and columns without the values
#: that a migration gave to the rows that there were.
ON_POSTGRESQL = """
SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) FROM pg_constraint
WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
UNION ALL SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT table_name, column_name, concat_ws(' ', data_type, character_maximum_length,
  is_nullable, is_identity, substring(column_default FROM 'nextval.*'))
FROM information_schema.columns WHERE table_schema = 'public'
"""
#: SQLite keeps tables as they were written: a column that came later stands elsewhere.
ON_SQLITE = "SELECT tbl_name, name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''"


def described(engine: Engine) -> list[tuple[str, str, str]]:
    """What the database says of its tables, in any order of their columns."""
    query = ON_SQLITE if engine.dialect.name == "sqlite" else ON_POSTGRESQL
    with engine.connect() as connection:
        said = [tuple(row) for row in connection.execute(text(query))]
    if engine.dialect.name == "sqlite":
        said += tables_of_sqlite(inspect(engine))
    return sorted(each for each in said if each[0] != "alembic_version")


def tables_of_sqlite(inspector: Inspector) -> Iterator[tuple[str, str, str]]:
    """What there is in the tables, without the values for the rows that there were."""
    for table in inspector.get_table_names():
        for each in (
            inspector.get_pk_constraint(table),
            *({**column, "default": None} for column in inspector.get_columns(table)),
            *inspector.get_foreign_keys(table),
            *inspector.get_unique_constraints(table),
            *inspector.get_check_constraints(table),
        ):
            yield table, str(each["name"]), str(each)


def test_the_migrations_make_the_very_tables_that_the_models_make(engine):
    migrated = described(engine)
    assert {table for table, _, _ in migrated} == set(Base.metadata.tables)
    schema.downgrade(engine)
    assert described(engine) == []
    Base.metadata.create_all(engine)
    assert described(engine) == migrated


@pytest.mark.parametrize("revision", ["0001", "0005"])
def test_a_database_of_a_development_version_is_refused_in_one_sentence(engine, people, revision):
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision}
        )
    before = counts(engine)
    with pytest.raises(Conflict) as caught:
        schema.upgrade(engine)
    assert str(caught.value) == OF_DEVELOPMENT
    assert counts(engine) == before
