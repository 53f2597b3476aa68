"""A PostgreSQL that is down at the start, or goes away in the middle, and comes back."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from time import sleep

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, func, select, text

from annotator.app import create_app
from annotator.cli import main
from annotator.coding.models import Coding
from annotator.config import Settings
from annotator.database import schema
from annotator.database.session import db
from tests import bulk, databases, factories
from tests.programs import Away, at_work, seated
from tests.serving import Server, environment

pytestmark = pytest.mark.slow

NAMES = ("Cora", "Carl", "Cleo")
PROCESSES = ("--workers", "2") if find_spec("gunicorn") else ()


@pytest.fixture(scope="module")
def postgresql() -> Iterator[databases.Stoppable]:
    with databases.stoppable() as server:
        yield server


@pytest.fixture
def settings(postgresql, tmp_path):
    """An installation on a database of its own in a server that may be stopped."""
    postgresql.start()
    with databases.scratch(postgresql.address) as address:
        engine = create_engine(address)
        schema.upgrade(engine)
        engine.dispose()
        yield Settings(data=tmp_path, database_url=address)
        postgresql.start()


@pytest.fixture
def round_id(settings):
    """An open round for three coders."""
    app = create_app(settings)
    with app.app_context():
        made = bulk.round_(
            db.session, articles=20, sentences=50, coders=NAMES, book=factories.BOOK,
            design="open", k=3,
        ).public_id  # fmt: skip
        db.session.remove()
        db.engine.dispose()
    return made


def command(settings, *words):
    return CliRunner().invoke(main, words, env=environment(settings))


def stored(settings):
    """How often each token is stored."""
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        rows = connection.execute(select(Coding.token, func.count()).group_by(Coding.token))
        found = dict(rows.all())
    engine.dispose()
    return found


def test_the_coder_is_told_to_wait_and_the_server_recovers_by_itself(
    postgresql, settings, round_id
):
    with Server(settings, "serve", *PROCESSES) as server:
        cora = seated(server.port, "Cora", factories.PASSWORD, round_id)
        assert cora.code_one()
        assert cora.claim()
        postgresql.stop()
        with pytest.raises(Away) as said:
            cora.code_one()
        problem = json.loads(str(said.value))
        assert problem["error"] == "One moment"
        assert problem["problems"][0]["message"].startswith("The server can not reach its database")
        page = cora.browser.get(f"/desk/{round_id}")
        assert (page.status, page.retry_after) == (503, "5")
        assert "What was saved is safe." in page.text
        assert "Traceback" not in page.text
        postgresql.start()
        assert cora.code_one()
        cora.browser.close()
        assert server.stop() == 0
    assert stored(settings) == dict.fromkeys(cora.acknowledged, 1)
    assert len(cora.acknowledged) == 2


def test_what_was_acknowledged_survives_a_database_that_crashes(postgresql, settings, round_id):
    """Three coders go on while the database ends abruptly, twice, and comes back."""
    with Server(settings, "serve", *PROCESSES) as server:
        coders = [seated(server.port, name, factories.PASSWORD, round_id) for name in NAMES]
        with at_work(coders) as wait_for:
            for _ in range(2):
                wait_for(15)
                postgresql.crash()
                sleep(0.1)
                postgresql.start()
            wait_for(15)
    acknowledged = [token for coder in coders for token in coder.acknowledged]
    found = stored(settings)
    assert set(found.values()) == {1}
    assert set(acknowledged) <= found.keys()
    # At most the one message of each coder that was on its way at the end.
    assert len(found) <= len(acknowledged) + len(NAMES)


@pytest.mark.parametrize("words", ["init", "serve", "demo", "study list", "db upgrade", "db check"])
def test_a_command_says_in_one_sentence_that_the_database_is_away(tmp_path, words):
    (tmp_path / "secret-key").write_text("kept")
    url = "postgresql://anna:tops3cret@127.0.0.1:9/lab"
    answer = command(Settings(data=tmp_path, database_url=url), *words.split())
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith(
        "annotator: The database at postgresql://anna:***@127.0.0.1:9/lab can not be reached: "
    )
    assert line.endswith("Start it, or correct ANNOTATOR_DATABASE_URL, and try again.")


@pytest.mark.parametrize("words", ["init", "serve", "demo", "study list", "db upgrade", "db check"])
def test_a_database_of_a_newer_version_is_left_alone_with_one_sentence(settings, words):
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    answer = command(settings, *words.split())
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert "from a newer version of annotator (its revision is 9999)" in line
    with engine.connect() as connection:
        assert schema.revision_of(connection) == "9999"
    engine.dispose()
