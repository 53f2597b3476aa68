import json
import shlex

import krippendorff
import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.report.recompute_command import command_of_variable
from annotator.agreement.report.variable_report import (
    fingerprint,
    measured_report,
    options_checksum,
)
from annotator.cli import main
from annotator.codebook.kinds.variable import Variable
from annotator.reliability.data.long_form import Judgements

TONE = Variable("tone", "", "one", "nominal", ("calm", "loud"), "Tone")
STAGED = Variable("frames", "staged", "many", "nominal", ("0", "1"), "Staged")
STRENGTH = Variable("strength", "", "scale", "ordinal", ("-1", "0", "2.5"), "Strength")
NAMES = Variable("names", "", "number", "ratio", (), "Names")


def rows(*cells):
    """From ``unit coder value`` each; the article of u1 is "of u1"."""
    unit, coder, value = zip(*(cell.split() for cell in cells), strict=True)
    return Judgements(unit, coder, value, [f"of {name}" for name in unit])


def paired(first, second):
    """Two coders' values, unit by unit, all in one article."""
    cells = [
        (f"u{at:02}", coder, value)
        for at, pair in enumerate(zip(first, second, strict=True))
        for coder, value in zip(("C1", "C2"), pair, strict=True)
    ]
    return Judgements(*zip(*cells, strict=True), ["a"] * len(cells))


def test_one_of_several_codes_is_measured_at_its_level():
    """Krippendorff (2011), example B: two observers, nominal data; alpha = .692."""
    kind = Variable("kind", "", "one", "nominal", tuple("abcde"), "Kind")
    made = measured_report(kind, paired("aabbdccceddd", "babbbcccedda"), 1)
    assert made.measured.coefficients["alpha"].value == pytest.approx(0.692, abs=5e-4)
    assert made.measured.level == "nominal"


def test_a_code_of_many_is_measured_as_applied_or_not():
    """Krippendorff (2011), example A: two observers, ten units, binary data; alpha = .095."""
    made = measured_report(STAGED, paired("0100000010", "1110010000"), 3)
    measured = made.measured
    assert measured.coefficients["alpha"].value == pytest.approx(0.095, abs=5e-4)
    assert measured.coefficients["percent"].value == pytest.approx(0.6)
    assert (measured.level, measured.values) == ("nominal", ("0", "1"))
    assert (measured.n_units, measured.n_coders, measured.n_judgements) == (10, 2, 20)
    assert made.reason == ""


def test_points_of_a_scale_are_measured_by_their_order():
    """The krippendorff package (Castro 2017) on the same points, by their ranks."""
    first, second = [0, 0, 1, 2, 2, 1, 0, 2], [0, 1, 1, 2, 1, 1, 0, 0]
    of = STRENGTH.values
    made = measured_report(STRENGTH, paired([of[at] for at in first], [of[at] for at in second]), 1)
    other = krippendorff.alpha(np.array([first, second], float), level_of_measurement="ordinal")
    assert made.measured.coefficients["alpha"].value == pytest.approx(other, abs=1e-12)
    # A nominal alpha would be another one.
    nominal = krippendorff.alpha(np.array([first, second], float), level_of_measurement="nominal")
    assert abs(other - nominal) > 0.01


def test_declared_values_that_nobody_gave_are_shown_with_zero():
    made = measured_report(TONE, rows("u1 C1 calm", "u1 C2 calm"), 1)
    assert dict(zip(made.measured.values, made.measured.distribution, strict=True)) == {
        "calm": 2, "loud": 0,
    }  # fmt: skip


def test_a_question_that_nobody_answered_says_so():
    made = measured_report(TONE, Judgements([], [], [], []), 1)
    assert made.measured is None
    assert made.reason == "no coder has answered it yet"


def test_values_that_do_not_fit_the_level_are_a_reason_and_no_error():
    made = measured_report(NAMES, rows("u1 C1 -3", "u1 C2 1"), 1)
    assert made.measured is None
    assert "-3" in made.reason
    assert "ratio" in made.reason


@st.composite
def judgements(draw):
    """At most one judgement for each of four units and three coders, in any order."""
    places = [(f"u{u}", f"C{c}") for u in range(4) for c in range(3)]
    chosen = draw(st.lists(st.sampled_from(places), unique=True, min_size=1))
    value = st.sampled_from(["calm", "loud"])
    return [(unit, coder, draw(value), f"a{unit}") for unit, coder in chosen]


def long(cells):
    return Judgements(*zip(*cells, strict=True))


@given(judgements(), st.randoms(use_true_random=False))
def test_a_fingerprint_does_not_depend_on_the_order_of_the_rows(cells, chance):
    shuffled = chance.sample(cells, len(cells))
    assert fingerprint(TONE, long(shuffled)) == fingerprint(TONE, long(cells))


@given(judgements(), st.data())
def test_a_fingerprint_changes_with_every_part_of_every_judgement(cells, data):
    at = data.draw(st.integers(0, len(cells) - 1))
    part = data.draw(st.integers(0, 3))
    changed = list(cells[at])
    changed[part] = {"calm": "loud", "loud": "calm"}.get(changed[part], changed[part] + "x")
    others = cells[:at] + cells[at + 1 :]
    before = fingerprint(TONE, long(cells))
    assert fingerprint(TONE, long([*others, tuple(changed)])) != before
    assert fingerprint(TONE, long([*cells, ("u9", "C9", "calm", "a9")])) != before
    if others:
        assert fingerprint(TONE, long(others)) != before


@pytest.mark.parametrize(
    "other",
    [
        Variable("mood", "", "one", "nominal", ("calm", "loud"), "Tone"),
        Variable("tone", "x", "one", "nominal", ("calm", "loud"), "Tone"),
        Variable("tone", "", "one", "ordinal", ("calm", "loud"), "Tone"),
        Variable("tone", "", "one", "nominal", ("loud", "calm"), "Tone"),
        Variable("tone", "", "one", "nominal", ("calm", "loud", "shrill"), "Tone"),
    ],
    ids=["question", "code", "level", "order", "values"],
)
def test_a_fingerprint_tells_what_the_judgements_are_about(other):
    same = rows("u1 C1 calm", "u1 C2 calm")
    assert fingerprint(other, same) != fingerprint(TONE, same)


def test_a_fingerprint_has_nothing_to_do_with_the_words_of_a_label():
    same = rows("u1 C1 calm", "u1 C2 calm")
    renamed = Variable("tone", "", "one", "nominal", ("calm", "loud"), "Which tone?")
    assert fingerprint(renamed, same) == fingerprint(TONE, same)


@pytest.mark.parametrize(
    ("variable", "options"),
    [
        (TONE, ["question=tone", "nominal", "calm,loud"]),
        (STAGED, ["question=frames", "code=staged", "nominal", "0,1"]),
        (STRENGTH, ["question=strength", "ordinal", "-1,0,2.5"]),
        (NAMES, ["question=names", "ratio"]),
    ],
    ids=lambda value: value.key if isinstance(value, Variable) else "",
)
def test_a_command_names_all_that_a_figure_depends_on(variable, options):
    words = shlex.split(command_of_variable(variable, 12, seed=5))
    assert words[:4] == ["annotator", "agreement", "measure", "codings.csv"]
    assert {"round=12", "counted=1", *options} <= set(words)
    assert words[words.index("--seed") + 1] == "5"
    assert words[words.index("--cluster") + 1] == "article"
    assert ("--values" in words) == bool(variable.values)
    assert any(word.startswith("code=") for word in words) == bool(variable.code)


def test_a_command_with_a_negative_value_is_understood(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    cells = "1,strength,u{0},{1},{2},1,a{0}"
    lines = [cells.format(u, c, v) for u in "123" for c, v in (("C1", "-1"), ("C2", "2.5"))]
    header = "round,question,unit,coder,value,counted,article"
    (tmp_path / "codings.csv").write_text("\n".join([header, *lines]))
    words = shlex.split(command_of_variable(STRENGTH, 1))[1:]
    answer = CliRunner().invoke(main, [*words, "--json"])
    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.output)["values"] == {"-1": 3, "0": 0, "2.5": 3}


def test_options_have_one_checksum_in_whatever_order_they_stand():
    one = {"level": "nominal", "values": ["0", "1"], "replicates": 2000}
    assert options_checksum(dict(reversed(one.items()))) == options_checksum(one)
    assert options_checksum(one | {"values": ["1", "0"]}) != options_checksum(one)
    assert options_checksum(one | {"replicates": 100}) != options_checksum(one)
