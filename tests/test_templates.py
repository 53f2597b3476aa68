"""Templates: each can be compiled, names only what there is, and may miss nothing."""

import re

import pytest
from flask import Flask
from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError, meta, nodes

from annotator.app import create_app
from annotator.config import Settings
from annotator.paths import PACKAGE, shipped

FOLDER = shipped("templates")
TEMPLATES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html"))
#: The features and their rooms.
ROOMS = {file.parent.relative_to(PACKAGE).as_posix() for file in PACKAGE.rglob("__init__.py")}
SOURCES = {name: (FOLDER / name).read_text(encoding="utf-8") for name in TEMPLATES}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("templates")
    settings = Settings(data=folder, database_url=f"sqlite:///{folder / 'none.db'}")
    return create_app(settings, TESTING=True)


def rendered_by_views() -> set[str]:
    """The templates that Python names."""
    sources = [file.read_text(encoding="utf-8") for file in PACKAGE.rglob("*.py")]
    return {name for source in sources for name in re.findall(r'"([\w/]+\.html)"', source)}


def named_by_templates(app: Flask) -> set[str]:
    """The templates that templates extend, include or import."""
    trees = [app.jinja_env.parse(source) for source in SOURCES.values()]
    return {name for tree in trees for name in meta.find_referenced_templates(tree) if name}


def test_a_template_that_misses_a_variable_fails(app):
    assert app.jinja_env.undefined is StrictUndefined
    with app.test_request_context(), pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nothing }}").render()


def test_every_template_can_be_compiled(app):
    assert {name: _error(app, name) for name in TEMPLATES if _error(app, name)} == {}


def _error(app: Flask, name: str) -> str:
    try:
        app.jinja_env.get_template(name)
    except TemplateSyntaxError as error:
        return f"line {error.lineno}: {error.message}"
    return ""


def test_every_template_is_used_and_every_template_that_is_named_is_there(app):
    assert rendered_by_views() | named_by_templates(app) == set(TEMPLATES)


def test_what_pages_share_or_features_own_is_where_it_belongs():
    folders = {name.rpartition("/")[0] for name in TEMPLATES}
    assert folders - ROOMS - {""} == set()


def test_a_part_of_a_page_begins_with_an_underscore_and_a_page_does_not(app):
    parts = {name for name in TEMPLATES if name.rpartition("/")[2].startswith("_")}
    pages = {name for name, source in SOURCES.items() if "{% extends" in source}
    assert parts & pages == set()
    assert pages | parts | {"base.html"} == set(TEMPLATES)


def test_every_macro_that_a_template_calls_is_there(app):
    missing = {name: _missing_macros(app, name) for name in TEMPLATES}
    assert {name: calls for name, calls in missing.items() if calls} == {}


def _missing_macros(app: Flask, name: str) -> set[tuple[str, str]]:
    tree = app.jinja_env.parse(SOURCES[name])
    imported = {node.target: node.template.value for node in tree.find_all(nodes.Import)}
    called = {
        (node.node.name, node.attr)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name in imported
    }
    macros = {alias: _macros(app, file) for alias, file in imported.items()}
    return {call for call in called if call[1] not in macros[call[0]]}


def _macros(app: Flask, file: str) -> set[str]:
    return {macro.name for macro in app.jinja_env.parse(SOURCES[file]).find_all(nodes.Macro)}


def test_every_form_that_posts_carries_its_token():
    forms = {
        (name, form)
        for name in TEMPLATES
        for form in re.findall(
            r"<form\b(?=[^>]*method=\"post\").*?</form>", SOURCES[name], re.S | re.I
        )
    }
    assert len(forms) > 20
    # What `hidden_tag()` of a form writes, and the macros `csrf` and `act`, hold it.
    assert [
        (name, form[:80])
        for name, form in forms
        if "csrf" not in form and "hidden_tag()" not in form
    ] == []


def test_nothing_is_marked_as_safe_that_people_wrote():
    safe = re.compile(r"\|\s*safe\b|autoescape\s+false")
    assert [name for name, source in SOURCES.items() if safe.search(source)] == []
