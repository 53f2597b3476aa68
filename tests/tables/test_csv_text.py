import csv
import datetime as dt
import io
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.tables import csv_text

TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    st.text(',"\r\n =;\t', max_size=4),
)
# 0.0 and -0.0 are one value to pandas; a data set has no use for the second.
NUMBERS = st.floats().map(lambda number: number or 0.0)
KINDS = (
    st.one_of(TEXTS, st.none()),
    st.one_of(NUMBERS, st.none()),
    st.integers(),
)


@st.composite
def tables(draw):
    """Names and rows of two to four columns, each of one kind."""
    names = [f"{draw(TEXTS)}{at}" for at in range(draw(st.integers(2, 4)))]
    kinds = [draw(st.sampled_from(KINDS)) for _ in names]
    return names, draw(st.lists(st.tuples(*kinds), max_size=7))


def written(names, rows):
    return b"".join(csv_text.pieces(names, rows))


@given(tables())
def test_a_table_is_written_byte_for_byte_as_pandas_writes_it(table):
    frame = pd.DataFrame(table[1], columns=table[0], dtype=object)
    # In pieces of two rows, so that a small table has several.
    with patch.object(csv_text, "ROWS_AT_ONCE", 2):
        assert written(*table) == frame.to_csv(index=False, lineterminator="\r\n").encode()


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_a_text_is_read_back_as_it_was(rows):
    lines = csv.reader(io.StringIO(written(["one", "two"], rows).decode(), newline=""))
    assert [tuple(line) for line in lines] == [("one", "two"), *rows]


@pytest.mark.parametrize("odd", [",", '"', "\n", "\r"])
def test_one_odd_text_in_a_column_is_quoted_and_the_others_are_not(odd):
    assert list(csv_text.cells(["a", f"b{odd}", "c"])) == ["a", csv_text.quoted(f"b{odd}"), "c"]
    assert csv_text.quoted(f"b{odd}")[0] == '"'


def test_what_is_made_of_a_value_is_made_once_for_all_that_are_the_same():
    seen = []
    cells = csv_text.cells([2, 1, 2, 2], lambda number: seen.append(number) or number / 2)
    assert list(cells) == ["1.0", "0.5", "1.0", "1.0"]
    assert seen == [2, 1]


def test_a_table_without_rows_is_its_header():
    assert written(["unit", "coder"], []) == b"unit,coder\r\n"


def test_a_table_comes_in_pieces_that_do_not_grow_with_it():
    rows = ((n,) for n in range(2 * csv_text.ROWS_AT_ONCE + 1))
    made = csv_text.pieces(["n"], rows)
    assert [piece.count(b"\r\n") for piece in made] == [1, 50_000, 50_000, 1]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (np.float64("nan"), ""),
        (True, "1"),
        (False, "0"),
        (0.1 + 0.2, "0.30000000000000004"),
        (np.float64(1) / 3, "0.3333333333333333"),
        (2**70, "1180591620717411303424"),
        ("", ""),
        ("=SUM(A1)", "=SUM(A1)"),
        ("007", "007"),
        (" spaces ", " spaces "),
    ],
)
def test_a_cell_says_what_its_value_is_and_nothing_else(value, cell):
    assert csv_text.text(value) == cell


def test_a_time_is_utc_to_the_millisecond():
    time = dt.datetime(2022, 11, 25, 9, 5, 7, 89_999, tzinfo=dt.UTC)
    assert csv_text.utc(time) == "2022-11-25T09:05:07.089Z"
