"""Several processes serve one PostgreSQL database, and end when they are told to."""

import signal
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.config import Settings
from annotator.errors import Refused
from annotator.operations.commands import running
from tests import factories, machine
from tests.scripted import Browser, form_of, sign_in
from tests.serving import Server


@pytest.fixture
def gunicorn():
    if find_spec("gunicorn") is None:
        machine.missing("gunicorn is not installed")


def settings_of(url):
    return Settings(data=Path("lab"), database_url=url)


@pytest.mark.parametrize(
    ("url", "platform", "said"),
    [
        (
            "sqlite:///annotator.db",
            "linux",
            "need PostgreSQL, since in SQLite only one can write",
        ),
        ("postgresql://db/lab", "win32", "gunicorn, which does not run on Windows"),
    ],
)
def test_several_processes_are_refused_where_they_can_not_be(url, platform, said):
    with pytest.raises(Refused, match=said):
        running.refuse_processes(settings_of(url), platform)


def test_without_gunicorn_it_is_said_how_to_get_it(monkeypatch):
    monkeypatch.setattr(running, "find_spec", lambda _name: None)
    with pytest.raises(Refused, match=r"pip install .annotator\[postgresql\]"):
        running.refuse_processes(settings_of("postgresql://db/lab"), "linux")


@pytest.mark.database("sqlite")
def test_on_sqlite_serve_says_so_in_one_sentence(app, settings):
    said = {"ANNOTATOR_DATA": str(settings.data)}
    answer = CliRunner().invoke(main, ["serve", "--workers", "2"], env=said)
    assert answer.exit_code == 2
    (line,) = answer.stderr.splitlines()
    assert "Leave out --workers, or move there first" in line


needs_posix = pytest.mark.skipif(sys.platform == "win32", reason="gunicorn needs POSIX")


@needs_posix
@pytest.mark.slow
@pytest.mark.database("postgresql")
def test_processes_share_sign_ins_and_end_when_they_are_told_to(gunicorn, app, people, settings):
    with Server(settings, "serve", "--workers", "3") as server:
        cora = Browser(server.port)
        sign_in(cora, "Cora", factories.PASSWORD)
        # Each new connection may be another process; none of them asks her to sign in.
        seen = []
        for _ in range(12):
            other = Browser(server.port)
            other.cookies = dict(cora.cookies)
            seen.append(other.get("/desk").status)
            other.close()
        cora.close()
        assert seen == [200] * 12
        assert server.stop() == 0


@needs_posix
@pytest.mark.slow
@pytest.mark.parametrize(
    ("database_kind", "options"),
    [("sqlite", ()), ("postgresql", ("--workers", "2"))],
    indirect=["database_kind"],
)
def test_what_was_begun_is_answered_when_the_server_is_stopped(
    app, people, settings, options, request
):
    """Two people are being signed in, which takes time, when the signal comes.

    More of them might take longer on a busy machine than the server waits for.
    """
    if options:
        request.getfixturevalue("gunicorn")
    said = [("name", "Cora"), ("password", factories.PASSWORD)]
    with Server(settings, "serve", *options) as server, ThreadPoolExecutor(2) as threads:
        browsers = [Browser(server.port) for _ in range(2)]
        forms = [[*form_of(browser.get("/sign-in").text), *said] for browser in browsers]
        signing = [
            threads.submit(browser.post, "/sign-in", form)
            for browser, form in zip(browsers, forms, strict=True)
        ]
        until = monotonic() + 60
        while any(browser.sent < 2 for browser in browsers):
            assert monotonic() < until, "not all of them could be sent"
            sleep(0.002)
        # The server reads them meanwhile; to compare two passwords takes it longer.
        sleep(0.1)
        assert server.stop(signal.SIGTERM) == 0
        assert [each.result().status for each in signing] == [302] * 2
        for browser in browsers:
            browser.close()


@needs_posix
@pytest.mark.slow
@pytest.mark.database("postgresql")
def test_a_message_that_is_refused_unread_never_holds_up_the_next(gunicorn, app, people, settings):
    """gunicorn may take the next message for a rest of the one before, and forget it."""
    with Server(settings, "serve", "--workers", "2") as server:
        browser = Browser(server.port, patience=5)
        seen = []
        for _ in range(300):
            seen.append(browser.tell("/desk/none/codings.json", {"codings": []}, "none").status)
            seen.append(browser.get("/sign-in").status)
        browser.close()
    assert seen == [400, 200] * 300
