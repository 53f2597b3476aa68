import datetime as dt
import subprocess

import pytest
from click.testing import CliRunner

from annotator.cli import main
from tests import serving


@pytest.fixture
def run(settings):
    """Run a command on the installation."""
    return lambda *words: CliRunner().invoke(main, ["--data", str(settings.data), *words])


def held(folder):
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def test_a_data_set_is_written_where_it_was_asked_for(run, small, exported, tmp_path):
    target = tmp_path / "release-1"
    answer = run("export", "staged-meetings", "--to", str(target))
    assert answer.exit_code == 0
    files = exported(small.study)
    assert answer.stdout.splitlines() == [str(target / name) for name in files]
    assert held(target) == files


def test_another_process_writes_the_same_bytes(small, exported, settings, tmp_path):
    """Also when it orders sets and dictionaries by other hashes."""
    environment = serving.environment(settings) | {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    words = ["export", "staged-meetings", "--to", str(tmp_path / "release")]
    subprocess.run([*serving.COMMAND, *words], env=environment, check=True, capture_output=True)
    assert held(tmp_path / "release") == exported(small.study)


def test_without_a_folder_it_is_named_after_the_study_and_the_day(
    run, small, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("annotator.datasets.commands.checkout", lambda: None)
    answer = run("export", "staged-meetings")
    assert answer.exit_code == 0
    (folder,) = (tmp_path / "exports").iterdir()
    assert folder.name in {
        f"staged-meetings-{day:%Y-%m-%d}"
        for day in (dt.date.today(), dt.date.today() - dt.timedelta(days=1))
    }


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("no-study",), "There is no study 'no-study'. Studies here: staged-meetings."),
        (
            ("staged-meetings", "--to", "."),
            "holds other files, such as annotator.db.",
        ),
    ],
)
def test_what_can_not_be_is_told_in_a_sentence(run, small, tmp_path, monkeypatch, words, message):
    monkeypatch.chdir(tmp_path)
    answer = run("export", *words)
    assert (answer.exit_code, answer.stdout) == (2, "")
    assert message in answer.stderr
    assert (tmp_path / "annotator.db").exists()
