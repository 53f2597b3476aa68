from typing import NamedTuple

from annotator.agreement.live.judgements import judged
from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Variable

TONE = Variable("tone", "", "one", "nominal", ("calm", "loud"), "Tone")
STAGED = Variable("frames", "staged", "many", "nominal", ("0", "1"), "Staged")
REMARK = Variable("remark", "", "text", None, (), "Remark")

ANSWERS = {
    1: [Answer("tone", "given", ("calm",)), Answer("frames", "given", ("staged",))],
    2: [Answer("tone", "none"), Answer("frames", "none")],
    3: [Answer("tone", "given", ("loud",)), Answer("frames", "given", ("staged",))],
}


class Coding(NamedTuple):
    id: int
    unit: str
    coder: str
    article: str
    counted: bool


def coding(at, unit, coder, *, counted=True):
    return Coding(at, unit, coder, f"of {unit}", counted)


CODINGS = [coding(1, "u1", "C1"), coding(2, "u2", "C1"), coding(3, "u1", "C2", counted=False)]


def test_only_counted_codings_with_a_value_are_judgements():
    tone, staged = judged([TONE, STAGED, REMARK], CODINGS, ANSWERS)
    assert (tone.variable, staged.variable) == (TONE, STAGED)
    assert [*tone.rows.unit, *tone.rows.coder, *tone.rows.value] == ["u1", "C1", "calm"]
    # Of each code a coder says whether it applies, also when none does.
    assert [*staged.rows.unit, *staged.rows.value] == ["u1", "u2", "1", "0"]
    assert [*staged.rows.cluster] == ["of u1", "of u2"]


def test_free_text_is_not_measured():
    assert judged([REMARK], CODINGS, ANSWERS) == []


def test_a_question_that_nobody_answered_has_no_judgement():
    (names,) = judged([Variable("names", "", "number", "interval", (), "")], CODINGS, ANSWERS)
    assert len(names.rows) == 0
