import pytest
from click.testing import CliRunner

from annotator.cli import main

sqlite = pytest.mark.database("sqlite")


def doctor(settings):
    said = {"ANNOTATOR_DATA": str(settings.data), "ANNOTATOR_JOURNAL": settings.journal}
    return CliRunner().invoke(main, ["doctor"], env=said)


@sqlite
def test_a_sound_installation_ends_with_0(app, settings):
    answer = doctor(settings)
    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert lines[0].startswith("  annotator ")
    assert not any(line.startswith("!") for line in lines)


@sqlite
def test_a_risk_is_marked_with_its_advice_below_and_ends_with_1(app, settings):
    (settings.data / "secret-key").chmod(0o644)
    answer = doctor(settings)
    assert answer.exit_code == 1
    (at,) = (n for n, line in enumerate(answer.stdout.splitlines()) if line.startswith("! secret"))
    assert answer.stdout.splitlines()[at + 1].strip() == (
        "Others on this machine can read it. Run: chmod 600 on it."
    )


def test_without_an_installation_it_says_so(tmp_path):
    answer = CliRunner().invoke(main, ["--data", str(tmp_path / "none"), "doctor"])
    assert answer.exit_code == 2
    assert "There is no installation in" in answer.stderr


@sqlite
def test_a_file_that_is_no_database_is_a_risk_and_no_traceback(settings):
    settings.database_file.write_text("A shopping list. " * 400)
    answer = doctor(settings)
    assert answer.exit_code == 1
    assert "file is not a database. Restore the last backup." in answer.stdout
