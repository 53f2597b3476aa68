import pytest
from click.testing import CliRunner

from annotator.cli import main
from tests.factories import PASSWORD

NEW = "another four plain words"


@pytest.fixture
def run(app, people, settings):
    """Run a command on the installation."""
    runner = CliRunner(env={"ANNOTATOR_DATABASE_URL": settings.database_url})
    return lambda *words: runner.invoke(main, ["--data", str(settings.data), *words])


def test_a_link_chooses_a_new_password_and_withdraws_the_one_before(app, run):
    first, second = (run("accounts", "link", "cora").stdout.strip() for _ in range(2))
    assert second.startswith("http://127.0.0.1:8000/link/")
    browser = app.test_client()
    assert browser.get(first).status_code == 409
    assert browser.post(second, data={"password": NEW}).location == "/"
    sent = {"name": "Cora", "password": PASSWORD}
    assert app.test_client().post("/sign-in", data=sent).status_code == 422


def test_an_unknown_name_is_told_in_a_sentence(run):
    answer = run("accounts", "link", "Nobody")
    assert answer.exit_code == 2
    assert (
        answer.stderr.strip() == "annotator: There is no account with the name or e-mail 'Nobody'."
    )
