"""Make an installation and serve it: the first link, the port, and what is refused."""

import gc
import re
import socket
from contextlib import closing

import pytest
from click.testing import CliRunner

from annotator.app import create_app
from annotator.cli import main
from annotator.config import DEFAULT_URL, Settings, read
from annotator.database.session import db
from annotator.operations.commands import serving
from annotator.operations.commands.running import public_address
from tests import factories

unclosed = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "lab"


@pytest.fixture
def run(folder):
    return lambda *words: CliRunner().invoke(main, ["--data", str(folder), *map(str, words)])


@pytest.fixture
def served(monkeypatch):
    """What would have been served, and where; nothing is."""
    found = []

    class Server:
        def __init__(self, _app, **how):
            self.how = how

        def run(self):
            found.append(self.how)

        def close(self):
            (door,) = self.how["sockets"]
            door.close()

    monkeypatch.setattr(serving, "create_server", Server)
    return found


@pytest.fixture
def refuses(monkeypatch):
    """A server that would serve, which no test could end, fails the test instead."""
    create = serving.create_server

    def create_and_close(app, **how):
        create(app, **how).close()
        pytest.fail("it would serve")

    monkeypatch.setattr(serving, "create_server", create_and_close)
    yield
    # Waitress leaves its socket open, to be closed with the process.
    gc.collect()


def opened(folder, link):
    """What the page behind a link says."""
    app = create_app(read({}, data=folder), TESTING=True)
    answer = app.test_client().get(link)
    with app.app_context():
        db.engine.dispose()
    return answer


def test_init_makes_all_that_is_needed_and_prints_a_link_that_works(run, folder):
    answer = run("init")
    assert answer.exit_code == 0
    assert (folder / "annotator.db").is_file()
    assert (folder / "secret-key").stat().st_mode & 0o777 == 0o600
    said, link = answer.stdout.splitlines()
    assert said.startswith("Open this link within seven days")
    page = opened(folder, link)
    assert page.status_code == 200
    assert "first account" in page.text


def test_init_twice_changes_nothing_but_the_link(run, folder):
    first = run("init").stdout.splitlines()[1]
    secret = (folder / "secret-key").read_bytes()
    second = run("init").stdout.splitlines()[1]
    assert first != second
    assert (folder / "secret-key").read_bytes() == secret
    assert opened(folder, first).status_code == 409
    assert opened(folder, second).status_code == 200


def test_init_makes_no_second_first_admin(run, folder):
    run("init")
    app = create_app(read({}, data=folder))
    with app.app_context():
        factories.account(db.session, "Ada", admin=True)
        db.session.commit()
        db.engine.dispose()
    answer = run("init")
    assert answer.stdout == (
        "There is an admin already. A forgotten password: annotator accounts link NAME\n"
    )


@pytest.mark.parametrize("folder_is_there", [False, True])
def test_serve_refuses_without_a_database_in_one_sentence(run, folder, served, folder_is_there):
    if folder_is_there:
        folder.mkdir()
    answer = run("serve")
    assert (answer.exit_code, answer.stdout, served) == (2, "", [])
    (line,) = answer.stderr.splitlines()
    assert "Run `annotator init` first" in line


@unclosed
def test_serve_refuses_a_port_that_is_taken_in_one_sentence(run, refuses):
    run("init")
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = other.getsockname()[1]
        answer = run("serve", "--port", port)
    assert (answer.exit_code, answer.stdout) == (2, "")
    (line,) = answer.stderr.splitlines()
    assert line.startswith(f"annotator: Port {port} on 127.0.0.1 can not be used: ")
    assert line.endswith("Choose another with --port.")


@pytest.mark.parametrize("options", [("--port", "99999"), ("--port", "-1"), ("--port", "x")])
def test_serve_refuses_a_port_that_can_not_be(run, refuses, options):
    run("init")
    answer = run("serve", *options)
    assert answer.exit_code == 2
    assert "Invalid value for '--port'" in answer.stderr


@unclosed
def test_serve_refuses_a_host_that_there_is_not(run, refuses):
    run("init")
    answer = run("serve", "--host", "no.such.host.invalid", "--port", "0")
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr == (
        "annotator: There is no host no.such.host.invalid. Choose another with --host.\n"
    )


def test_serve_says_where(run, folder, served, monkeypatch):
    monkeypatch.setenv("ANNOTATOR_PROXIES", "1")
    run("init")
    answer = run("serve", "--host", "127.0.0.1", "--port", "0")
    said = re.fullmatch(
        rf"annotator serves {folder} at http://127.0.0.1:(\d+)   \(Ctrl\+C stops it\)\n",
        answer.stdout,
    )
    assert 0 < int(said[1]) < 65_536
    (how,) = served
    assert how["threads"] == serving.THREADS
    # The server does not tell what it is made of, and lets the application read what its
    # proxy says.
    assert how["ident"] == "annotator"
    assert not how["clear_untrusted_proxy_headers"]


def test_without_a_proxy_nobody_is_believed_to_be_one(run, served):
    run("init")
    run("serve", "--port", "0")
    assert served[0]["clear_untrusted_proxy_headers"]


@pytest.mark.parametrize(
    ("url", "opened"),
    [
        (DEFAULT_URL, "http://127.0.0.1:8044"),
        ("https://coding.example.org", "https://coding.example.org"),
    ],
)
def test_behind_a_proxy_links_begin_with_the_address_that_people_open(tmp_path, url, opened):
    settings = Settings(data=tmp_path, database_url="sqlite://", url=url)
    assert public_address(settings, "http://127.0.0.1:8044") == opened
