"""An installation moves from SQLite to PostgreSQL: all of it, the same, or nothing."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, select, text, update

from annotator.app import create_app
from annotator.cli import main
from annotator.coding.models import Coding
from annotator.config import Settings
from annotator.database import schema
from annotator.database.session import db
from annotator.datasets.service.data_set import files
from annotator.errors import Conflict, Refused
from annotator.operations.service import moving
from annotator.operations.service.serving_lock import nobody_serves, serving
from annotator.rounds.models import Assignment, Round
from annotator.studies.models import Study
from tests import databases, factories
from tests.serving import environment

pytestmark = pytest.mark.database("sqlite", "sqlite-wal")


@pytest.fixture
def target(postgresql_server):
    with databases.scratch(postgresql_server) as address:
        yield address


@pytest.fixture
def lab(app, settings):
    """An installation with a round that is half done: answers, skips, revisions, marks."""
    with app.app_context():
        study = factories.study(db.session, "Störungen & Ärger")
        lead = factories.member(db.session, study, "Lea", "lead")
        coders = [factories.member(db.session, study, name, "coder") for name in ("Ö", "a", "B")]
        factories.codebook(db.session, study)
        for outlet in ("Zeitung", "äther", "Aether", "ärger", "The \\N Post"):
            factories.article(
                db.session, study, [f"It is {outlet}.", "\tA tab,\na line."], outlet=outlet
            )
        made = factories.open_round(db.session, study, coders)
        part = factories.enrolment(db.session, made, coders[0])
        first, second, third, *_ = factories.assignments(db.session, part)
        said = factories.code(db.session, part, first, note="naïve \U0001f600")
        factories.code(db.session, part, first, factories.LOUD, revises=said.coding)
        factories.code(db.session, part, second, skip="not a sentence")
        factories.code(db.session, part, third, seconds=0.1 + 0.2)
        assert lead.id
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    return settings


def command(settings, target):
    return CliRunner().invoke(main, ["move", "--to", target], env=environment(settings))


def exported(settings):
    """The files of the study, by name."""
    app = create_app(settings)
    with app.app_context():
        study = db.session.scalars(select(Study)).one()
        found = dict(files(db.session, study))
        db.session.remove()
        db.engine.dispose()
    return found


def rows_in(address):
    engine = create_engine(address)
    schema.upgrade(engine)
    with engine.connect() as connection:
        found = moving.row_count(connection)
    engine.dispose()
    return found


def run(settings, target, meanwhile=lambda: None):
    """Move by the service; something may happen at the first batch."""
    done = []

    def said(_rows):
        if not done:
            done.append(True)
            meanwhile()

    with moving.open_both(settings.database_file, target) as (source, written):
        found = moving.move(source, written, said)
        written.commit()
    return found


def test_everything_is_there_afterwards_and_exports_are_the_same(lab, target):
    before = {f: hashlib.sha256(f.read_bytes()).digest() for f in lab.data.glob("annotator.db*")}
    answer = command(lab, target)
    assert answer.exit_code == 0, answer.output
    moved = replace(lab, database_url=target)
    assert exported(moved) == exported(lab)
    after = {f: hashlib.sha256(f.read_bytes()).digest() for f in before}
    assert after == before
    lines = answer.stdout.splitlines()
    names = {line.split()[0] for line in lines}
    assert {table.name for table in moving.tables()} <= names
    assert next(line.split()[1] for line in lines if line.startswith("coding ")) == "4"
    assert "rows are in PostgreSQL, the same as before." in answer.stdout


def test_ids_stay_and_work_goes_on_after_the_move(lab, target):
    command(lab, target)
    app = create_app(replace(lab, database_url=target))
    with app.app_context():
        made = db.session.scalars(select(Round)).one()
        part = made.enrolments[1]
        (assignment,) = factories.assignments(db.session, part, 1)
        factories.code(db.session, part, assignment)
        factories.study(db.session, "One more")
        db.session.commit()
        ids = sorted(db.session.scalars(select(Coding.id)))
        assert ids == [1, 2, 3, 4, 5]
        assert db.session.get(Assignment, assignment.id).state == "coded"
        db.session.remove()
        db.engine.dispose()


def test_a_row_may_refer_to_a_later_one_of_its_table(app, lab, target):
    with app.app_context():
        db.session.execute(update(Coding).where(Coding.id == 1).values(revises_id=4))
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    run(lab, target)
    engine = create_engine(target)
    with engine.connect() as connection:
        assert connection.scalar(select(Coding.revises_id).where(Coding.id == 1)) == 4
    engine.dispose()


def test_a_target_with_rows_is_left_alone(lab, target):
    assert command(lab, target).exit_code == 0
    rows = rows_in(target)
    answer = command(lab, target)
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert "is not empty: it has the table 'account' with rows." in line
    assert rows_in(target) == rows


def test_a_target_that_is_used_for_something_else_is_left_alone(lab, target):
    engine = create_engine(target)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE dogs (name text)"))
    engine.dispose()
    answer = command(lab, target)
    assert answer.exit_code == 2
    assert "is not empty: it has the table 'dogs'." in answer.stderr


def test_what_differs_afterwards_is_found_and_nothing_is_moved(lab, target):
    engine = create_engine(target)
    schema.upgrade(engine)
    with engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE FUNCTION meddle() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN NEW.note := NEW.note || ' '; RETURN NEW; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER meddle BEFORE INSERT ON coding FOR EACH ROW EXECUTE FUNCTION meddle()"
        )
    engine.dispose()
    with pytest.raises(Conflict, match="The table 'coding' is not the same in both databases"):
        run(lab, target)
    assert rows_in(target) == 0


def test_what_is_written_meanwhile_ends_the_move(app, lab, target):
    def write():
        with app.app_context():
            factories.study(db.session, "Written meanwhile")
            db.session.commit()
            db.session.remove()

    with pytest.raises(Conflict, match="Someone wrote into the source meanwhile"):
        run(lab, target, write)
    assert rows_in(target) == 0


def test_what_postgresql_can_not_hold_is_named_and_nothing_is_moved(app, lab, target):
    with app.app_context():
        db.session.execute(update(Study).values(description="a\x00b"))
        db.session.commit()
        db.session.remove()
    with pytest.raises(Refused, match="A row of the table 'study' can not be stored"):
        run(lab, target)
    assert rows_in(target) == 0


def test_an_installation_that_is_served_is_not_moved(lab, target):
    with serving(lab.data):
        answer = command(lab, target)
    assert answer.exit_code == 2
    assert "is being served. Stop its server" in answer.stderr
    with (
        nobody_serves(lab.data),
        pytest.raises(Conflict, match="is being moved"),
        serving(lab.data),
    ):
        pytest.fail("it would be served while it is moved")


@pytest.mark.parametrize("url", ["sqlite:///other.db", "mysql://x/y", "lab"])
def test_only_postgresql_is_moved_to(lab, url):
    answer = command(lab, url)
    assert answer.exit_code == 2
    assert "An installation is moved to PostgreSQL: postgresql://" in answer.stderr


def test_a_target_that_is_away_is_said_in_one_sentence(lab):
    answer = command(lab, "postgresql://anna:tops3cret@127.0.0.1:9/lab")
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert "postgresql://anna:***@127.0.0.1:9/lab can not be reached" in line


def test_what_is_on_postgresql_is_not_moved(settings, postgresql_server):
    with databases.scratch(postgresql_server) as address:
        rows_in(address)
        told = Settings(data=Path(settings.data), database_url=address)
        (settings.data / "secret-key").write_text("kept")
        answer = command(told, address)
    assert answer.exit_code == 2
    assert "is on PostgreSQL already" in answer.stderr
