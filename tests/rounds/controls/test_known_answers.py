"""Known answers, from a file and one by one."""

import json
from io import BytesIO

import openpyxl
import pytest

from annotator.codebook.queries import parsed
from annotator.errors import Refused
from annotator.rounds.controls.known_answers import checked_known_answers, known_from_rows
from annotator.rounds.controls.known_file import Row, read_known_rows, read_rows
from tests import factories

BOOK = parsed(factories.BOOK)
FACTS = {"s1": ["s1"], "s2": ["s2"], "A gate.": ["s1", "s9"]}


def file(*lines):
    return "\n".join(("sentence,question,answer,reason", *lines)).encode()


def read(*lines):
    rows = read_rows("known.csv", file(*lines))
    return read_known_rows("known.csv", rows, FACTS, BOOK)


def test_a_row_for_each_question_is_read():
    found = read(
        "s1,frames,staged; moving,It is arranged.", "s1,tone,calm,", "s2,frames,none,Nothing"
    )
    assert found["s1"].answers["frames"].codes == ("staged", "moving")
    assert found["s1"].reasons == {"frames": "It is arranged."}
    assert found["s2"].answers["frames"].state == "none"
    assert set(found["s2"].answers) == {"frames"}


def test_a_question_is_known_without_the_one_that_it_hangs_on():
    assert read("s1,strength,middle,")["s1"].answers["strength"].codes == ("middle",)


@pytest.mark.parametrize(
    ("line", "place", "message"),
    [
        ("s7,frames,staged,", "line 2, column sentence", "No served sentence has this id or text"),
        ("A gate.,frames,staged,", "line 2, column sentence", "stands in 2 places"),
        (",frames,staged,", "line 2, column sentence", "The sentence is empty."),
        ("s1,frame,staged,", "line 2, column question", "has no question “frame”"),
        ("s1,frames,,", "line 2, column answer", "The answer is empty."),
        ("s1,frames,arranged,", "line 2, column answer", 'has no code "arranged"'),
        ("s1,tone,calm;loud,", "line 2, column answer", 'has no code "calm;loud"'),
        ("s1,names,many,", "line 2, column answer", "number"),
        ("s1,frames,staged," + "x" * 2001, "line 2, column answer", "at most 2,000 are kept"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_line_and_column(line, place, message):
    with pytest.raises(Refused) as refused:
        read(line)
    (problem,) = refused.value.problems
    assert problem.place == f"known.csv, {place}"
    assert message in problem.message


def test_answers_that_exclude_each_other_are_named_at_their_line():
    with pytest.raises(Refused) as refused:
        read("s1,tone,calm,", "s1,strength,middle,")
    assert refused.value.problems[0].line == 3
    assert "is not asked after this answer" in refused.value.problems[0].message


def test_a_question_that_is_answered_twice_is_refused():
    with pytest.raises(Refused, match="Line 2 answers frames already"):
        read("s1,frames,staged,", "s1,frames,moving,")


def test_every_problem_of_a_file_is_named_at_once():
    with pytest.raises(Refused) as refused:
        read("s7,frames,staged,", "s1,frames,staged,", "s1,tone,soft,")
    assert [problem.line for problem in refused.value.problems] == [2, 4]


def test_a_file_without_a_column_or_a_row_is_refused():
    with pytest.raises(Refused, match="There is no column “answer”"):
        read_rows("known.csv", b"sentence,question\ns1,frames")
    with pytest.raises(Refused, match="no row below the header"):
        read_known_rows("known.csv", [], FACTS, BOOK)
    with pytest.raises(Refused, match="can not be read"):
        read_rows("known.pdf", b"")


def test_a_workbook_is_read_the_same():
    workbook = openpyxl.Workbook()
    for row in (("Sentence", "Question", "Answer", "Reason"), ("s1", "tone", "calm", "So it is.")):
        workbook.active.append(row)
    content = BytesIO()
    workbook.save(content)
    assert read_rows("k.xlsx", content.getvalue()) == [Row(2, "s1", "tone", "calm", "So it is.")]


def test_what_is_kept_comes_back_the_same():
    made = checked_known_answers(
        BOOK, {"frames": ["staged"], "names": "3", "remark": "x"}, {"names": " Three. "}
    )
    rows = [
        (key, json.loads(json.dumps(answer._asdict())), made.reasons.get(key, ""))
        for key, answer in made.answers.items()
    ]
    assert known_from_rows(rows).answers == made.answers
    assert made.raw == {"frames": ["staged"], "names": ["3"], "remark": ["x"]}
    assert made.reasons == {"names": "Three."}


def test_nothing_known_is_refused():
    with pytest.raises(Refused, match="No question has a known answer"):
        checked_known_answers(BOOK, {"frames": [], "tone": ""}, {})
