import pytest

from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import FRAMES, SCALE, said_of

CASES = [
    (
        "key: moving",
        "key: staged",
        "line 11, column questions[1].codes[2].key: Another code of this question has the key "
        '"staged" already. Give one of them another key.',
    ),
    (
        "label: Moving",
        "label: STAGED",
        "line 12, column questions[1].codes[2].label: Another code of this question has the label "
        '"STAGED" already. Give one of them another label, so that coders can tell them apart.',
    ),
    (
        "key: moving",
        "key: none",
        'line 11, column questions[1].codes[2].key: The key "none" is kept for the answer that no '
        'code applies. Choose another key, or take the code out; "many" questions offer none '
        "themselves.",
    ),
    (
        "definition: It is arranged.",
        "definition: ''",
        'line 10, column questions[1].codes[1].definition: The code "staged" has no definition. '
        'Add "definition:" that says exactly what the code means.',
    ),
    (
        "label: Staged",
        "label: Staged\n        hotkey: n",
        'line 10, column questions[1].codes[1].hotkey: The hotkey "n" belongs to the command '
        '"none". Take one of 1 2 3 4 5 6 7 8 9 0 a b d e g h i j k l o p q r t v w x y z, or '
        "leave it out to have one chosen.",
    ),
    (
        "label: Staged",
        "label: Staged\n        hotkey: enter",
        'line 10, column questions[1].codes[1].hotkey: The hotkey "enter" belongs to the command '
        '"save and next". Take one of 1 2 3 4 5 6 7 8 9 0 a b d e g h i j k l o p q r t v w x y '
        "z, or leave it out to have one chosen.",
    ),
    (
        "label: Staged",
        "label: Staged\n        hotkey: 10",
        'line 10, column questions[1].codes[1].hotkey: The hotkey "10" is not a single character. '
        "Take one of 1 2 3 4 5 6 7 8 9 0 a b d e g h i j k l o p q r t v w x y z, or leave it out "
        "to have one chosen.",
    ),
    (
        "label: Staged",
        "label: Staged\n        value: 1",
        'line 10, column questions[1].codes[1].value: The code "staged" has a value, but its '
        'question is not a scale. Take "value" out, or write "kind: scale".',
    ),
    (
        "label: Staged",
        "label: Staged\n        use_when: [a, '']",
        'line 10, column questions[1].codes[1].use_when[2]: The code "staged" has an empty line '
        "under use_when. Write the rule, or take the line out.",
    ),
    (
        "label: Staged",
        "label: Staged\n        examples: [{why: so}]",
        'line 10, column questions[1].codes[1].examples[1]: The code "staged" has an example with '
        'no sentence in it. Add "coded:" or "not_coded:" with a sentence, or take the example out.',
    ),
    (
        "        label: Staged\n",
        "",
        'line 8, column questions[1].codes[1].label: The code "staged" has no label. Add "label:" '
        "with a text.",
    ),
    (
        "- key: staged\n        label",
        "- label",
        'line 8, column questions[1].codes[1].key: Code 1 has no key. Add "key:" with lower-case '
        "letters, digits and underscores, starting with a letter.",
    ),
    (
        FRAMES[FRAMES.index("label: Staged") :],
        "label: Staged\n        hotkey: 1\n        definition: It is arranged.\n"
        "      - {key: moving, label: Moving, definition: A feeling., hotkey: 1}\n",
        'line 12, column questions[1].codes[2].hotkey: The hotkey "1" is that of "staged" '
        "already. Give one of them another hotkey, or leave it out to have one chosen.",
    ),
]

POINTS = [
    (
        "value: 2",
        "value: 1",
        "line 9, column questions[1].codes[2].value: The value 1 does not rise above 1, the one "
        "before it. Order the points from low to high.",
    ),
    (
        ", value: 3",
        "",
        'line 10, column questions[1].codes[3].value: The code "high" is a point of a scale and '
        'has no number. Add "value:" with its number.',
    ),
    (
        "label: Very, ",
        "",
        'line 10, column questions[1].codes[3].label: The code "high" has no label. Add "label:" '
        "with a text.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_a_code_is_refused_with_its_place_and_a_remedy(old, new, said):
    assert said_of(FRAMES, old, new) == said


@pytest.mark.parametrize(("old", "new", "said"), POINTS)
def test_so_is_a_point_of_a_scale(old, new, said):
    assert said_of(SCALE, old, new) == said


def test_two_questions_may_use_the_same_hotkey():
    hotkey = "label: Staged\n        hotkey: 1"
    twice = FRAMES.replace("label: Staged", hotkey)
    other = twice[twice.index("  - key: frames") :].replace("frames", "more")

    assert len(read_book(twice + other).questions) == 2
