"""Each promise of ARCHITECTURE.md has a patch that breaks it; ``make break`` runs its tests."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import break_promises

ROOT = Path(__file__).parents[1]
#: A row of the table of promises: its number, its sentence, and the tests in its last cell.
ROW = re.compile(r"^\| (\d+) \| ([^|]+) \| .* \| ([^|]*) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "ARCHITECTURE.md").read_text("utf-8"))
PROMISES = {int(number): sentence for number, sentence, _ in ROWS}
TESTS = {int(number): re.findall(r"`(tests/[^`]+)`", tests) for number, _, tests in ROWS}
BREAKS = tuple(break_promises.breaks())

HEAD = "Promise 1: It holds.\nTests: tests/test_it.py\n"


def test_every_promise_is_broken_by_a_patch():
    assert {each.promise: each.sentence for each in BREAKS} == PROMISES


def test_the_tests_that_must_fail_are_those_that_the_promise_names():
    assert [
        each.patch.name for each in BREAKS if not set(each.tests) <= set(TESTS[each.promise])
    ] == []


def test_a_patch_changes_only_the_package():
    changed = {
        name
        for each in BREAKS
        for name in re.findall(r"^[+-]{3} [ab]/(.+)$", each.patch.read_text("utf-8"), re.MULTILINE)
    }
    assert {name.partition("/")[0] for name in changed} == {"annotator"}


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_every_patch_fits_the_code_as_it_is():
    assert [each.patch.name for each in BREAKS if not break_promises.applies(each.patch)] == []


@pytest.mark.parametrize("head", ["", HEAD.replace("Tests", "Test"), HEAD.replace("1", "one")])
def test_a_patch_without_its_promise_and_its_tests_is_refused(tmp_path, head):
    (tmp_path / "01_lost.patch").write_text(f"{head}\ndiff --git a/x b/x\n", "utf-8")
    with pytest.raises(ValueError, match=r"01_lost\.patch does not begin with"):
        list(break_promises.breaks(tmp_path))


@pytest.mark.parametrize(
    "said", ["assert 1 == 2", "AssertionError: lost", "Failed: DID NOT RAISE <class 'Refused'>"]
)
def test_a_promise_is_noticed_by_what_a_test_asserts(said):
    run = finished(1, f"FAILED tests/test_it.py::test_it[a - b] - {said}")
    assert break_promises.failed(run) == "tests/test_it.py::test_it[a - b]"


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (0, "3 passed in 0.10s"),
        (1, "FAILED tests/test_it.py::test_it - NameError: name 'x' is not defined"),
        (1, "ERROR tests/test_it.py::test_it - AssertionError: no study"),
        (2, "ERROR tests/test_it.py - ImportError: cannot import name 'x'"),
    ],
)
def test_a_promise_is_not_noticed_by_what_fails_otherwise(code, line):
    assert break_promises.failed(finished(code, line)) is None


def finished(code, line):
    """A run of pytest that ended so."""
    return subprocess.CompletedProcess([], code, f"....\n{line}\n", "")
