import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.words.prose import Block, blocks

LINES = st.lists(
    st.sampled_from(["", "one two", "  three", "- four", "• five", "1. six", "12) seven", "-eight"])
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("One\ntwo  three.", [Block("paragraph", ["One two three."])]),
        ("One.\n\nTwo.", [Block("paragraph", ["One."]), Block("paragraph", ["Two."])]),
        (
            "Rules:\n1. One,\n   with more.\n\n3. Three.",
            [
                Block("paragraph", ["Rules:"]),
                Block("numbered", ["One, with more.", "Three."], [1, 3]),
            ],
        ),
        (
            "- One\n- Two\n\nAfter.",
            [Block("bulleted", ["One", "Two"]), Block("paragraph", ["After."])],
        ),
        ("In\n2022. It rained", [Block("paragraph", ["In 2022. It rained"])]),
        ("- \n-5 degrees", [Block("paragraph", ["- -5 degrees"])]),
    ],
)
def test_a_text_is_shown_in_paragraphs_and_lists(text, expected):
    assert blocks(text) == expected


@given(LINES)
def test_no_word_is_lost_and_none_is_added(lines):
    text = "\n".join(lines)
    unmarked = [re.sub(r"^\s*([-•]|\d+[.)])\s", "", line) for line in lines]
    shown = [text for block in blocks(text) for text in block.texts]
    assert " ".join(shown).split() == " ".join(unmarked).split()
