from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.yaml_file.yaml_tree import Entries, Scalar, lines, parse
from annotator.errors import Refused
from tests.codebook.books import FRAMES, said_of
from tests.codebook.strategies import patient

CASES = [
    (
        "It is arranged.",
        "*arranged",
        "line 10, column questions[1].codes[1].definition: An alias was found (*arranged); a "
        'codebook writes everything out. Write the text in place of "*arranged", or put quotes '
        "around it.",
    ),
    (
        "It is arranged.",
        "!arranged yes",
        "line 10, column questions[1].codes[1].definition: A YAML tag was found (!arranged); a "
        "codebook has plain texts only. Take out the tag, or put quotes around the text.",
    ),
    (
        "questions:",
        "---\nquestions:",
        "line 3: A second document begins here; a codebook is one document. Take out the line "
        '"---".',
    ),
    (
        "It is arranged.",
        "[[[[[[[[[x]]]]]]]]]",
        "line 10, column questions[1].codes[1].definition[1][1][1][1][1][1][1]: The nesting goes "
        "deeper than any codebook does. Check the brackets and the indentation before this line.",
    ),
    (
        "title: A book",
        "? [title]\n: A book",
        'line 2: A key is one word; a list or a mapping stands in its place. Write "key: value" '
        "and take out the question mark or the brackets.",
    ),
    (
        "kind: many",
        "kind: many\n    kind: one",
        'line 6, column questions[1].kind: "kind" is given twice; the first is on line 5. Keep '
        "one of them.",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), CASES)
def test_what_a_codebook_does_not_need_is_refused(old, new, said):
    assert said_of(FRAMES, old, new) == said


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "Off", "true", "1.10", "010", "0x1F", "2022-11-25", "1e3", ".inf"],
)
def test_no_text_is_taken_for_anything_else(written):
    root, found = parse(f"{written}: {written}")

    assert found == []
    assert isinstance(root, Entries)
    assert [(entry.key, entry.node) for entry in root.entries] == [(written, Scalar(written, 1))]


@pytest.mark.parametrize("written", ["", "~", "null", "Null", "''", '""'])
def test_nothing_is_an_empty_text(written):
    root, _ = parse(f"a: {written}")

    assert isinstance(root, Entries)
    assert root.entries[0].node == Scalar("", 1)


def test_null_in_quotes_is_a_word():
    assert parse("'null'")[0] == Scalar("null", 1)


def test_every_key_path_has_the_line_of_its_key():
    root, _ = parse("a:\n  - b: |-\n      text\n    c:\n\n      - d\n")

    assert lines(root) == {"": 1, "a": 1, "a[1]": 2, "a[1].b": 2, "a[1].c": 4, "a[1].c[1]": 6}


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x]\n" + "".join(f"b{i}: &b{i} [{', '.join(['*a'] * 9)}]\n" for i in range(9)),
        "[" * 100_000,
        "{a: " * 100_000,
        "- " * 100_000,
    ],
    ids=["aliases", "lists", "mappings", "items"],
)
def test_a_small_text_that_would_grow_huge_or_deep_is_refused(text):
    try:
        _, found = parse(text)
    except Refused as refused:
        found = list(refused.problems)

    assert found


@patient
@given(st.text())
def test_any_text_is_a_tree_or_refused(text):
    with suppress(Refused):
        parse(text)
