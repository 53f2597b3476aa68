import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.database.session import db
from annotator.studies import queries


@pytest.fixture
def run(app, people, settings):
    """Run a command on the installation."""
    runner = CliRunner(env={"ANNOTATOR_DATABASE_URL": settings.database_url})
    return lambda *words: runner.invoke(main, ["--data", str(settings.data), *words])


def test_a_study_is_made_with_its_lead_and_listed(run):
    made = run("study", "create", "Harbour news", "--lead", "carl")
    assert made.stdout == "harbour-news\n"
    assert "harbour-news\tHarbour news\n" in run("study", "list").stdout
    (line,) = run("members", "list", "harbour-news").stdout.splitlines()
    assert line.split("\t")[1:] == ["lead"]


def test_an_invitation_is_printed_as_a_link_that_works(app, people, run):
    words = ("--role", "viewer", "--role", "coder", "--uses", "2", "--days", "3")
    link = run("members", "invite", people.study, *words).stdout.strip()
    assert "You are invited as coder, viewer." in app.test_client().get(link).text
    with app.app_context():
        (made,) = queries.invitations_of(db.session, queries.study_called(db.session, people.study))
        assert made.uses_left == 2


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("study", "create", " "), "A study needs a title"),
        (("study", "create", "x", "--slug", "A B"), "can not be the short name"),
        (("study", "create", "x", "--lead", "nobody"), "There is no account"),
        (("members", "invite", "no-study"), "There is no study 'no-study'"),
        (("members", "invite", "staged-meetings", "--uses", "0"), "0 is not possible here."),
        (("members", "list", "no-study"), "Studies here: another-study, staged-meetings."),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(run, words, message):
    answer = run(*words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert "Traceback" not in answer.stderr
