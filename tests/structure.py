"""The order of the features and the layers as rules, each tried on every file.

``annotator/__init__.py`` states them for readers. A rule is a function from a file's name (a
module's dotted name, a template's path) and its text to what breaks it, so that it can be
tried on a line of code too.
"""

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

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
SHARED = ("errors", "paths", "config", "columns", "languages", "wording")
ROOF = ("app", "cli")
# The layer of a module by any name on its path: ``measuring.forms``, ``rounds.service.claim``.
EDGES = {"views": 3, "forms": 3, "commands": 3, "access": 3, "feature": 3}
LAYERS = {"models": 1, "service": 2, "queries": 2, **EDGES}
# That of everything in these.
WHOLE = {"database": 1, "web": 3, "app": 4, "cli": 4}

# Each name stands for its extensions too: flask for flask_wtf.
WEB = ("flask", "werkzeug", "wtforms", "jinja2", "click", "waitress", "gunicorn", "secure")
DATABASE = ("sqlalchemy", "alembic", "psycopg")

#: Not for pure modules: threads, processes, files and clocks.
EFFECTS = (
    *("concurrent", "ctypes", "fcntl", "multiprocessing", "os", "shutil", "signal", "socket"),
    *("sqlite3", "subprocess", "tempfile", "threading", "time"),
)
#: Calls that read a clock or a file, or write one.
EFFECT_CALLS = re.compile(
    r"(open|.*\b(datetime|dt)\.now|.*\bdate\.today|.*\.(read_bytes|read_text|write_bytes|write_text"
    r"|mkdir|unlink|exists|iterdir|glob))"
)
#: Draws that nobody can repeat, unless they are given a seed.
DRAWS = re.compile(r"(.*\.)?(Random|default_rng)")

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


def has_effects(module: str, source: str) -> list[str]:
    """Threads, processes, files, clocks and unseeded draws in a pure module."""
    if layer(module) != 0 or part(module) not in FEATURES:
        return []
    calls = [node for node in ast.walk(tree(source)) if isinstance(node, ast.Call)]
    named = [(node, ast.unparse(node.func)) for node in calls]
    touched = [name for _, name in named if EFFECT_CALLS.fullmatch(name)]
    unseeded = [name for node, name in named if DRAWS.fullmatch(name) and not node.args]
    return [*theirs(source, EFFECTS), *touched, *unseeded]


def web_below_the_edge(module: str, source: str) -> list[str]:
    """Only ``db``, where Flask and SQLAlchemy are brought together, may know both."""
    inner = layer(module) in (1, 2) and module != "annotator.database.session"
    return theirs(source, WEB) if inner else []


def query_at_the_edge(module: str, source: str) -> list[str]:
    """Only ``access`` may ask the database, since permission is part of its query."""
    edge = layer(module) == 3 and part(module) != "web" and "access" not in module.split(".")
    return theirs(source, (*DATABASE, "pandas")) if edge else []


def ends_a_transaction(module: str, source: str) -> list[str]:
    """Only ``with writing(session)`` does; moving a database writes to another one too."""
    if layer(module) not in (2, 3) or part(module) == "operations":
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


def more_than_a_docstring(module: str, source: str) -> list[str]:
    """What a package holds beside its docstring; one of models also names its tables."""
    if ast.get_docstring(tree(source)) is None:
        return ["no docstring"]
    models = module.removesuffix(".__init__")
    more = [ast.unparse(node) for node in tree(source).body[1:]]
    if not models.endswith(".models"):
        return more
    return [line for line in more if not line.startswith((f"from {models}.", "__all__ = "))]


TEMPLATES = {
    str(file.relative_to(shipped("templates"))): file
    for file in sorted(shipped("templates").rglob("*.html"))
}


def _blueprints() -> Mapping[str, str]:
    """The feature of each blueprint, by the blueprint's name."""
    made = re.compile(r'Blueprint\("(\w+)"')
    return {
        name: part(module)
        for module, file in MODULES.items()
        for name in made.findall(file.read_text("utf-8"))
    }


BLUEPRINTS = _blueprints()
ENDPOINT = re.compile(rf"""["']({"|".join(BLUEPRINTS)})\.\w+["']""")
TEMPLATE = re.compile(r"""["']([a-z]+)/(?:\w+/)*\w+\.html["']""")


def home(name: str) -> str:
    """The feature of a module or of a template; that of the templates of all pages is ``web``."""
    if name.endswith(".html"):
        return name.split("/", maxsplit=1)[0] if "/" in name else "web"
    return part(name)


def leads_later(name: str, source: str) -> list[str]:
    """Endpoints of later features that a module or a template names."""
    if home(name) not in FEATURES:
        return []
    there = [(match[0], BLUEPRINTS[match[1]]) for match in ENDPOINT.finditer(source)]
    return [said for said, feature in there if FEATURES.index(feature) > _rank(name)]


def shows_later(name: str, source: str) -> list[str]:
    """Templates of later features that a module or a template names."""
    if home(name) not in FEATURES:
        return []
    there = [(match[0], match[1]) for match in TEMPLATE.finditer(source)]
    return [said for said, folder in there if FEATURES.index(folder) > _rank(name)]


def _rank(name: str) -> int:
    return FEATURES.index(home(name))


def entries(folder: Path) -> list[str]:
    """The modules of a room, without those of its own rooms."""
    return sorted(file.stem for file in folder.glob("*.py") if file.stem != "__init__")


def broken(rule: Rule, files: Mapping[str, Path] = MODULES) -> dict[str, list[str]]:
    """Which files break a rule, and by what."""
    found = {name: rule(name, file.read_text("utf-8")) for name, file in files.items()}
    return {name: what for name, what in found.items() if what}
