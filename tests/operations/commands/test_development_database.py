"""A database of a development version is refused by every command that opens it."""

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from annotator.cli import main
from tests.serving import environment

pytestmark = pytest.mark.every_database

REFUSAL = (
    "annotator: This database was made by a development version and cannot be upgraded. "
    "Export it with that version, then create a new one with `annotator init`.\n"
)
COMMANDS = (
    "init",
    "serve",
    "demo",
    "db upgrade",
    "db check",
    "backup copy.db",
    "accounts link anna",
    "study list",
    "members list gates",
    "codebook show gates",
    "articles list gates",
    "round status gates",
    "hours gates",
    "agreement show gates",
    "export gates",
)


def test_each_command_says_so_in_one_sentence_and_changes_nothing(settings):
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    for command in COMMANDS:
        answer = CliRunner().invoke(main, command.split(), env=environment(settings))
        assert (command, answer.exit_code, answer.stdout, answer.stderr) == (
            command, 2, "", REFUSAL,
        )  # fmt: skip
    doctor = CliRunner().invoke(main, ["doctor"], env=environment(settings))
    assert REFUSAL.removeprefix("annotator: ").strip() in " ".join(doctor.output.split())
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "0005"
    engine.dispose()
