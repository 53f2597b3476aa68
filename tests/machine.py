"""What tests ask of the machine: a missing tool skips a test for a person, and fails it in CI."""

import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import NoReturn

import pytest

#: What tools leave in a folder of sources, by the name or the end of the name of its folder.
MADE = ("__pycache__", "_cache", ".egg-info", ".hypothesis", ".venv", "build", "dist")


def in_ci() -> bool:
    """Whether this is a CI run, in which nothing may be left out."""
    return os.environ.get("CI", "").lower() in ("1", "true", "yes")


@cache
def shipped_files(root: Path) -> tuple[Path, ...]:
    """The files that belong to a checkout, or all files where Git does not say.

    What somebody keeps beside them is nobody's business.
    """
    listed = _git(root, "ls-files", "-z") if (root / ".git").exists() else None
    if listed is None:
        found = [file for file in sorted(root.rglob("*")) if file.is_file()]
        return tuple(f for f in found if not _made(f.relative_to(root)))
    return tuple(f for name in listed.split("\0") if (f := root / name).is_file())


def _made(file: Path) -> bool:
    return any(folder.endswith(MADE) for folder in file.parts[:-1])


def _git(root: Path, *words: str) -> str | None:
    """What Git says about a checkout; nothing if it is not here or refuses."""
    try:
        done = subprocess.run(["git", *words], cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def program(name: str) -> str:
    """The path of a program that does not come from PyPI, such as ``Rscript`` or ``soffice``.

    Where there is none, the test is left out, in CI too: nobody has to install it.
    """
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"there is no program {name!r} here")
    return found


def missing(what: str) -> NoReturn:
    """Leave the test out and say why; in CI, fail instead."""
    (pytest.fail if in_ci() else pytest.skip)(what)
    raise AssertionError  # Both of them raise; their types do not say so.
