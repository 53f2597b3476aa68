"""Names say what they name: no private words, no aliases that only tell homonyms apart."""

import ast
from collections.abc import Iterator

import pytest

from tests.structure import broken, tree

#: Words that name nothing by themselves, or were once private to this project. A longer name
#: may contain them: ``kept_answers`` says more than ``kept``.
BANNED = frozenset(
    {
        *("again", "asked", "by", "has", "here", "how", "many", "mine", "moment", "of", "said"),
        *("standing", "there", "told", "upto", "who", "wishes", "parting", "hiding"),
        *("Again", "Hides", "Roof", "Shelf", "Guest", "Told", "Wishes"),
    }
)
#: Names under which a library is known to everyone.
CUSTOMARY = {("numpy", "np"), ("pandas", "pd"), ("datetime", "dt")}


def names(source: str) -> Iterator[str]:
    """What a module names: functions, classes, parameters, variables."""
    for node in ast.walk(tree(source)):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id


def banned(source: str) -> list[str]:
    return [name for name in names(source) if name in BANNED]


def aliases(source: str) -> list[str]:
    """Imports under another name, as ``import rounds.queries as rounds``."""
    nodes = [node for node in ast.walk(tree(source)) if isinstance(node, ast.ImportFrom)]
    return [
        f"{node.module}.{alias.name} as {alias.asname}"
        for node in nodes
        for alias in node.names
        if alias.asname and (alias.name, alias.asname) not in CUSTOMARY
    ]


def test_no_name_is_a_banned_word():
    assert broken(lambda _, source: banned(source)) == {}


def test_no_import_takes_another_name():
    assert broken(lambda _, source: aliases(source)) == {}


@pytest.mark.parametrize(
    "source",
    ["def of(x): ...", "class Told: ...", "many = 3", "for who in x: ...", "f = lambda has: 1"],
)
def test_a_banned_word_is_found_wherever_something_is_named(source):
    assert banned(source)


def test_a_longer_name_may_contain_one():
    assert banned("how_often = 1\ndef has_answers(asked_questions): ...") == []


def test_an_import_under_another_name_is_found_and_a_customary_one_is_not():
    assert aliases("from annotator.rounds import queries as rounds")
    assert aliases("from annotator.rounds import queries") == []
