import re
from operator import itemgetter

import pytest

from annotator.columns import Column, Table
from annotator.datasets.dictionary import dictionary
from annotator.datasets.queries.tables import TABLES

PAGE = dictionary("A study", TABLES, "About it.")
DOGS = Table(
    "dogs",
    "A dog.",
    ("name", "age"),
    (
        Column("name", "text", "Its name.", itemgetter(0)),
        Column("age", "integer", "Its age.", itemgetter(1), ("1", "2")),
    ),
)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_of_every_file_has_its_row_in_order(table):
    section = PAGE.split(f"\n## {table.file}\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| (.+) \|$", section, re.M)
    assert [(name, kind) for name, kind, _ in rows] == [(c.name, c.kind) for c in table.columns]
    for (_, _, said), column in zip(rows, table.columns, strict=True):
        assert said.startswith(column.meaning)
        assert all(f"`{value}`" in said for value in column.values)


def test_a_small_dictionary_reads_like_this():
    page = dictionary("Pets", [DOGS], "All of them.")
    assert page.startswith("# Pets\n\nAll of them.\n\nEvery CSV file is UTF-8")
    assert "| `dogs.csv` | A dog. |\n| `codebook-v*.yaml` |" in page
    assert "\n## dogs.csv\n\nA row is a dog. Its key: `name`, `age`.\n\n| column |" in page
    assert "| `age` | integer | Its age. Values: `1`, `2`. |" in page
    assert page.endswith("--cluster article --seed 1\n")


def test_without_a_word_about_it_no_gap_is_left():
    assert "\n\n\n" not in PAGE
    assert dictionary("Pets", [DOGS]).startswith("# Pets\n\nEvery CSV file")
