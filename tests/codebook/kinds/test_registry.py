"""What differs between the kinds of questions is said in their modules, and nowhere else."""

import ast
import re
from collections.abc import Iterator

import pytest

from annotator.codebook.kinds.registry import KINDS, kind_of
from annotator.codebook.schema import Question
from annotator.paths import PACKAGE, shipped
from tests.structure import FEATURES, MODULES, home, tree

NAMES = frozenset(KINDS)
#: These name nothing but a kind; the others are words that stand for much.
TELLING = {"many", "scale"}
#: The features that know the codebook; before it, ``text`` is a column, and ``one`` a coder.
KNOWING = set(FEATURES[FEATURES.index("codebook") :])


def decisions(source: str) -> Iterator[str]:
    """Where a kind's name decides: in comparisons, ``match``, and the keys of dictionaries."""
    for node in ast.walk(tree(source)):
        if isinstance(node, ast.Compare) and _compares_a_kind([node.left, *node.comparators]):
            yield f"line {node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.Dict) and _is_by_kind(node.keys):
            yield f"line {node.lineno}: {ast.unparse(node)[:60]}"
        elif isinstance(node, ast.Match) and _matches_a_kind(node):
            yield f"line {node.lineno}: match {ast.unparse(node.subject)}"


def _named(node: ast.AST | None) -> set[str]:
    """The kinds that a constant, or a list of constants, names."""
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return set().union(*map(_named, node.elts))
    if isinstance(node, ast.Call):  # frozenset({...})
        return set().union(*map(_named, node.args))
    is_name = isinstance(node, ast.Constant) and node.value in NAMES
    return {node.value} if is_name else set()


def _compares_a_kind(sides: list[ast.expr]) -> bool:
    named = set().union(*map(_named, sides))
    about_kinds = any("kind" in ast.unparse(side).lower() for side in sides)
    return bool(named & TELLING or (named and about_kinds))


def _is_by_kind(keys: list[ast.expr | None]) -> bool:
    named = set().union(*map(_named, keys))
    return bool(named & TELLING or (len(named) > 1 and len(named) == len(keys)))


def _matches_a_kind(node: ast.Match) -> bool:
    patterns = [each for case in node.cases for each in ast.walk(case.pattern)]
    values = [each.value for each in patterns if isinstance(each, ast.MatchValue)]
    return _compares_a_kind([node.subject, *values])


def in_text(source: str) -> list[str]:
    """The same in a template or a script, by how it is written."""
    names = "|".join(NAMES)
    compared = rf"""kind\)?\s*(?:[!=]==?|(?:not )?in)\s*[\[(]?\s*["'](?:{names})["']"""
    reverse = rf"""["'](?:{names})["']\s*[!=]==?\s*[\w.]*kind\b"""
    selected = rf"""data-kind[~|^$*]?=["']?(?:{names})\b|\bcase ["'](?:many|scale)["']"""
    return re.findall(f"{compared}|{reverse}|{selected}", source, re.IGNORECASE)


def test_no_module_decides_by_the_name_of_a_kind():
    files = {
        name: file
        for name, file in MODULES.items()
        if home(name) in KNOWING and not name.startswith("annotator.codebook.kinds.")
    }
    found = {name: list(decisions(file.read_text("utf-8"))) for name, file in files.items()}
    assert {name: what for name, what in found.items() if what} == {}


def test_neither_does_a_template_or_a_script():
    templates = shipped("templates").rglob("*.html")
    scripts = [f for f in (PACKAGE / "web/static").rglob("*.js") if "vendor" not in f.parts]
    found = {f.name: in_text(f.read_text("utf-8")) for f in (*templates, *scripts)}
    assert {name: what for name, what in found.items() if what} == {}


@pytest.mark.parametrize(
    "source",
    [
        'if question.kind == "text": ...',
        'is_plain = "many" != kind',
        'numeric = [q for q in book if q.kind in {"scale", "number"}]',
        'x = variable.kind not in ("one", "number")',
        'FEWEST = {"one": 2, "many": 1}',
        'HOW = {"one": "Choose one.", "text": "Answer in words."}',
        'match question.kind:\n    case "number" | "text": ...',
        'match what:\n    case "many": ...',
    ],
)
def test_a_decision_by_the_name_of_a_kind_is_found(source):
    assert list(decisions(source))


@pytest.mark.parametrize(
    "source",
    [
        'if column in ("text", "title"): ...',
        'row = {"number": answer.number, "text": answer.text, "primary": answer.primary}',
        'Column("text", "text")',
        'mode = "one" if by_blank_lines else "two"',
        'if sentence.kind == "body": ...',
    ],
)
def test_the_same_words_may_mean_other_things(source):
    assert list(decisions(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        '{% if question.kind == "text" %}',
        "{% if question.kind != 'scale' %}",
        '{% if question.kind in ("one", "many") %}',
        '{% if (question | kind) == "many" %}',
        'if (question.dataset.kind === "number") {}',
        'form.querySelector("[data-kind=many]")',
        'switch (x) { case "scale": }',
    ],
)
def test_so_is_one_in_a_template_or_a_script(source):
    assert in_text(source)


def test_a_kind_is_found_by_the_name_that_it_has():
    assert [kind_of(Question("q", name, "Q", None)).name for name in KINDS] == list(KINDS)


def test_each_kind_has_a_part_of_a_form_and_says_what_its_answers_are():
    folder = shipped("templates")
    assert all((folder / kind.form_part).is_file() for kind in KINDS.values())
    assert all((folder / kind.codes_part).is_file() for kind in KINDS.values())
    assert all(kind.meaning for kind in KINDS.values())
