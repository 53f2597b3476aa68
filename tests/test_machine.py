"""What is missing on a machine leaves a test out or fails it, and what lies about does neither."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests import machine

Skipped, Failed = pytest.skip.Exception, pytest.fail.Exception


@pytest.mark.parametrize(("ci", "outcome"), [("", Skipped), ("true", Failed)])
def test_what_the_tests_install_may_be_missing_for_a_person_and_not_in_ci(monkeypatch, ci, outcome):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no browser"):
        machine.missing("no browser")


@pytest.mark.parametrize("ci", ["", "true"])
def test_a_program_from_elsewhere_may_be_missing_in_ci_too(monkeypatch, ci):
    monkeypatch.setenv("CI", ci)
    with pytest.raises(Skipped, match="no-such-program"):
        machine.program("no-such-program")
    assert machine.program(sys.executable) == sys.executable


def test_a_file_that_git_does_not_track_is_not_part_of_a_checkout(tmp_path):
    git = machine.program("git")
    (tmp_path / "kept.py").touch()
    (tmp_path / "note.txt").touch()
    for words in (["init", "--quiet"], ["add", "kept.py"]):
        subprocess.run([git, *words], cwd=tmp_path, check=True)
    assert machine.shipped_files(tmp_path) == (tmp_path / "kept.py",)


def test_without_git_all_but_what_tools_made_is_part_of_it(tmp_path):
    (tmp_path / "kept.py").touch()
    for made in (".venv/lib.py", "a/__pycache__/a.pyc", "x.egg-info/PKG-INFO"):
        file = Path(tmp_path / made)
        file.parent.mkdir(parents=True)
        file.touch()
    assert machine.shipped_files(tmp_path) == (tmp_path / "kept.py",)
