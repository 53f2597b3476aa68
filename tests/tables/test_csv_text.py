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
def frames(draw):
    """Tables of two to four columns; each is of one kind, as objects or as categories."""
    height = draw(st.integers(0, 7))
    columns = {}
    for at in range(draw(st.integers(2, 4))):
        values = draw(st.lists(draw(st.sampled_from(KINDS)), min_size=height, max_size=height))
        column = pd.Series(values, dtype=object)
        columns[f"{draw(TEXTS)}{at}"] = column.astype("category") if draw(st.booleans()) else column
    return pd.DataFrame(columns)


def written(frame):
    return b"".join(csv_text.pieces(frame))


@given(frames())
def test_a_table_is_written_byte_for_byte_as_pandas_writes_it(frame):
    # In pieces of two rows, so that a small table has several.
    with patch.object(csv_text, "ROWS_AT_ONCE", 2):
        assert written(frame) == frame.to_csv(index=False, lineterminator="\r\n").encode()


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_a_text_is_read_back_as_it_was(rows):
    frame = pd.DataFrame(rows, columns=["one", "two"], dtype=object)
    lines = csv.reader(io.StringIO(written(frame).decode(), newline=""))
    assert [tuple(line) for line in lines] == [("one", "two"), *rows]


def test_a_table_without_rows_is_its_header():
    assert written(pd.DataFrame(columns=["unit", "coder"])) == b"unit,coder\r\n"


def test_a_table_comes_in_pieces_that_do_not_grow_with_it():
    frame = pd.DataFrame({"n": range(2 * csv_text.ROWS_AT_ONCE + 1)})
    assert [piece.count(b"\r\n") for piece in csv_text.pieces(frame)] == [1, 50_000, 50_000, 1]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, ""),
        (float("nan"), ""),
        (np.float64("nan"), ""),
        (pd.NA, ""),
        (True, "1"),
        (np.False_, "0"),
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


def test_a_moment_is_utc_to_the_millisecond():
    time = dt.datetime(2022, 11, 25, 9, 5, 7, 89_999, tzinfo=dt.UTC)
    assert csv_text.moment(time) == "2022-11-25T09:05:07.089Z"
