import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.answers import Answer, canonical
from annotator.codebook.rules.answer_rules import check
from annotator.codebook.yaml_file.read import read_book
from annotator.errors import Refused
from tests.codebook.strategies import codebooks, patient

BOOK = read_book("""\
key: book
title: A book
questions:
  - key: frames
    kind: many
    label: Frames?
    primary: true
    codes:
      - {key: staged, label: Staged, definition: D}
      - {key: moving, label: Moving, definition: D}
      - {key: heroic, label: Heroic, definition: D}
  - key: voice
    kind: one
    label: Voice?
    codes:
      - {key: outlet, label: Outlet, definition: D}
      - {key: source, label: Source, definition: D}
  - key: name
    kind: text
    label: Which source?
    shown_if: {question: voice, codes: [source]}
  - key: strength
    kind: scale
    label: How strong?
    required: false
    low: -1
    high: 1
    step: 0.5
    low_label: Weak
    high_label: Strong
  - key: people
    kind: number
    label: How many people?
    required: false
    minimum: 0
    maximum: 10
  - key: why
    kind: text
    label: Why?
    required: false
    shown_if: {question: strength}
""")
LEAST = {"frames": "none", "voice": "outlet"}


def answer(question: str, **raw: object) -> Answer:
    """The answer to one question, when the least is said of the others."""
    answers = check(BOOK, LEAST | {key.replace("__", "."): value for key, value in raw.items()})
    return {each.question: each for each in answers}[question]


def refusal(**raw: object) -> list[tuple[str, str]]:
    """The place and the words of each problem."""
    with pytest.raises(Refused) as caught:
        check(BOOK, LEAST | {key.replace("__", "."): value for key, value in raw.items()})
    return [(each.column, f"{each.message} {each.remedy}") for each in caught.value.problems]


def test_there_is_one_answer_for_each_question_in_the_order_of_the_book():
    assert check(BOOK, {"voice": "outlet", "frames": "none"}) == (
        Answer("frames", "none"),
        Answer("voice", "given", codes=("outlet",)),
        Answer("name", "not_applicable"),
        Answer("strength", "none"),
        Answer("people", "none"),
        Answer("why", "not_applicable"),
    )


@pytest.mark.parametrize(
    ("question", "raw", "expected"),
    [
        ("frames", {"frames": "none"}, Answer("frames", "none")),
        ("frames", {"frames": ["none"]}, Answer("frames", "none")),
        (
            "frames",
            {"frames": "moving"},
            Answer("frames", "given", codes=("moving",), primary="moving"),
        ),
        (
            "frames",
            {"frames": ["moving", "staged", "moving"], "frames__primary": "moving"},
            Answer("frames", "given", codes=("staged", "moving"), primary="moving"),
        ),
        ("voice", {"voice": ["source"], "name": "R."}, Answer("voice", "given", codes=("source",))),
        (
            "name",
            {"voice": "source", "name": " A\r\n B \n"},
            Answer("name", "given", text=" A\n B"),
        ),
        ("name", {"voice": "source", "name": "none"}, Answer("name", "given", text="none")),
        ("strength", {"strength": ""}, Answer("strength", "none")),
        ("strength", {"strength": "none"}, Answer("strength", "none")),
        ("people", {"people": 3}, Answer("people", "given", number=3.0)),
        ("people", {"people": " 2.5 "}, Answer("people", "given", number=2.5)),
        ("people", {"people": ["0"]}, Answer("people", "given", number=0.0)),
        ("people", {"people": "٣"}, Answer("people", "given", number=3.0)),
        ("people", {"people": -0.0}, Answer("people", "given", number=0.0)),
        ("people", {"people": 10}, Answer("people", "given", number=10.0)),
        ("people", {"people": None}, Answer("people", "none")),
        ("people", {"people": []}, Answer("people", "none")),
        ("why", {"strength": 1}, Answer("why", "none")),
        ("why", {"strength": 1, "why": " \n "}, Answer("why", "none")),
        (
            "why",
            {"strength": 1, "why": "x" * 10_000 + " "},
            Answer("why", "given", text="x" * 10_000),
        ),
    ],
)
def test_what_was_said_is_kept(question, raw, expected):
    assert answer(question, **raw) == expected
    assert str(answer(question, **raw)) == str(expected)


@pytest.mark.parametrize("said", ["m0_5", -0.5, "-0.5", ["-.5"]])
def test_a_point_of_a_scale_is_named_by_its_key_or_its_number(said):
    assert answer("strength", strength=said) == Answer(
        "strength", "given", codes=("m0_5",), number=-0.5
    )


REFUSED = [
    (
        {"frames": ""},
        "frames",
        '"frames" is not answered yet. Choose one, or say that none applies.',
    ),
    ({"voice": []}, "voice", '"voice" is not answered yet. Answer it.'),
    (
        {"voice": "none"},
        "voice",
        '"voice" does not offer the answer that none applies. Answer it.',
    ),
    (
        {"frames": ["none", "staged"]},
        "frames",
        '"frames" has codes together with the answer that none applies. Take back one of the two.',
    ),
    (
        {"frames": "none", "frames__primary": "staged"},
        "frames",
        '"frames" has codes together with the answer that none applies. Take back one of the two.',
    ),
    (
        {"frames": ["staged", "stagd"]},
        "frames",
        'The question "frames" has no code "stagd". Its codes are staged, moving, heroic.',
    ),
    (
        {"frames": [1]},
        "frames",
        'The question "frames" has no code "1". Its codes are staged, moving, heroic.',
    ),
    (
        {"frames": {"staged": True}},
        "frames",
        'The question "frames" has no code "{\'staged\': True}". '
        "Its codes are staged, moving, heroic.",
    ),
    (
        {"frames": ["staged", "moving"]},
        "frames",
        '"frames" needs one of the chosen codes as the one that weighs most. '
        "Choose one of staged, moving.",
    ),
    (
        {"frames": ["staged", "moving"], "frames__primary": "heroic"},
        "frames",
        '"frames" needs one of the chosen codes as the one that weighs most. '
        "Choose one of staged, moving.",
    ),
    (
        {"frames": "staged", "frames__primary": "moving"},
        "frames",
        '"frames" needs one of the chosen codes as the one that weighs most. Choose one of staged.',
    ),
    (
        {"voice": ["outlet", "source"]},
        "voice",
        '"voice" takes one answer; 2 were given. Choose one of them.',
    ),
    ({"voice": "source"}, "name", '"name" is not answered yet. Answer it.'),
    (
        {"voice": "outlet", "name": "R."},
        "name",
        '"name" is not asked after this answer to an earlier question. Leave it empty.',
    ),
    (
        {"why": "none"},
        "why",
        '"why" is not asked after this answer to an earlier question. Leave it empty.',
    ),
    (
        {"strength": 2},
        "strength",
        'The scale "strength" has no point "2". Its points are -1, -0.5, 0, 0.5, 1.',
    ),
    (
        {"strength": True},
        "strength",
        'The scale "strength" has no point "True". Its points are -1, -0.5, 0, 0.5, 1.',
    ),
    ({"people": -1}, "people", "-1 is below the lowest number, 0. Check the number."),
    ({"people": "10.5"}, "people", "10.5 is above the highest number, 10. Check the number."),
    (
        {"strength": 1, "why": "x" * 10_001},
        "why",
        "The text has 10,001 characters; at most 10,000 are kept. Shorten it.",
    ),
    (
        {"strength": 1, "why": "a\0b"},
        "why",
        "A character that can not be shown was found (U+0000). "
        "Delete it, or write it as a visible one.",
    ),
    (
        {"strength": 1, "why": 7},
        "why",
        '"7" was found where a text was expected. Send the answer as a text.',
    ),
    (
        {"mood": "good"},
        "mood",
        'The codebook has no question "mood". Load the page again; the codebook may have changed.',
    ),
    (
        {"voice__primary": "outlet"},
        "voice.primary",
        'The codebook has no question "voice.primary". '
        "Load the page again; the codebook may have changed.",
    ),
]


@pytest.mark.parametrize(("raw", "place", "said"), REFUSED)
def test_an_answer_that_breaks_a_rule_is_refused_at_its_question(raw, place, said):
    assert refusal(**raw) == [(place, said)]


def test_a_question_that_is_not_asked_takes_no_weightiest_code_either():
    text = "key: b\ntitle: B\nquestions:\n  - {key: q, kind: text, label: Q, required: no}\n"
    text += "  - {key: f, kind: many, label: F, primary: yes, shown_if: {question: q}, "
    text += "codes: [{key: a, label: A, definition: D}]}\n"

    with pytest.raises(Refused, match='"f" is not asked after this answer'):
        check(read_book(text), {"f.primary": "a"})


@pytest.mark.parametrize(
    "said",
    ["2,5", "many", "1e3", True, float("nan"), float("inf"), 10**400, {}, "9" * 400, "0x1"],
)
def test_what_is_no_number_is_refused(said):
    ((place, words),) = refusal(people=said)

    assert place == "people"
    assert "was found where a number was expected. Write digits" in words
    assert len(words) < 200


def test_all_problems_are_told_at_once_but_not_those_that_follow_from_others():
    places = [place for place, _ in refusal(frames=[], voice="nobody", strength=7, name="R.")]

    assert places == ["frames", "voice", "strength"]


def test_an_answer_none_does_not_open_the_questions_that_hang_on_an_answer():
    assert answer("why", strength="none").state == "not_applicable"
    assert answer("why", strength=0).state == "none"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(), values, max_size=2),
    max_leaves=5,
)
KEYS = st.sampled_from([*(question.key for question in BOOK.questions), "frames.primary", "other"])


@patient
@given(st.dictionaries(KEYS, JSON))
def test_whatever_is_sent_is_an_answer_or_refused(raw):
    with suppress(Refused):
        assert len(check(BOOK, raw)) == len(BOOK.questions)


@st.composite
def _given(draw, question):
    """Something valid to say to a question, or nothing if it may be left empty."""
    keys = [code.key for code in question.codes]
    if not question.required and draw(st.booleans()):
        return None
    match question.kind:
        case "many":
            some = st.lists(st.sampled_from(keys), min_size=1)
            return draw(some | st.just("none")) if question.none else draw(some)
        case "one":
            return draw(st.sampled_from(keys))
        case "scale":
            return draw(st.sampled_from([*keys, *(code.value for code in question.codes)]))
        case "number":
            return draw(
                st.floats(question.minimum, question.maximum, width=32, allow_infinity=False)
            )
    return draw(st.sampled_from(["none", "x", "é\ny"]))


@patient
@given(st.data())
def test_every_valid_answer_is_accepted_as_what_it_is(data):
    book = data.draw(codebooks())
    raw, shown = {}, {}
    for question in book.questions:
        condition = question.shown_if
        earlier = shown.get(condition.question) if condition else "asked"
        hidden = earlier is None or earlier == "none"
        if condition and condition.codes is not None and not hidden:
            hidden = not set(condition.codes) & set(earlier)
        said = None if hidden else data.draw(_given(question))
        if said is None:
            continue
        raw[question.key] = said
        by_value = {code.value: code.key for code in question.codes}
        codes = [by_value.get(each, each) for each in (said if isinstance(said, list) else [said])]
        shown[question.key] = "none" if said == "none" and question.kind != "text" else codes
        if question.primary and shown[question.key] != "none":
            raw[question.key + ".primary"] = data.draw(st.sampled_from(codes))
    answers = check(book, raw)

    assert [each.question for each in answers] == [each.key for each in book.questions]
    assert {each.question for each in answers if each.state == "given"} == {
        key for key, said in shown.items() if said != "none"
    }
    for each in answers:
        assert (each.state == "given") == (
            bool(each.codes) or each.number is not None or each.text is not None
        )


def test_the_canonical_form_is_json_that_says_everything():
    answers = check(BOOK, LEAST | {"frames": ["moving", "staged"], "frames.primary": "moving"})

    assert json.loads(canonical(answers))[0] == {
        "question": "frames",
        "state": "given",
        "codes": ["staged", "moving"],
        "number": None,
        "text": None,
        "primary": "moving",
    }


def test_the_canonical_form_does_not_depend_on_how_it_was_said():
    one = {"voice": "outlet", "frames": ["moving", "staged"], "frames.primary": "moving"}
    other = {"frames": ("staged", "moving", "moving"), "frames.primary": ["moving"]}
    other |= {"voice": ["outlet"], "people": ""}

    assert canonical(check(BOOK, one)) == canonical(check(BOOK, other))
    assert canonical(reversed(check(BOOK, one))) == canonical(check(BOOK, one))


def test_the_canonical_form_tells_none_from_not_applicable():
    none, unasked = check(BOOK, LEAST | {"strength": 0}), check(BOOK, LEAST)

    assert canonical([none[5]]) != canonical([unasked[5]])
