import json

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from annotator.cli import main
from annotator.corpus import queries
from annotator.corpus.models import Article
from annotator.database.session import db
from annotator.studies.queries import study_called
from tests.corpus.harbour import OTHER_TEXT, TEXT, articles, table


@pytest.fixture
def run(settings, people):
    """The command line on the installation of this test."""

    def ran(*words):
        return CliRunner().invoke(main, ["--data", str(settings.data), "articles", *words])

    return ran


@pytest.fixture
def file(tmp_path):
    """A function that writes a file and gives its path."""

    def written(content, name):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return written


def in_study(app, people):
    with app.app_context():
        return queries.counts(db.session, study_called(db.session, people.study))


def test_files_of_all_kinds_are_imported_together(app, run, file, people):
    result = run("import", people.study, file(TEXT, "quay.txt"), file(articles(2), "more.csv"))
    assert result.output == "Imported 3 articles: 12 sentences, 10 of them served.\n"
    assert result.exit_code == 0
    assert in_study(app, people) == queries.Counts(3, 12, 10)


def test_texts_are_told_about_by_options(app, run, file, people):
    options = {
        "title": "Quay closed",
        "outlet": "Quill",
        "event": "The quay",
        "date": "3 May 2025",
        "author": "Ines Marrow",
        "url": "https://quill.example.org/1",
        "language": "en-GB",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    assert run("import", people.study, file(TEXT, "quay.txt"), *words).exit_code == 0
    with app.app_context():
        found = db.session.scalars(select(Article)).one()
        assert (found.title, found.outlet.name, found.event.name) == (
            "Quay closed",
            "Quill",
            "The quay",
        )
        assert (found.date.isoformat(), found.author) == ("2025-05-03", "Ines Marrow")
        assert (found.url, found.language) == ("https://quill.example.org/1", "en-GB")


def test_columns_are_mapped(app, run, file, people):
    rows = file(table({"Prose": OTHER_TEXT, "Paper": "Ledger"}), "quay.csv")
    result = run("import", people.study, rows, "--map", "text=Prose", "--map", "outlet=Paper")
    assert result.exit_code == 0
    with app.app_context():
        assert db.session.scalars(select(Article)).one().outlet.name == "Ledger"


def test_shared_copies_are_named(run, file, people):
    run("import", people.study, file(OTHER_TEXT, "quay.txt"), "--outlet", "Ledger")
    result = run("import", people.study, file(OTHER_TEXT, "copy.txt"), "--outlet", "Quill")
    assert result.output == (
        "Shared copy: “copy” of Quill is also “quay” of Ledger (quay.txt).\n"
        "Imported 1 article: 3 sentences, 3 of them served.\n"
    )


@pytest.mark.parametrize(
    ("content", "name", "options", "words"),
    [
        (b"%PDF-1.7", "scan.pdf", (), "A file with the ending “.pdf” can not be read."),
        (b"", "empty.txt", (), "The file is empty."),
        ("Prose\nIt fell.\n", "quay.csv", (), "There is no column named text"),
        ("text\nIt fell.\n", "quay.csv", ("--map", "text=Body"), "There is no column “Body”."),
        ("text\nIt fell.\n", "quay.csv", ("--map", "text"), "--map text can not be understood."),
        ("text\nIt fell.\n", "quay.csv", ("--map", "mood=x"), "--map mood=x can not be"),
        ("text\nIt fell.\n", "quay.csv", ("--date", "1 May 2025"), "--date tells of a .txt file"),
        (TEXT, "quay.txt", ("--map", "text=Body"), "--map is for tables"),
        (TEXT, "quay.txt", ("--date", "soon"), "“soon” is not a date"),
        (TEXT, "quay.txt", ("--language", "?"), "“?” is not a code of a language."),
        (TEXT, "quay.txt", ("--encoding", "klingon"), "There is no encoding “klingon”."),
    ],
)
def test_what_can_not_be_imported_is_told_in_one_message(
    app, run, file, people, content, name, options, words
):
    result = run("import", people.study, file(content, name), *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("annotator: ")
    assert result.stderr.count(words) == 1
    assert result.stderr.count("\n") == 1
    assert in_study(app, people).articles == 0


def test_one_bad_file_keeps_all_from_being_stored(app, run, file, people):
    result = run("import", people.study, file(TEXT, "quay.txt"), file("a\nb\n", "quay.csv"))
    assert result.exit_code == 2
    assert in_study(app, people).articles == 0


def test_a_title_is_that_of_one_text(run, file, people):
    files = file(TEXT, "quay.txt"), file(OTHER_TEXT, "more.txt")
    result = run("import", people.study, *files, "--title", "Quay")
    assert result.exit_code == 2
    assert "--title tells of one .txt file; there are 2." in result.stderr


def test_an_unknown_study_is_told(run, file):
    result = run("import", "nowhere", file(TEXT, "quay.txt"))
    assert result.exit_code == 2
    assert "There is no study 'nowhere'." in result.stderr


def test_articles_are_listed(run, file, people):
    run("import", people.study, file(TEXT, "quay.txt"), "--outlet", "Quill")
    line = run("list", people.study).output.splitlines()[0]
    assert line.split("\t")[1:] == [
        "Quill",
        "",
        "",
        "6",
        "4",
        "Harbour of Sallow Bay closed for repairs",
    ]


def split(path, *options):
    """The command without any installation."""
    return CliRunner().invoke(main, ["--data", "/nowhere", "articles", "split", path, *options])


def test_a_split_is_shown_without_a_database(file):
    result = split(file(TEXT, "quay.txt"))
    assert result.exit_code == 0
    assert result.output.splitlines()[1:4] == [
        "   –  byline      By Ines Marrow  [Names who wrote it.]",
        "   3  body        The harbour of Sallow Bay will stay closed until May.",
        "   4  body        Divers found cracks in the quay.",
    ]


def test_a_split_is_written_as_json(file):
    text = "🚢 The quay fell. Nobody was hurt."
    rows = json.loads(split(file(text, "quay.txt"), "--json").output)
    assert rows[1] == {
        "start": 17,
        "end": 33,
        "kind": "body",
        "served": True,
        "reason": "",
        "text": "Nobody was hurt.",
    }
    assert text[17:33] == rows[1]["text"]


def test_a_split_goes_by_its_language(file):
    path = file("Es war am 3. Mai. Dann nicht.", "quay.txt")
    texts = [row["text"] for row in json.loads(split(path, "--json", "--language", "de").output)]
    assert texts == ["Es war am 3. Mai.", "Dann nicht."]


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (articles(2), "more.csv", "There are 2 articles; this shows the split of one."),
        (b"\x00\x01", "quay.txt", "The file holds zero bytes, so it is no plain text."),
    ],
)
def test_a_file_that_is_not_one_article_is_not_split(file, content, name, words):
    result = split(file(content, name))
    assert result.exit_code == 2
    assert words in result.stderr


def test_sentences_of_wrapped_lines_are_shown_on_one_line(file):
    lines = (
        "The harbour of Sallow Bay will stay",
        "closed until May, as divers found a",
        "crack in the quay. The boats of the",
        "fishermen were brought over to Pell.",
    )
    assert split(file("\n".join(lines), "quay.txt")).output.splitlines() == [
        "   1  body        The harbour of Sallow Bay will stay closed until May, as divers found a "
        "crack in the quay.",
        "   2  body        The boats of the fishermen were brought over to Pell.",
    ]


@pytest.mark.parametrize("command", ["import", "split", "list"])
def test_every_command_has_an_example(command):
    result = CliRunner().invoke(main, ["articles", command, "--help"])
    assert f"Example: annotator articles {command}" in result.output
