"""Settings and files of an installation are as those who run a server know them."""

from collections.abc import Iterator
from pathlib import Path

import click

from annotator.cli import main
from annotator.config import read
from annotator.errors import Refused
from tests.contract.pinned import compare

LIST = "settings.txt"

FOLDER = Path("/lab")

#: Values to try, which are taken or refused.
TRIED = {
    "ANNOTATOR_DATABASE_URL": (
        "sqlite:////lab/other.db",
        "postgresql://lab@host/name",
        "postgresql+psycopg://lab@host/name",
        "postgres://lab@host/name",
        "mysql://lab@host/name",
        "annotator.db",
    ),
    "ANNOTATOR_JOURNAL": ("auto", "wal", "truncate", "WAL", "memory", ""),
    "ANNOTATOR_PROXIES": ("0", "1", "2", "-1", "one", ""),
}


class Watched(dict[str, str]):
    """An empty environment that remembers what it was asked for, and the default of each."""

    def __init__(self) -> None:
        self.asked: dict[str, str | None] = {}

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked[key] = default
        return default


def settings() -> list[str]:
    """Each variable of the environment with its default, and what it may be."""
    environ = Watched()
    read(environ)
    here = str(read({}).data)
    defaults = {name: (said or "").replace(here, "FOLDER") for name, said in environ.asked.items()}
    lines = [f"{name}  default {said or 'empty'}" for name, said in defaults.items()]
    lines += [f"{name}  {path}" for name, path in _of_commands(main, click.Context(main))]
    lines += [f"{name}={value}  {_taken(name, value)}" for name in TRIED for value in TRIED[name]]
    return sorted(lines)


def _of_commands(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """The variables that stand for an option."""
    for each in command.params:
        if each.envvar:
            yield str(each.envvar), f"option {each.opts[0]}"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            yield from _of_commands(inner, click.Context(inner, parent=context))


def _taken(name: str, value: str) -> str:
    try:
        read({name: value}, data=FOLDER)
    except Refused:
        return "refused"
    return "taken"


def test_settings_with_their_defaults_are_as_they_were():
    compare(LIST, settings())
