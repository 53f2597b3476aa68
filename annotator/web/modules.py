"""JavaScript modules as one file: a page has many small ones, and a first visit asks for few.

Every module becomes a function that is called once, in an order in which each finds what it
imports. Only the ways of writing imports and exports that are used here are understood, and
comments on lines of their own stay behind.
"""

import os.path
import re
from pathlib import Path

_IMPORT = re.compile(r'^import (?:\* as (\w+)|\{([^}]*)\}) from "([^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
_EXPORTS = re.compile(r"^export \{([^}]*)\};?\n?", re.MULTILINE)
_COMMENT = re.compile(r"^ *(?://.*|/\*.*?\*/)\n", re.MULTILINE)
_LONG_COMMENT = re.compile(r"^ */\*\*\n(?: *\*.*\n)+", re.MULTILINE)
_OTHER = re.compile(r"^(?:import|export)\b.*", re.MULTILINE)

Parts = dict[Path, str]


def joined(entry: Path) -> str:
    """A module and all that it imports.

    :raises ValueError: for an import or an export that is written in another way.
    """
    parts: Parts = {}
    body, _ = _read(entry, entry.parent, parts)
    return "\n".join(["const modules = {};", *parts.values(), body])


def _read(file: Path, root: Path, parts: Parts) -> tuple[str, list[str]]:
    """The text of a module without imports and exports, and the names that it exports."""
    text = _LONG_COMMENT.sub("", _COMMENT.sub("", file.read_text(encoding="utf-8")))

    def imported(match: re.Match[str]) -> str:
        everything, some, path = match.groups()
        name = _add((file.parent / path).resolve(), root, parts)
        names = everything or f"{{{some.replace(' as ', ': ')}}}"
        return f'const {names} = modules["{name}"];\n'

    names = _EXPORT.findall(text)
    for listed in _EXPORTS.findall(text):
        names += [_exported(each) for each in listed.split(",")]
    text = _EXPORTS.sub("", _EXPORT.sub("", _IMPORT.sub(imported, text)))
    if other := _OTHER.search(text):
        raise ValueError(f"{file.name}: {other[0]!r} can not be joined")
    return text, names


def _add(file: Path, root: Path, parts: Parts) -> str:
    """Put a module behind those that it imports, once, and tell its name."""
    name = Path(os.path.relpath(file, root)).as_posix()
    if file not in parts:
        text, names = _read(file, root, parts)
        made = f"{text}\nreturn {{ {', '.join(names)} }};"
        parts[file] = f'// {name}\nmodules["{name}"] = (() => {{\n{made}\n}})();\n'
    return name


def _exported(written: str) -> str:
    """``own`` or ``own as other``, as a property of an object."""
    own, _, other = written.strip().partition(" as ")
    return f"{other}: {own}" if other else own
