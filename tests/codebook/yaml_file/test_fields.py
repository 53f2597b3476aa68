import pytest

from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import FRAMES, SCALE, said_of

CASES = [
    (
        "Which frames?",
        "[Which frames?]",
        "line 6, column questions[1].label: A list was found where a text was expected. Put "
        "quotes around a text with a colon or brackets in it.",
    ),
    (
        "Which frames?",
        "{Which: frames}",
        "line 6, column questions[1].label: Keys and values were found where a text was expected. "
        "Put quotes around a text with a colon or brackets in it.",
    ),
    (
        "    codes:",
        "    colour: red\n    codes:",
        'line 7, column questions[1].colour: The key "colour" is not known here. The keys here '
        "are key, kind, label, help, level, required, none, none_label, marks, primary, shown_if, "
        "minimum, maximum, codes, low, high, step, low_label, high_label.",
    ),
    (
        "label: Which",
        "lable: Which",
        'line 6, column questions[1].lable: The key "lable" is not known here. Did you mean '
        '"label"?',
    ),
    (
        "key: staged\n        label: Staged\n        definition: It is arranged.",
        "staged",
        'line 8, column questions[1].codes[1]: The text "staged" was found where keys and values '
        'were expected. Write "key: value" on lines of their own; the keys are key, label, '
        "definition, use_when, not_when, examples, hotkey, value.",
    ),
    (
        "title: A book",
        "title: A book\nlanguage: {no: way}",
        "line 3, column language: Keys and values were found where a text was expected. Put "
        "quotes around a text with a colon or brackets in it.",
    ),
    (
        "kind: many",
        "kind: many\n    required: perhaps",
        'line 6, column questions[1].required: "perhaps" was found where true or false was '
        'expected. Write "true" or "false".',
    ),
    (
        FRAMES[FRAMES.index("      - key") :],
        "      staged: Staged\n      moving: Moving\n",
        "line 7, column questions[1].codes: Keys and values were found where a list was expected. "
        'Begin each item of the list with "- ".',
    ),
    (
        "label: Staged",
        "label: Staged\n        use_when: [But: not this]",
        "line 10, column questions[1].codes[1].use_when[1]: Keys and values were found where a "
        "text was expected. Put quotes around a text with a colon or brackets in it.",
    ),
]

OF_NUMBERS = [
    (
        "value: 2",
        "value: two",
        'line 9, column questions[1].codes[2].value: "two" was found where a number was expected. '
        "Write digits, with a point before decimals: 2.5.",
    ),
    (
        "value: 2",
        'value: "2,5"',
        'line 9, column questions[1].codes[2].value: "2,5" was found where a number was expected. '
        "Write digits, with a point before decimals: 2.5.",
    ),
    (
        "value: 3",
        "value: 1e999",
        'line 10, column questions[1].codes[3].value: "1e999" was found where a number was '
        "expected. Write digits, with a point before decimals: 2.5.",
    ),
    (
        "kind: text",
        "kind: text\n    shown_if: bias",
        'line 18, column questions[3].shown_if: The text "bias" was found where keys and values '
        'were expected. Write "key: value" on lines of their own; the keys are question, codes.',
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_value_of_another_shape_is_refused(old, new, said):
    assert said_of(FRAMES, old, new) == said


@pytest.mark.parametrize(("old", "new", "said"), OF_NUMBERS)
def test_what_is_not_a_number_is_refused(old, new, said):
    assert said_of(SCALE, old, new) == said


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        *[(written, True) for written in ("true", "yes", "On", "'true'", "")],
        *[(written, False) for written in ("false", "no", "NO", "off")],
    ],
)
def test_yes_and_no_are_true_and_false_where_that_is_asked(written, meant):
    book = read_book(FRAMES.replace("kind: many", f"kind: many\n    required: {written}"))

    assert book.questions[0].required is meant


@pytest.mark.parametrize("written", ["no", "yes", "null_", "off"])
def test_elsewhere_they_are_words(written):
    book = read_book(FRAMES.replace("staged", written).replace("It is arranged.", written))

    assert book.questions[0].codes[0].key == written
    assert book.questions[0].codes[0].definition == written


@pytest.mark.parametrize(
    ("written", "number"),
    [("2", 2), ("+2", 2), ("2.5", 2.5), (".5", 0.5), ("2.", 2), ("2e0", 2), ("'2'", 2), ("-0", 0)],
)
def test_a_number_may_be_written_in_many_ways(written, number):
    book = read_book(SCALE.replace("minimum: 0", f"minimum: {written}"))

    assert str(book.questions[1].minimum) == str(float(number))


def test_a_single_text_is_a_list_of_one():
    book = read_book(FRAMES.replace("label: Staged", "label: Staged\n        use_when: Often."))

    assert book.questions[0].codes[0].use_when == ("Often.",)


def test_the_space_around_a_text_goes_and_a_label_is_one_line():
    book = read_book(
        FRAMES.replace("Which frames?", "|\n      Which\n      frames? ").replace(
            "It is arranged.", "|\n          It is\n          arranged.\n\n"
        )
    )

    assert book.questions[0].label == "Which frames?"
    assert book.questions[0].codes[0].definition == "It is\narranged."
