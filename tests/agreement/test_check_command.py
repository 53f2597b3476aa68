"""``annotator agreement check``: what the pages count, counted anew in another way."""

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from annotator.cli import main
from annotator.rounds.models import Enrolment
from tests import factories

pytestmark = pytest.mark.every_database


@pytest.fixture
def run(settings):
    """Run a command on the installation."""
    environment = {"ANNOTATOR_DATABASE_URL": settings.database_url}
    words = ["--data", str(settings.data)]
    return lambda *more: CliRunner(env=environment).invoke(main, [*words, *more])


@pytest.fixture
def round_(session):
    """Cora has coded two of three sentences and skipped one, Carl one."""
    study = factories.study(session)
    factories.codebook(session, study)
    factories.article(session, study)
    cora, carl = (factories.member(session, study, name, "coder") for name in ("Cora", "Carl"))
    made = factories.open_round(session, study, [cora, carl])
    factories.code_all(session, made, cora, [factories.CALM, factories.LOUD, "other"])
    factories.code_all(session, made, carl, [factories.LOUD, None, None])
    session.commit()
    return made


def test_equal_counts_are_said_to_be_equal_in_one_sentence(run, round_):
    answer = run("agreement", "check", "staged-meetings", "1")
    assert (answer.exit_code, answer.output) == (
        0,
        "Round 1: the pages count what the rows say.\n",
    )


def test_without_a_number_the_newest_round_is_checked(run, round_):
    assert run("agreement", "check", "staged-meetings").output.startswith("Round 1: ")


def test_a_counter_that_was_changed_is_listed_and_ends_with_one(session, run, round_):
    session.execute(update(Enrolment).values(codings=Enrolment.codings + 1))
    session.commit()
    answer = run("agreement", "check", "staged-meetings")
    assert answer.exit_code == 1
    assert len(answer.output.splitlines()) == 3
    assert ": 3 codings are stored, and 4 were counted as they came." in answer.output


def test_a_study_without_a_round_is_refused_in_words(session, run):
    factories.study(session)
    session.commit()
    answer = run("agreement", "check", "staged-meetings")
    assert answer.exit_code != 0
    assert "has no round that was opened" in answer.output + str(answer.exception)
