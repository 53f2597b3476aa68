"""The order of the features and the layers, read from the imports of every module.

The rules stand in ``annotator/__init__.py``. Each is a function from the name of a
module and its source to what breaks it, so that it can be tried on a line of code too.
"""

import ast
import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

import annotator
from annotator.paths import PACKAGE, shipped

#: From the first, which knows no other, to the last; ``database`` and ``web`` are shared by all.
FEATURES = (
    "reliability",
    "database",
    "web",
    "accounts",
    "studies",
    "tables",
    "measuring",
    "codebook",
    "corpus",
    "rounds",
    "coding",
    "supervision",
    "agreement",
    "planner",
    "adjudication",
    "revisions",
    "machines",
    "surveys",
    "datasets",
    "findings",
    "api",
    "overview",
    "operations",
    "demo",
)
#: Modules beside the features.
SHARED = ("errors", "paths", "config", "columns")
ROOF = ("app", "cli")
# The layer of a module by any name on its path: ``measuring.forms``, ``rounds.service.claim``.
EDGES = {"views": 3, "forms": 3, "commands": 3, "access": 3}
LAYERS = {"models": 1, "service": 2, "queries": 2, **EDGES}
# That of everything in these.
WHOLE = {"database": 1, "web": 3, "app": 4, "cli": 4}

# Each name stands for its extensions too: flask for flask_wtf.
WEB = ("flask", "werkzeug", "wtforms", "jinja2", "click", "waitress", "gunicorn", "secure")
DATABASE = ("sqlalchemy", "alembic", "psycopg")

Rule = Callable[[str, str], list[str]]


def _name(parts: tuple[str, ...]) -> str:
    return ".".join(("annotator", *parts))


FILES = {
    _name(file.relative_to(PACKAGE).with_suffix("").parts): file
    for file in sorted(PACKAGE.rglob("*.py"))
    if shipped("migrations") not in file.parents
}
PACKAGES = {
    name.removesuffix(".__init__"): file
    for name, file in FILES.items()
    if name.endswith(".__init__")
}
MODULES = {name: file for name, file in FILES.items() if not name.endswith(".__init__")}


@cache
def tree(source: str) -> ast.Module:
    return ast.parse(source)


def imports(source: str) -> Iterator[str]:
    """The modules that a source imports, each by its full name."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (_read_by(node.module or "", alias.name) for alias in node.names)


def _read_by(stem: str, name: str) -> str:
    """The module that ``from stem import name`` reads: one of that name, or the stem."""
    inside = f"{stem}.{name}"
    return inside if inside in MODULES or inside in PACKAGES else stem


def ours(source: str) -> list[str]:
    return [name for name in imports(source) if name.split(".")[0] == "annotator"]


def theirs(source: str, libraries: tuple[str, ...]) -> list[str]:
    return [name for name in imports(source) if re.split(r"[._]", name)[0] in libraries]


def part(module: str) -> str:
    """The feature, or the shared module, that it belongs to."""
    return module.split(".")[1] if "." in module else ""


def layer(module: str) -> int:
    """That of its feature, or of the first name on its path that is a layer's; else 0."""
    if part(module) in WHOLE:
        return WHOLE[part(module)]
    return next((LAYERS[name] for name in module.split(".")[2:] if name in LAYERS), 0)


def place(module: str) -> int:
    """How many features it may know: none if it is shared, all for the roof."""
    if part(module) in ROOF:
        return len(FEATURES)
    return FEATURES.index(part(module)) + 1 if part(module) in FEATURES else 0


def from_above(module: str, source: str) -> list[str]:
    return [name for name in ours(source) if layer(name) > layer(module)]


def from_later(module: str, source: str) -> list[str]:
    return [n for n in ours(source) if part(n) in FEATURES and place(n) > place(module)]


def from_the_roof(module: str, source: str) -> list[str]:
    return [n for n in ours(source) if part(n) in ROOF] if part(module) != "cli" else []


def impure(module: str, source: str) -> list[str]:
    return theirs(source, WEB + DATABASE) if layer(module) == 0 else []


def web_below_the_edge(module: str, source: str) -> list[str]:
    """Only ``db``, where Flask and SQLAlchemy are brought together, may know both."""
    inner = layer(module) in (1, 2) and module != "annotator.database.session"
    return theirs(source, WEB) if inner else []


def query_at_the_edge(module: str, source: str) -> list[str]:
    """Only ``access`` may ask the database, since permission is part of its query."""
    edge = layer(module) == 3 and part(module) != "web" and "access" not in module.split(".")
    return theirs(source, (*DATABASE, "pandas")) if edge else []


def ends_a_transaction(module: str, source: str) -> list[str]:
    if layer(module) != 2:
        return []
    nodes = [node for node in ast.walk(tree(source)) if isinstance(node, ast.Attribute)]
    return [f"line {n.lineno}: {n.attr}" for n in nodes if n.attr in ("commit", "rollback")]


#: What takes long to load and is needed by few pages: loaded where it is used, so that
#: no command and no start of a server waits for it.
HEAVY = {"choppa", "matplotlib", "openpyxl", "pandas"}


def imported_late(_module: str, source: str) -> list[str]:
    every = [n for n in ast.walk(tree(source)) if isinstance(n, (ast.Import, ast.ImportFrom))]
    return [
        f"line {node.lineno}"
        for node in every
        if (node in tree(source).body) == bool(HEAVY & {n.split(".")[0] for n in names_in(node)})
    ]


def names_in(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]


def relative(_module: str, source: str) -> list[str]:
    nodes = ast.walk(tree(source))
    return [f"line {n.lineno}" for n in nodes if isinstance(n, ast.ImportFrom) and n.level]


def more_than_a_docstring(_module: str, source: str) -> list[str]:
    body = tree(source).body
    alone = len(body) == 1 and ast.get_docstring(tree(source)) is not None
    return [] if alone else [ast.unparse(node) for node in body[1:]] or ["no docstring"]


def broken(rule: Rule) -> dict[str, list[str]]:
    """Which modules break a rule, and by what."""
    found = {name: rule(name, file.read_text("utf-8")) for name, file in MODULES.items()}
    return {name: what for name, what in found.items() if what}


def test_a_module_imports_only_from_its_own_layer_or_below():
    assert broken(from_above) == {}


def test_a_feature_knows_only_those_before_it_and_what_is_shared_knows_none():
    assert broken(from_later) == {}


def test_only_the_command_line_knows_the_application_and_nothing_knows_the_command_line():
    assert broken(from_the_roof) == {}


def test_a_pure_module_knows_neither_web_nor_database():
    assert broken(impure) == {}


def test_models_services_and_queries_know_no_web():
    assert broken(web_below_the_edge) == {}


def test_views_forms_and_commands_write_no_query_and_make_no_table():
    assert broken(query_at_the_edge) == {}


def test_a_service_leaves_commit_and_rollback_to_whoever_called_it():
    assert broken(ends_a_transaction) == {}


def test_imports_stand_at_the_top_of_a_module_unless_they_take_long():
    assert broken(imported_late) == {}


def test_imports_name_the_whole_path():
    assert broken(relative) == {}


def test_a_package_holds_a_docstring_and_nothing_else():
    found = {
        name: more_than_a_docstring(name, f.read_text("utf-8")) for name, f in PACKAGES.items()
    }
    assert {name: what for name, what in found.items() if what} == {}


def test_a_migration_knows_nothing_of_the_package():
    files = sorted((shipped("migrations") / "versions").glob("*.py"))
    assert files
    assert {f.name: found for f in files if (found := ours(f.read_text("utf-8")))} == {}


def test_the_order_of_the_features_is_the_one_that_the_package_states():
    lines = (annotator.__doc__ or "").splitlines()
    stated = [line for line in lines if "->" in line]
    assert tuple(re.findall(r"\w+", " ".join(stated))) == FEATURES


def test_every_folder_of_the_package_is_a_feature_or_shared():
    folders = {part(name) for name in PACKAGES} - {""}
    assert folders <= set(FEATURES)
    assert {part(name) for name in MODULES} <= {*FEATURES, *SHARED, *ROOF}


def test_no_module_is_longer_than_three_hundred_lines():
    long = {name: len(file.read_text("utf-8").splitlines()) for name, file in FILES.items()}
    assert {name: lines for name, lines in long.items() if lines > 300} == {}


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (from_above, "annotator.rounds.designs.allocate", "import annotator.rounds.models"),
        (from_above, "annotator.rounds.models", "from annotator.rounds import service"),
        (from_above, "annotator.rounds.service.claim", "from annotator.rounds.views import views"),
        (from_above, "annotator.coding.queries.desk", "from annotator.web import figures"),
        (from_above, "annotator.errors", "from annotator.database import session"),
        (from_later, "annotator.rounds.service.claim", "from annotator.coding import models"),
        (from_later, "annotator.web.commands", "from annotator.accounts.models import Account"),
        (from_later, "annotator.database.session", "import annotator.accounts.models"),
        (from_the_roof, "annotator.operations.commands.running", "from annotator import app"),
        (from_the_roof, "annotator.app", "import annotator.cli"),
        (impure, "annotator.rounds.designs.allocate", "import sqlalchemy.orm"),
        (impure, "annotator.codebook.schema", "from flask_wtf import FlaskForm"),
        (impure, "annotator.columns", "import click"),
        (web_below_the_edge, "annotator.rounds.service.claim", "from flask import g"),
        (web_below_the_edge, "annotator.rounds.models", "from flask_login import UserMixin"),
        (query_at_the_edge, "annotator.rounds.views", "from sqlalchemy import select"),
        (query_at_the_edge, "annotator.operations.commands.running", "import pandas as pd"),
        (ends_a_transaction, "annotator.coding.service.record", "session.commit()"),
        (ends_a_transaction, "annotator.studies.queries", "end = session.rollback"),
        (imported_late, "annotator.app", "def f():\n    import json"),
        (imported_late, "annotator.app", "if TYPE_CHECKING:\n    import json"),
        (relative, "annotator.app", "from . import db"),
        (more_than_a_docstring, "annotator.web", '"""Web."""\nimport json'),
        (more_than_a_docstring, "annotator.web", ""),
    ],
)
def test_a_rule_catches_what_breaks_it(rule, module, source):
    assert rule(module, source)


@pytest.mark.parametrize(
    ("rule", "module", "source"),
    [
        (from_above, "annotator.rounds.service.claim", "from annotator.rounds import queries"),
        (from_later, "annotator.coding.models", "from annotator.rounds.models import Round"),
        (from_later, "annotator.app", "from annotator.overview import views"),
        (from_the_roof, "annotator.cli", "from annotator.app import create_app"),
        (impure, "annotator.reliability.coefficients.alpha", "import numpy as np"),
        (query_at_the_edge, "annotator.studies.access", "from sqlalchemy import select"),
        (ends_a_transaction, "annotator.rounds.views", "session().commit()"),
        (more_than_a_docstring, "annotator.web", '"""Web."""'),
    ],
)
def test_a_rule_lets_through_what_keeps_it(rule, module, source):
    assert rule(module, source) == []
