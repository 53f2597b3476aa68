"""The declarations of all tables, since the dictionary, the page and the files follow them."""

import re

from annotator.datasets.queries.tables import TABLES

COLUMNS = [(table, column) for table in TABLES for column in table.columns]


def test_every_table_has_a_name_of_its_own():
    assert [table.name for table in TABLES] == [
        "codings", "marks", "sentences", "articles", "coders", "codebook", "checks",
        "repeats", "agreement",
        "measurements",
    ]  # fmt: skip


def test_a_table_has_a_key_among_its_columns_and_names_each_column_once():
    for table in TABLES:
        assert table.key, table.name
        assert set(table.key) <= set(table.names), table.name
        assert len(set(table.names)) == len(table.names), table.name


def test_a_column_has_a_plain_name_and_a_meaning_in_a_sentence():
    for table, column in COLUMNS:
        where = f"{table.name}.{column.name}"
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name), where
        assert column.meaning[-1] in ".?" or column.meaning.endswith("..."), where
        # It stands in a cell of a Markdown table.
        assert not set(column.meaning) & set("|\n"), where


def test_a_column_that_two_tables_share_is_of_one_kind():
    """Except for ``value``, which is what a coder said in one and a coefficient in others."""
    kinds = {}
    for _, column in COLUMNS:
        kinds.setdefault(column.name, set()).add(column.kind)
    ambiguous = {name: found for name, found in kinds.items() if len(found) > 1}
    assert set(ambiguous) == {"value"}
