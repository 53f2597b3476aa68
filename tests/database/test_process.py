"""What a process keeps in memory hangs on one object; nothing else is hidden in modules."""

import ast
import re
from collections import Counter

import pytest

from annotator.app import KEPT, create_app
from annotator.database import process
from annotator.database.process import InMemory, Process, in_memory, put_into
from annotator.database.session import db
from tests.structure import MODULES, broken, tree

#: What changes, or is shared between threads, if a module keeps it.
CHANGES = re.compile(
    r"(.*\.)?(R?Lock|\w*Executor|\w*Cache|(Ordered|default)[Dd]ict|Weak\w+|deque|local)(\[.*\])?\(.*\)|{}|\[\]"
)
MEMO = re.compile(r"(functools\.)?(lru_)?cache\b")

#: Where pure functions remember a little: what they give for some arguments is always the same.
WITH_MEMOS = {
    "annotator.accounts.passwords",
    "annotator.codebook.queries",
    "annotator.coding.api_messages",
    "annotator.coding.masking",
    "annotator.corpus.segmentation.engines",
    "annotator.datasets.service.codings_csv",
}


def kept_by_the_module(_module, source):
    kept = [node for node in tree(source).body if isinstance(node, (ast.Assign, ast.AnnAssign))]
    values = [node.value for node in kept if node.value]
    return [text for text in map(ast.unparse, values) if CHANGES.fullmatch(text)]


def memos(_module, source):
    functions = [node for node in tree(source).body if isinstance(node, ast.FunctionDef)]
    return [
        node.name
        for node in functions
        if any(MEMO.match(ast.unparse(each)) for each in node.decorator_list)
    ]


def test_no_module_keeps_what_changes():
    assert broken(kept_by_the_module) == {}


@pytest.mark.parametrize(
    "source",
    [
        "_TURN = Lock()",
        "_KEPT: dict[str, int] = {}",
        "POOL = ThreadPoolExecutor(1, 'hashing')",
        "ROUNDS = Cache[int](3)",
    ],
)
def test_what_changes_is_found_in_a_module(source):
    assert kept_by_the_module("", source)


def test_a_type_and_a_constant_are_let_through():
    assert kept_by_the_module("", "Reply = TypedDict('Reply', {'n': int})\nMOST = dict(a=1)") == []


def test_only_these_modules_have_memos():
    assert broken(memos).keys() <= WITH_MEMOS


def test_what_is_kept_is_told_in_one_place():
    counts = {name: file.read_text("utf-8").count("= InMemory(") for name, file in MODULES.items()}
    told = re.findall(r"\(``(\w+\.[a-z_.]+)``\)", process.__doc__ or "")
    declared = Counter({name.removeprefix("annotator."): n for name, n in counts.items() if n})
    assert declared == Counter(told)
    assert len(KEPT) == len(told)


def test_each_application_keeps_its_own(settings):
    apps = [create_app(settings, TESTING=True) for _ in range(2)]
    for kept in KEPT:
        one, other = (app.extensions["annotator"][kept] for app in apps)
        assert one is not other
        with apps[0].app_context():
            assert in_memory(db.session, kept) is one
    for app in apps:
        with app.app_context():
            db.engine.dispose()


def test_what_is_not_listed_is_not_kept(session):
    with pytest.raises(KeyError):
        in_memory(session, InMemory("something", dict))


def test_a_session_finds_what_its_process_keeps(session):
    numbers = InMemory("numbers", list[int])
    put_into(session, Process([numbers]))
    in_memory(session, numbers).append(7)
    assert in_memory(session, numbers) == [7]
