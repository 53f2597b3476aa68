"""A new column of an export is one declaration in one file.

A copy of the package gets one more entry in each table, and exports a study.
"""

import csv
import os
import shutil
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest

from annotator.datasets.queries.tables import TABLES
from annotator.paths import PACKAGE, shipped

#: By table: the module of its declaration, the entry, and what its rows say there.
MADE_UP = {
    "codings": ("codings", 'own("made_up", "flag", "Made up.", Coding.stale)', {"0", ""}),
    "marks": ("marks", 'stored("made_up", "integer", "Made up.", Coding.revision)', {"1"}),
    "sentences": ("corpus", 'stored("made_up", "integer", "Made up.", Article.id * 0)', {"0"}),
    "articles": (
        "corpus",
        'Column("made_up", "integer", "Made up.", lambda row: row.text.count("gate"))',
        {"5"},
    ),
    "coders": ("coders", 'stored("made_up", "flag", "Made up.", Member.coder)', {"1"}),
    "codebook": (
        "codebook",
        'Column("made_up", "flag", "Made up.", lambda row: row.question.required)',
        {"0", "1"},
    ),
    "checks": (
        "checks",
        'Column("made_up", "text", "Made up.", lambda row: row.beside.known.upper())',
        set(),
    ),
    "repeats": (
        "repeats",
        'Column("made_up", "text", "Made up.", lambda row: row.first.status)',
        set(),
    ),
    "agreement": (
        "figures",
        'Column("made_up", "text", "Made up.", lambda row: f"round {row.round}")',
        {"round 1", "round 2"},
    ),
    "measurements": (
        "figures",
        'Column("made_up", "integer", "Made up.", lambda row: len(row.kept.options["values"]))',
        {"0", "2", "3"},
    ),
}


@pytest.fixture(scope="module")
def exported(large, tmp_path_factory) -> Path:
    """The data set that a package with one more column in each table makes."""
    root = tmp_path_factory.mktemp("copy")
    shutil.copytree(PACKAGE, root / "annotator", ignore=shutil.ignore_patterns("__pycache__"))
    for beside in ("migrations", "templates"):
        shutil.copytree(shipped(beside), root / beside)
    for table, (module, entry, _) in MADE_UP.items():
        declare(root / "annotator" / "datasets" / "queries" / f"{module}.py", table, entry)
    data = Path(large.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")).parent
    command = "from annotator.cli import main; main()"
    words = ["--data", str(data), "export", "staged-meetings", "--to", "made"]
    done = subprocess.run(
        [sys.executable, "-c", command, *words],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return root / "made"


def declare(file: Path, table: str, entry: str) -> None:
    """Add an entry to the columns of a table."""
    source = file.read_text(encoding="utf-8")
    end = source.index("    ),\n)\n", source.index(f"\n{table.upper()}: Table"))
    file.write_text(f"{source[:end]}        {entry},\n{source[end:]}", encoding="utf-8")


def test_every_table_has_a_column_made_up_here():
    assert {table.name for table in TABLES} == set(MADE_UP)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_column_that_is_declared_is_in_the_file_and_in_the_dictionary(exported, table):
    text = (exported / table.file).read_text(encoding="utf-8")
    header = next(csv.reader(StringIO(text)))
    assert header == [*table.names, "made_up"]
    rows = list(csv.DictReader(StringIO(text, newline="")))
    assert {row["made_up"] for row in rows} == MADE_UP[table.name][2]
    section = (exported / "README.md").read_text(encoding="utf-8").split(f"## {table.file}\n")[1]
    assert "| Made up. |" in section.split("\n## ")[0]
