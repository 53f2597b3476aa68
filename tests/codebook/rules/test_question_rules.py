import pytest

from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import FRAMES, SCALE, said_of

CASES = [
    (
        "kind: many",
        "kind: multi",
        'line 5, column questions[1].kind: "multi" is not a kind of question. Write "one", '
        '"many", "scale", "number" or "text".',
    ),
    (
        "kind: many",
        "kind: Mny",
        'line 5, column questions[1].kind: "Mny" is not a kind of question. Did you mean "many"?',
    ),
    (
        "    kind: many\n",
        "",
        'line 4, column questions[1].kind: The question "frames" has no kind. Write "one", '
        '"many", "scale", "number" or "text".',
    ),
    (
        "    label: Which frames?\n",
        "",
        'line 4, column questions[1].label: The question "frames" has no label. Add "label:" with '
        "a text.",
    ),
    (
        "kind: many",
        "kind: many\n    level: ordinal",
        'line 6, column questions[1].level: The level "ordinal" does not suit the kind "many". '
        'Write "nominal".',
    ),
    (
        "kind: many",
        "kind: many\n    marks: always",
        'line 6, column questions[1].marks: "always" is not a setting for marks. Write "off", '
        '"optional" or "required".',
    ),
    (
        "kind: many",
        "kind: one\n    primary: true",
        'line 6, column questions[1].primary: The question "frames" has "primary", which belongs '
        'to questions of the kind "many". Take "primary" out, or write "kind: many".',
    ),
    (
        "kind: many",
        "kind: one\n    none: true",
        'line 6, column questions[1].none: The question "frames" has "none", which belongs to '
        'questions of the kind "many". Take "none" out, or write "kind: many".',
    ),
    (
        "kind: many",
        "kind: many\n    none: no\n    none_label: No frame",
        'line 7, column questions[1].none_label: The question "frames" has a none_label, but does '
        'not offer that no code applies. Add "none: true", or take it out.',
    ),
    (
        "kind: many",
        "kind: many\n    minimum: 1",
        'line 6, column questions[1].minimum: The question "frames" has "minimum", which belongs '
        'to questions of the kind "number". Take "minimum" out, or write "kind: number".',
    ),
    (
        "kind: many",
        "kind: many\n    shown_if: {question: voice}",
        'line 6, column questions[1].shown_if.question: shown_if names "voice", which is not a '
        "question asked before this one. Take shown_if out of the first question, or move the "
        "other question up.",
    ),
    (
        "kind: many",
        "kind: many\n    marks: of",
        'line 6, column questions[1].marks: "of" is not a setting for marks. Did you mean "off"?',
    ),
]

OTHER_KINDS = [
    (
        "      - {key: low, label: Not at all, value: 1}\n      - {key: middle, value: 2}\n",
        "",
        'line 7, column questions[1].codes: The question "bias" has too few codes (1); the kind '
        '"scale" needs 2. Add them under "codes:".',
    ),
    (
        "kind: scale",
        "kind: scale\n    level: ratio",
        'line 6, column questions[1].level: The level "ratio" does not suit the kind "scale". '
        'Write "ordinal" or "interval".',
    ),
    (
        "minimum: 0",
        "minimum: 9",
        "line 14, column questions[2].minimum: The minimum 9 is not below the maximum 9. Exchange "
        "them, or leave one out.",
    ),
    (
        "minimum: 0",
        "level: ratio",
        'line 14, column questions[2].level: The question "share" has the level ratio, which '
        'needs a true zero. Add "minimum: 0", or write "level: interval".',
    ),
    (
        "minimum: 0",
        "codes: [{key: a, label: A}]",
        'line 14, column questions[2].codes: The question "share" has codes, but its kind is '
        '"number". Take them out, or write another kind: "one", "many" or "scale".',
    ),
    (
        "kind: text",
        "kind: text\n    level: nominal",
        'line 18, column questions[3].level: The question "why" is answered in words, which have '
        'no level of measurement. Take "level" out.',
    ),
    (
        "kind: text",
        "kind: text\n    marks: optional",
        'line 18, column questions[3].marks: The question "why" has no codes to which words could '
        'be marked. Take "marks" out.',
    ),
    (
        "kind: text",
        "kind: text\n    shown_if: {question: bias, codes: [low, hihg]}",
        'line 18, column questions[3].shown_if.codes[2]: The question "bias" has no code "hihg". '
        'Name "low", "middle" or "high".',
    ),
    (
        "kind: text",
        "kind: text\n    shown_if: {question: share, codes: [low]}",
        'line 18, column questions[3].shown_if.codes[1]: The question "share" has no code "low". '
        'Take "codes" out.',
    ),
    (
        "kind: text",
        "kind: text\n    shown_if: {question: bias, codes: []}",
        "line 18, column questions[3].shown_if.codes: shown_if has an empty list of codes, so the "
        "question would never be asked. Name the codes, or take the list out to ask after any "
        "answer.",
    ),
    (
        "kind: text",
        "kind: text\n    shown_if: {question: why}",
        'line 18, column questions[3].shown_if.question: shown_if names "why", which is not a '
        'question asked before this one. Name "bias" or "share", or move that question up.',
    ),
    (
        "key: why",
        "key: bias",
        'line 16, column questions[3].key: Another question has the key "bias" already. Give one '
        "of them another key.",
    ),
    (
        "kind: text",
        "kind: text\n    maximum: 3",
        'line 18, column questions[3].maximum: The question "why" has "maximum", which belongs to '
        'questions of the kind "number". Take "maximum" out, or write "kind: number".',
    ),
    (
        "minimum: 0",
        "minimum: -1\n    level: ratio",
        'line 15, column questions[2].level: The question "share" has the level ratio, which '
        'needs a true zero. Add "minimum: 0", or write "level: interval".',
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_question_is_refused_with_its_place_and_a_remedy(old, new, said):
    assert said_of(FRAMES, old, new) == said


@pytest.mark.parametrize(("old", "new", "said"), OTHER_KINDS)
def test_so_is_a_question_of_another_kind(old, new, said):
    assert said_of(SCALE, old, new) == said


def test_a_question_has_at_most_100_codes():
    codes = "".join(f"\n      - {{key: c{i}, label: C{i}, definition: d}}" for i in range(99))

    assert said_of(FRAMES, "codes:", f"codes:{codes}") == (
        'line 7, column questions[1].codes: The question "frames" has 101 codes, more than the 100 '
        "allowed. Ask in two steps, with shown_if at the second question."
    )


def test_a_many_question_needs_one_code_and_a_one_question_two():
    one = FRAMES[: FRAMES.index("      - key: moving")]

    assert len(read_book(one).questions[0].codes) == 1
    assert said_of(one, "kind: many", "kind: one") == (
        'line 7, column questions[1].codes: The question "frames" has too few codes (1); the kind '
        '"one" needs 2. Add them under "codes:".'
    )


def test_the_default_level_suits_the_kind():
    questions = read_book(FRAMES).questions + read_book(SCALE).questions

    assert [(each.kind, each.level) for each in questions] == [
        ("many", "nominal"),
        ("scale", "ordinal"),
        ("number", "interval"),
        ("text", None),
    ]
    assert KINDS["one"].levels[0] == "nominal"


def test_a_condition_may_hang_on_any_answer_or_on_some_codes():
    either = SCALE.replace("kind: text", "kind: text\n    shown_if: {question: share}")
    some = SCALE.replace("kind: text", "kind: text\n    shown_if: {question: bias, codes: high}")

    assert read_book(either).questions[2].shown_if.codes is None
    assert read_book(some).questions[2].shown_if.codes == ("high",)
