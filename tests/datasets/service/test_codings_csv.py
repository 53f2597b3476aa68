"""``codings.csv`` against a table that was written by hand, and what it does with each status."""

from io import BytesIO
from pathlib import Path

import pandas as pd
import pytest

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Variable
from annotator.datasets.queries.codings import CODINGS
from annotator.datasets.queries.round_data import CodingRow, RoundData
from annotator.datasets.service.codings_csv import pieces
from tests import factories

#: Written by hand, with line feeds; see the fixture ``small`` for what was done.
EXPECTED = (Path(__file__).parent / "codings.csv").read_text("utf-8")

TONE = Variable("tone", "", "one", "nominal", ("calm", "loud"), "Tone")
REMARK = Variable("remark", "", "text", None, (), "Remark")


def coding(at=1, unit="u1", coder="C1", **other):
    said = {"outcome": "answered", "skip_reason": "", "occasion": 1, "counted": True} | other
    return CodingRow(
        id=at,
        coding=f"c{at}",
        unit=unit,
        sentence="s1",
        article="a1",
        coder=coder,
        revision=1,
        submitted_at="2022-11-25T00:00:00.000Z",
        seconds=None,
        note="",
        flagged=False,
        context_looks=0,
        late=False,
        confidence=None,
        **said,
    )


def assignment(unit="u1", coder="C1", occasion=1):
    said = {"unit": unit, "article": "a1", "coder": coder, "sentence": "s1", "occasion": occasion}
    own = dict.fromkeys(CodingRow._fields) | said
    return CodingRow(**own | {"id": 0, "outcome": "unseen", "counted": False})


def of(number=1, assignments=(), codings=(), answers=None):
    return RoundData(number, 1, (TONE, REMARK), assignments, codings, answers or {})


def codings_frame(rounds):
    """The table as pandas reads it, every cell a text."""
    return pd.read_csv(BytesIO(b"".join(pieces(rounds))), dtype=str, keep_default_na=False)


def test_a_round_is_exported_as_the_table_written_by_hand_says(small, exported):
    assert exported(small.study)["codings.csv"].decode() == EXPECTED.replace("\n", "\r\n")


def test_pandas_reads_back_what_was_written(small, exported):
    data = exported(small.study)["codings.csv"]
    table = pd.read_csv(BytesIO(data), dtype=str, keep_default_na=False)
    assert tuple(table.columns) == CODINGS.names
    assert set(table.status) == {"given", "none", "skipped", "not_applicable", "unseen"}
    # A reader that guesses types finds numbers where numbers are declared.
    guessed = pd.read_csv(BytesIO(data))
    kinds = {c.name: c.kind for c in CODINGS.columns}
    numeric = {name for name in guessed if pd.api.types.is_numeric_dtype(guessed[name])}
    assert {name for name in numeric if kinds[name] == "text"} <= {"note"}
    assert {name for name, kind in kinds.items() if kind in ("integer", "flag")} <= numeric
    assert "seconds" in numeric


def test_rounds_stand_in_the_order_of_their_numbers_and_rows_in_that_of_their_keys():
    later = of(2, [assignment("u1"), assignment("u0", "C9"), assignment("u0", "C1")])
    table = codings_frame([later, of(1, [assignment("u9", occasion=2), assignment("u9")])])
    shown = table[["round", "unit", "coder", "occasion", "question"]]
    assert [tuple(row) for row in shown.itertuples(index=False)][::2] == [
        ("1", "u9", "C1", "1", "tone"),
        ("1", "u9", "C1", "2", "tone"),
        ("2", "u0", "C1", "1", "tone"),
        ("2", "u0", "C9", "1", "tone"),
        ("2", "u1", "C1", "1", "tone"),
    ]
    assert not table.duplicated(list(CODINGS.key)).any()


def test_no_round_gives_a_table_with_its_columns_and_no_row():
    assert list(codings_frame([]).columns) == list(CODINGS.names)


@pytest.mark.parametrize(
    ("row", "answers", "expected"),
    [
        (None, [], [("", "unseen", "0"), ("", "unseen", "0")]),
        (coding(outcome="skipped"), [], [("", "skipped", "0"), ("", "skipped", "0")]),
        (
            coding(),
            [Answer("tone", "given", ("calm",)), Answer("remark", "given", text="So")],
            [("calm", "given", "1"), ("So", "given", "0")],
        ),
        (
            coding(),
            [
                Answer("tone", "none"),
                Answer("remark", "not_applicable"),
            ],
            [("", "none", "0"), ("", "not_applicable", "0")],
        ),
        (
            coding(counted=False),
            [Answer("tone", "given", ("loud",)), Answer("remark", "none")],
            [("loud", "given", "0"), ("", "none", "0")],
        ),
    ],
    ids=["unseen", "skipped", "given", "none", "not counted"],
)
def test_unseen_skipped_given_none_and_not_applicable_are_told_apart(row, answers, expected):
    data = of(1, [assignment()], [row] if row else [], {1: answers})
    table = codings_frame([data])
    assert [tuple(each) for each in table[["value", "status", "counted"]].to_numpy()] == expected


def test_a_coding_without_a_place_is_exported_too():
    """A surplus coding: its place was given to another meanwhile."""
    answers = {1: [Answer("tone", "given", ("calm",))]}
    table = codings_frame([of(1, [], [coding(counted=False)], answers)])
    assert list(table.coding) == ["c1", "c1"]
    assert list(table.counted) == ["0", "0"]


def test_the_code_that_weighs_most_and_how_sure_one_was_are_exported(session, exported):
    book = factories.BOOK.replace("kind: many\n", "kind: many\n    primary: true\n", 1)
    study = factories.study(session)
    factories.codebook(session, study, book.replace("questions:", "confidence: true\nquestions:"))
    factories.article(session, study)
    cora = factories.member(session, study, "Cora", "coder")
    part = factories.enrolment(session, factories.open_round(session, study, [cora]), cora)
    first, second, _third = factories.assignments(session, part)
    both = {"frames": ["staged", "moving"], "frames.primary": "moving", "tone": "calm"}
    factories.code(session, part, first, both, confidence=2)
    factories.code(session, part, second, {"frames": "none", "tone": "calm"})
    session.commit()
    data = exported(study)["codings.csv"]
    table = pd.read_csv(BytesIO(data), dtype=str, keep_default_na=False)
    of_first = table[table.unit == first.unit.public_id]
    assert [tuple(row) for row in of_first[["code", "value", "primary"]].values[:3]] == [
        ("staged", "1", "0"), ("moving", "1", "1"), ("", "calm", ""),
    ]  # fmt: skip
    assert set(of_first.confidence) == {"2"}
    rest = table[table.unit != first.unit.public_id]
    assert set(rest.confidence) == set(rest.primary) == {""}
