"""Codebooks as they are exported."""

from annotator.datasets.queries.codebook import CODEBOOK, codebook
from tests import factories
from tests.datasets.rows import rows_of

SECOND = factories.BOOK.replace("label: Staged,", "label: Arranged,")


def test_a_codebook_has_a_row_for_each_code_and_one_for_a_question_without(session, small):
    first = small.round.version
    second = factories.codebook(session, small.study, SECOND)
    rows = rows_of(CODEBOOK, codebook([second, first]))
    assert [row["version"] for row in rows] == [1] * 9 + [2] * 9
    one = rows[:9]
    assert [(row["question"], row["code"] or "") for row in one] == [
        ("frames", "staged"), ("frames", "moving"), ("tone", "calm"), ("tone", "loud"),
        ("strength", "low"), ("strength", "middle"), ("strength", "high"),
        ("names", ""), ("remark", ""),
    ]  # fmt: skip
    levels = ["nominal"] * 4 + ["ordinal"] * 3 + ["interval", None]
    assert [row["level"] for row in one] == levels
    assert [row["code_value"] for row in one if row["code_value"] is not None] == [1, 2, 3]
    assert [rows[0]["code_label"], rows[9]["code_label"]] == ["Staged", "Arranged"]
