"""Documents say what is true: they are compared with the program, and their commands are run."""

import os
import re
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from sqlalchemy.orm import Session

from annotator.accounts import service as accounts
from annotator.app import create_app
from annotator.cli import main
from annotator.config import DATA_FOLDER, DEFAULT_URL, read
from annotator.database.session import db
from annotator.paths import PACKAGE
from annotator.studies import service as studies
from tests import factories, machine
from tools import write_docs

ROOT = PACKAGE.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
ARTICLES = PACKAGE / "demo" / "articles.csv"

TEXTS = {".py", ".html", ".css", ".js", ".md", ".yaml", ".csv", ".json"}


@cache
def pages() -> list[Path]:
    return [file for file in machine.shipped_files(ROOT) if file.suffix == ".md"]


def _name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


def commands(group: click.Group, context: click.Context) -> Iterator[click.Command]:
    """Every command below a group, but no group."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, click.Context(command, parent=context, info_name=name))
        elif command is not None:
            yield command


@cache
def all_commands() -> list[click.Command]:
    return list(commands(main, click.Context(main, info_name="annotator")))


def parsed(line: str) -> click.Context:
    """What click makes of a command line, up to its last command; nothing is run."""
    words = shlex.split(line)
    command, context = main, click.Context(main, info_name=words.pop(0))
    while True:
        own = click.Context(command, parent=context, info_name=command.name)
        options, rest, _order = command.make_parser(own).parse_args(list(words))
        if not isinstance(command, click.Group):
            assert not rest, f"too many words: {rest}"
            missing = [p.name for p in command.params if p.required and not options.get(p.name)]
            assert not missing, f"missing: {missing}"
            return own
        command, words = command.get_command(own, rest[0]), rest[1:]
        assert command is not None, f"no such command: {rest[0]}"
        context = own


def command_lines(text: str) -> list[str]:
    """The commands of a page: the lines of its code that begin with ``annotator``."""
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    return [line for line in lines if line.startswith("annotator ")]


@pytest.mark.parametrize("name", write_docs.PAGES)
def test_a_page_that_is_made_from_the_program_is_up_to_date(name):
    page = (ROOT / name).read_text(encoding="utf-8")
    assert page == write_docs.PAGES[name](), "run python tools/write_docs.py"


def test_every_command_has_help_and_an_example_that_it_understands():
    for command in all_commands():
        assert command.help, command.name
        assert command.epilog is not None, command.name
        assert command.epilog.startswith("Example: annotator "), command.name
        assert parsed(command.epilog.removeprefix("Example: ")).command is command


def test_every_command_on_a_page_is_one_that_there_is():
    lines = [line for page in pages() for line in command_lines(page.read_text(encoding="utf-8"))]
    assert len(lines) > 20
    for line in lines:
        parsed(line)


def test_the_first_afternoon_works_as_it_is_told(tmp_path, monkeypatch):
    """Every command of the README's steps, in its order, as a lead would give them."""
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("ANNOTATOR_")]:
        monkeypatch.delenv(name)
    (tmp_path / "articles.csv").write_bytes(ARTICLES.read_bytes())
    steps = README.partition("## A first afternoon")[2].partition("## Where")[0]
    lines = command_lines(steps)
    assert len(lines) >= 12
    for line in lines:
        words = shlex.split(line)[1:]
        if words == ["serve"]:
            _sign_up("anna", admin=True)
            continue
        run = CliRunner().invoke(main, words)
        assert run.exit_code == 0, f"{line}\n{run.output}"
        if words[:2] == ["members", "invite"]:
            _join(run.output.strip().rpartition("/")[2])
    assert (tmp_path / "release-1" / "codings.csv").is_file()


def _sign_up(name: str, *, admin: bool = False) -> None:
    with _session() as session:
        factories.account(session, name, admin=admin)


def _join(token: str) -> None:
    for name in ("cora", "carl"):
        _sign_up(name)
        with _session() as session:
            studies.accept_invitation(session, token, accounts.find_account(session, name))


@contextmanager
def _session() -> Iterator[Session]:
    """A session on the installation in the working folder."""
    with create_app().app_context():
        yield db.session  # type: ignore[misc]
        db.session.commit()
        db.session.remove()
        db.engine.dispose()


def test_the_readme_names_every_target_of_the_makefile_or_says_how_to_list_them():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.M))
    assert targets == {"help", "demo", "test", "test-full", "break", "lint", "bench"}
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text, re.M))
    assert {"demo", "test", "help"} <= named <= targets


class Watched(dict[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(key)
        return default


def settings_rows() -> Mapping[str, str]:
    """The variables of the settings page, each with what stands beside it."""
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `(ANNOTATOR_\w+)` \| (.*) \|$", page, re.M))


def test_every_setting_is_documented_and_nothing_else():
    environ = Watched()
    read(environ)
    assert set(settings_rows()) == environ.asked


def test_the_settings_page_states_the_defaults():
    defaults = {"ANNOTATOR_DATA": DATA_FOLDER, "ANNOTATOR_URL": DEFAULT_URL}
    defaults |= {"ANNOTATOR_JOURNAL": read({}).journal, "ANNOTATOR_PROXIES": str(read({}).proxies)}
    rows = settings_rows()
    assert {name for name in defaults if not rows[name].startswith(f"`{defaults[name]}`")} == set()


def test_only_the_settings_read_the_environment():
    files = [f for f in PACKAGE.rglob("*.py") if f.name != "config.py"]
    assert [f.name for f in files if "environ" in f.read_text(encoding="utf-8")] == []


def test_every_setting_that_a_page_names_is_one_that_there_is():
    of_commands = {
        name for command in all_commands() for each in command.params if (name := each.envvar)
    }
    of_tests = {"ANNOTATOR_TEST_PG", "ANNOTATOR_TEST_BROWSER"}
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages())
    named = set(re.findall(r"\bANNOTATOR_[A-Z_]+", text))
    assert named <= {*settings_rows(), *of_commands, *of_tests}


def test_the_unit_for_systemd_starts_a_command_that_there_is():
    page = (ROOT / "docs" / "deployment.md").read_text(encoding="utf-8")
    (line,) = re.findall(r"^ExecStart=\S*/(annotator .*)$", page, re.M)
    assert parsed(line).command.name == "serve"


def test_the_deployment_page_counts_requests_and_seconds_as_the_server_does():
    if find_spec("gunicorn") is None:
        machine.missing("gunicorn is not installed")
    workers = import_module("annotator.operations.commands.workers")
    page = " ".join((ROOT / "docs" / "deployment.md").read_text(encoding="utf-8").split())
    assert f"Each takes up to {workers.THREADS} requests at once" in page
    assert f"is answered, for up to {workers.LAST_WORDS} seconds" in page
    (stop,) = re.findall(r"TimeoutStopSec=(\d+)", page)
    assert int(stop) > workers.LAST_WORDS


def test_every_file_that_a_page_names_is_there():
    missing = {_name(page): missing_from(page) for page in pages()}
    assert {page: names for page, names in missing.items() if names} == {}


def missing_from(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    linked = re.findall(r"\]\((?!https?:|#)([^)#]+)", text)
    named = re.findall(r"`((?:annotator|tests|tools|docs|migrations|templates)/[\w./-]*)`", text)
    missing = [name for name in linked if not (page.parent / name).exists()]
    return missing + [name for name in named if not (ROOT / name).exists()]


def test_every_page_has_a_way_to_it_from_the_readme():
    linked = set(re.findall(r"\]\((?!https?:|#)([^)#]+)", README))
    there = {_name(page) for page in pages()}
    assert there - linked <= {"README.md"}


def test_no_source_names_a_path_of_one_machine_or_leaves_something_to_do():
    words = "|".join(("/work", "/opt", "/root", "/home", "/farm"))
    pattern = re.compile(rf"(?<![\w.])(?:{words})/\w|\b(?:TO" + "DO|FIX" + "ME)\b")
    found = {
        f"{_name(file)}:{number}": line.strip()[:80]
        for file in machine.shipped_files(ROOT)
        if file.suffix in TEXTS and "vendor" not in file.parts
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    }
    assert found == {}
