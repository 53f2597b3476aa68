import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.codebook import queries
from annotator.codebook.commands import codebook
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.database.session import db
from annotator.studies.queries import study_called
from tests.codebook.small import BROKEN, CHANGED, SMALL


@pytest.fixture
def run(settings):
    """The command line on the installation of this test."""

    def ran(*words):
        return CliRunner().invoke(main, ["--data", str(settings.data), "codebook", *words])

    return ran


@pytest.fixture
def file(tmp_path):
    """A function that writes a codebook file and gives its path."""

    def written(text, name="harbour.yaml"):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    return written


def test_a_good_file_is_told_to_be_good(file, tmp_path):
    result = CliRunner().invoke(
        main, ["--data", str(tmp_path / "none"), "codebook", "check", file(SMALL)]
    )
    assert result.output == "harbour.yaml: 2 questions, 5 codes, no problem found.\n"
    assert result.exit_code == 0
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("name", ready_made())
def test_ready_made_books_are_good(run, name):
    result = run("check", name)
    assert (result.exit_code, "no problem found" in result.output) == (0, True)


@pytest.mark.parametrize("words", [("check",), ("import", "staged-meetings")])
def test_every_problem_has_its_line_key_and_remedy(run, people, file, words):
    result = run(*words, file(BROKEN))
    assert result.exit_code == 2
    assert result.output.splitlines() == [
        'harbour.yaml:13: questions[1].kind: "meny" is not a kind of question. '
        'Did you mean "many"?',
        'harbour.yaml:20: questions[1].codes[1].label: The code "alarm" has no label. '
        'Add "label:" with a text.',
    ]


def test_a_file_that_is_not_there_is_named_with_the_ready_made_books(run):
    result = run("check", "nonesuch.yaml")
    assert result.exit_code == 2
    assert "There is no file 'nonesuch.yaml' here." in result.output
    assert "bias, framing" in result.output


def test_a_file_that_is_no_text_is_refused_in_words(run, file):
    result = run("check", file(b"title: \xff\xfe"))
    assert result.exit_code == 2
    assert "The file is not UTF-8 text" in result.output


def test_an_imported_file_is_stored_as_it_is(app, run, people, file):
    text = SMALL.replace("\n", "\r\n")
    result = run("import", people.study, file(text))
    assert result.output == "Version 1 of the codebook is stored: 2 questions, 5 codes.\n"
    with app.app_context():
        assert queries.newest(db.session, study_called(db.session, people.study)).source == text


def test_a_second_import_says_what_changed(run, people, file):
    run("import", people.study, file(SMALL))
    result = run("import", people.study, file(CHANGED))
    assert result.output.startswith("Version 2 of the codebook is stored")
    assert 'The definition of the code "praise"' in result.output


def test_an_import_takes_a_note(app, run, people, file):
    run("import", people.study, file(SMALL))
    run("import", people.study, file(CHANGED), "--note", "Praise needs a name.")
    with app.app_context():
        newest = queries.newest(db.session, study_called(db.session, people.study))
        assert newest.change_note == "Praise needs a name."


def test_the_same_book_is_not_imported_twice(run, people, file):
    run("import", people.study, file(SMALL))
    result = run("import", people.study, file(SMALL))
    assert result.exit_code == 2
    assert "Nothing changed: this says the same as version 1, the newest." in result.output


def test_a_ready_made_book_is_imported_by_its_name(run, people):
    assert run("import", people.study, "framing").exit_code == 0
    assert run("show", people.study, "--yaml").output == ready_made_text("framing")


def test_an_unknown_study_is_named(run, people, file):
    result = run("import", "nonesuch", file(SMALL))
    assert result.exit_code == 2
    assert "There is no study 'nonesuch'." in result.output


def test_the_newest_version_or_another_is_shown(run, people, file):
    run("import", people.study, file(SMALL))
    run("import", people.study, file(CHANGED))
    assert "Somebody is praised by name." in run("show", people.study).output
    earlier = run("show", people.study, "--version", "1").output
    assert "Somebody is praised.\n" in earlier
    assert "   p  Praise [praise]" in earlier
    assert run("show", people.study, "--version", "1", "--yaml").output == SMALL
    assert run("show", people.study, "--version", "3").exit_code == 2


def test_a_study_without_a_codebook_says_how_one_comes_in(run, people):
    result = run("show", people.study)
    assert result.exit_code == 2
    assert f"annotator codebook import {people.study} FILE" in result.output


def test_a_ready_made_book_is_shown_by_its_name(run, people):
    assert run("show", "bias", "--yaml").output == ready_made_text("bias")
    assert "Biased [biased]" in run("show", "bias").output
    assert run("show", "nonesuch").exit_code == 2


def test_every_command_has_an_example():
    for command in codebook.commands.values():
        assert command.epilog.startswith(f"Example: annotator codebook {command.name} ")
