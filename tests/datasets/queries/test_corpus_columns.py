import pytest

from annotator.datasets.queries.corpus_columns import ARTICLES, SENTENCES


@pytest.mark.parametrize("table", [ARTICLES, SENTENCES])
def test_every_column_says_what_it_means_in_a_whole_sentence(table):
    assert len(set(table.names)) == len(table.names)
    assert set(table.key) <= set(table.names)
    for column in table.columns:
        assert column.meaning[0].isupper()
        assert column.meaning.endswith(".")
