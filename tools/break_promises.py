"""Break each promise of ARCHITECTURE.md once, and see that the tests notice.

    python tools/break_promises.py [NUMBER ...]

Each file in ``tools/promises`` is a patch that breaks one promise. It is applied to a copy of
this checkout, and the tests that its first lines name are run there; one of them must fail by
what it asserts. Nothing changes here. The exit code is 1 if that is not so for any promise.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PATCHES = ROOT / "tools" / "promises"
#: What pytest ends with where tests failed; where some cannot be imported, it is 2.
TESTS_FAILED = 1
#: How pytest sums up a test that found something else than it asserts. A fixture that fails
#: is an ERROR, and an exception of another kind says nothing about the promise.
ASSERTED = re.compile(r"^FAILED (.+?) - (?:assert |AssertionError|Failed: DID NOT RAISE)", re.M)


@dataclass(frozen=True, slots=True)
class Break:
    """A patch, the number and sentence of the promise that it breaks, and the tests of it."""

    patch: Path
    promise: int
    sentence: str
    tests: tuple[str, ...]


def breaks(folder: Path = PATCHES) -> Iterator[Break]:
    """The patches in the order of their promises.

    :raises ValueError: if a patch does not begin with its promise and its tests.
    """
    for patch in sorted(folder.glob("*.patch")):
        head = patch.read_text("utf-8").partition("diff --git")[0]
        found = re.match(r"Promise (\d+): (.+)\nTests: (.+)\n", head)
        if not found:
            raise ValueError(f"{patch.name} does not begin with 'Promise N: ...' and 'Tests: ...'")
        yield Break(patch, int(found[1]), found[2], tuple(found[3].split()))


def applies(patch: Path, folder: Path = ROOT) -> bool:
    """Whether a patch fits the files in a folder."""
    return _git_apply(patch, folder, "--check").returncode == 0


def failed(run: subprocess.CompletedProcess[str]) -> str | None:
    """The first test that failed by what it asserts, if any did."""
    found = ASSERTED.search(run.stdout)
    return found[1] if found and run.returncode == TESTS_FAILED else None


def run_tests(broken: Break) -> subprocess.CompletedProcess[str]:
    """Run the tests of a promise in a copy of the checkout that has its patch."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "annotator"
        for name in _tracked():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, copy / name)
        _git_apply(broken.patch, copy).check_returncode()
        return subprocess.run(  # noqa: S603
            [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", *broken.tests],
            cwd=copy,
            # A narrow terminal would cut off what a test says.
            env={**os.environ, "PYTHONPATH": str(copy), "COLUMNS": "500"},
            capture_output=True,
            text=True,
            check=False,
        )


def _git_apply(patch: Path, folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    # Git looks for no repository around the folder.
    env = {**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    command = ["git", "apply", *options, str(patch)]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)  # noqa: S603


def _tracked() -> list[str]:
    command = ["git", "-C", str(ROOT), "ls-files"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    return [name for name in run.stdout.splitlines() if (ROOT / name).is_file()]


def main(numbers: Sequence[str]) -> int:
    """Break the promises with these numbers, or all of them; 1 if any is not noticed."""
    chosen = [each for each in breaks() if not numbers or str(each.promise) in numbers]
    if not chosen:
        print(f"No promise has the number {' or '.join(numbers)}.", file=sys.stderr)
        return 1
    unnoticed = 0
    for broken in chosen:
        run = run_tests(broken)
        test = failed(run)
        unnoticed += test is None
        print(f"{broken.promise:>2} {broken.sentence}", flush=True)
        print(f"   {broken.patch.name}: {f'noticed by {test}' if test else 'NOT NOTICED'}")
        if test is None:
            print(run.stdout[-2000:], run.stderr[-2000:], sep="\n", flush=True)
    return 1 if unnoticed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
