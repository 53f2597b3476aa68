"""Names say what they name: no private words, no aliases that only tell homonyms apart."""

import ast
from collections import Counter
from collections.abc import Iterator

import pytest

from tests.structure import MODULES, part, tree

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

#: How many each feature still has; a number only gets smaller.
STILL_BANNED = {
    "codebook": 10,
    "coding": 21,
}
STILL_ALIASES = {
    "codebook": 1,
    "coding": 7,
}


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


def counts(rule: object) -> Counter[str]:
    found: Counter[str] = Counter()
    for module, file in MODULES.items():
        found[part(module)] += len(rule(file.read_text("utf-8")))  # type: ignore[operator]
    return found


def test_no_more_names_are_banned_words_than_are_listed():
    over = {where: n for where, n in counts(banned).items() if n > STILL_BANNED.get(where, 0)}
    assert over == {}


def test_no_more_imports_take_another_name_than_are_listed():
    over = {where: n for where, n in counts(aliases).items() if n > STILL_ALIASES.get(where, 0)}
    assert over == {}


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
