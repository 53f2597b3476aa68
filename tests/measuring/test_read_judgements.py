import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.errors import Refused
from annotator.measuring.csv_table import read_table
from annotator.measuring.file_report import measure_file
from annotator.measuring.layout import Layout, condition
from annotator.measuring.options import Options
from annotator.measuring.read_judgements import read

LAYOUT = Layout("unit", "coder", "value")


def measure_long(data, layout, *, file="", **options):
    return measure_file(data, layout, Options(**options), file=file).measured


def read_rows(table, layout):
    return read(table, layout).rows


CODINGS = b"""round,question,unit,article,coder,value,counted
pilot,tone,s1,a1,C07,warm,1
pilot,tone,s1,a1,C11,cold,1
pilot,tone,s2,a1,C07,,0
pilot,tone,s2,a1,C11,warm,1
pilot,tone,s3,a2,C07,warm,1
pilot,tone,s3,a2,C11,warm,1
pilot,frame,s1,a1,C07,1,1
pilot,frame,s1,a1,C11,1,1
"""


def with_where(*conditions, cluster=""):
    return Layout("unit", "coder", "value", cluster, conditions)


def test_the_rows_of_one_question_are_measured():
    found = measure_long(CODINGS, with_where(("question", "tone")), file="codings.csv")
    assert (found.n_units, found.n_coders, found.n_judgements, found.n_dropped) == (3, 2, 5, 1)
    assert dict(zip(found.values, found.distribution, strict=True)) == {"cold": 1, "warm": 4}
    assert found.coefficients["percent"].value == 0.5


def test_several_conditions_must_all_hold():
    where = with_where(("question", "tone"), ("counted", "1"), cluster="article")
    rows = read_rows(read_table(CODINGS, "codings.csv"), where)
    assert rows.unit == ("s1", "s1", "s2", "s3", "s3")
    assert rows.cluster == ("a1", "a1", "a1", "a2", "a2")
    assert rows.lines == (2, 3, 5, 6, 7)


def test_a_row_with_an_empty_value_is_no_judgement():
    data = b"unit,coder,value\ns1,A,x\ns1,A,\ns1,B, \n,,\ns1,C,NA\n"
    rows = read_rows(read_table(data, "f.csv"), LAYOUT)
    assert rows.coder == ("A", "C")
    assert rows.value == ("x", "NA")


def test_white_space_around_a_cell_is_not_part_of_it():
    data = b"unit,coder,value\ns1 ,A,x\ns1, B , x\n"
    rows = read_rows(read_table(data, "f.csv"), LAYOUT)
    assert rows.unit == ("s1", "s1")
    assert rows.coder == ("A", "B")
    assert rows.value == ("x", "x")


def test_level_values_seed_and_replicates_are_passed_on():
    data = b"unit,coder,value\n" + b"".join(
        f"s{at},{coder},{value}\n".encode()
        for at in range(6)
        for coder, value in (("A", "low"), ("B", "high" if at % 2 else "low"))
    )
    values = ["low", "middle", "high"]
    found = measure_long(data, LAYOUT, level="ordinal", values=values, seed=3, replicates=50)
    assert found.level == "ordinal"
    assert found.values == ("low", "middle", "high")
    assert (found.seed, found.replicates) == (3, 50)
    assert found.coefficients["percent"].method.startswith("unit bootstrap, 50 replicates")


@pytest.mark.parametrize(
    ("layout", "problem"),
    [
        (
            Layout("unit", "codr", "value"),
            'codings.csv: There is no column "codr"; there are round, question, unit, article, '
            'coder, value, counted. Did you mean "coder"?',
        ),
        (
            Layout("UNIT", "coder", "value"),
            'codings.csv: There is no column "UNIT"; there are round, question, unit, article, '
            'coder, value, counted. Did you mean "unit"?',
        ),
        (
            Layout("unit", "coder", "value", "xyz"),
            'codings.csv: There is no column "xyz"; there are round, question, unit, article, '
            "coder, value, counted. Choose one of them.",
        ),
        (
            with_where(("questions", "tone")),
            'codings.csv: There is no column "questions"; there are round, question, unit, '
            'article, coder, value, counted. Did you mean "question"?',
        ),
        (
            with_where(("question", "mood")),
            "codings.csv: No row has question=mood. The column question has tone, frame.",
        ),
        (
            with_where(("question", "frame"), ("counted", "0")),
            "codings.csv: No row has question=frame and counted=0. "
            "The column question has tone, frame.",
        ),
        (
            with_where(("question", "tone"), ("counted", "0")),
            "codings.csv, column value: All rows that were selected (1) are empty here. "
            "Choose another column or other rows.",
        ),
        (
            Layout("unit", "coder", "value"),
            "codings.csv, line 8, column unit: C07 has judged s1 already in line 2; one judgement "
            "per coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.\n"
            "codings.csv, line 9, column unit: C11 has judged s1 already in line 3; one judgement "
            "per coder and unit is expected. Keep one of the two rows, or select one question or "
            "round.",
        ),
    ],
)
def test_what_can_not_be_measured_is_refused_with_a_remedy(layout, problem):
    with pytest.raises(Refused) as refused:
        measure_long(CODINGS, layout, file="codings.csv")
    assert str(refused.value) == problem


def test_all_unknown_columns_are_named_at_once():
    with pytest.raises(Refused) as refused:
        measure_long(CODINGS, Layout("a", "b", "c"), file="codings.csv")
    assert len(refused.value.problems) == 3


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"unit,coder,value\n", "f.csv: There is a header and no row. Choose another file."),
        (
            b"unit,coder,value,value\ns1,A,x,y\n",
            'f.csv: The header has more than one column "value". Rename all but one.',
        ),
        (
            b"unit,coder,value\n,A,x\n",
            "f.csv, line 2, column unit: This cell is empty; a name is expected. Fill it in.",
        ),
    ],
)
def test_files_without_judgements_are_refused(data, problem):
    with pytest.raises(Refused) as refused:
        measure_long(data, LAYOUT, file="f.csv")
    assert str(refused.value) == problem


@pytest.mark.parametrize(
    ("level", "values", "problem"),
    [
        ("interval", None, 'f.csv, line 3, column value: "many" is not a number'),
        ("ratio", None, 'f.csv, line 3, column value: "many" is not a number'),
        ("nominal", ["2"], 'f.csv, line 3, column value: "many" is not among the declared values'),
    ],
)
def test_a_value_that_does_not_fit_is_refused_with_its_line(level, values, problem):
    data = b"unit,coder,value\ns1,A,2\ns1,B,many\n"
    with pytest.raises(Refused) as refused:
        measure_long(data, LAYOUT, file="f.csv", level=level, values=values)
    assert str(refused.value).startswith(problem)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("question=frame", ("question", "frame")),
        ("question = frame ", ("question", "frame")),
        ("status=", ("status", "")),
        ("formula=a=b", ("formula", "a=b")),
    ],
)
def test_a_condition_is_a_column_and_a_value(text, expected):
    assert condition(text) == expected


def test_a_condition_without_an_equals_sign_is_refused():
    with pytest.raises(Refused, match='"question" is no condition; COLUMN=VALUE is expected'):
        condition("question")


@given(data=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_bytes_whatever_end_in_a_traceback(data):
    for layout in (LAYOUT, Layout("a", "b", "c")):
        try:
            measure_long(b"a,b,c\n" + data, layout, replicates=10)
        except Refused:
            continue
