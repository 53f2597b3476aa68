from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.hotkeys import COMMANDS, FREE, hotkey_problem, with_hotkeys
from annotator.codebook.schema import Code, Codebook, Question
from tests.codebook.strategies import patient


def _book(*hotkeys: str) -> Codebook:
    """A book with a question for each text, and in it a code for each character; ``-`` is none."""
    questions = tuple(
        Question(
            key=f"q{number}",
            kind="many",
            label="Q",
            level="nominal",
            codes=tuple(
                Code(key=f"c{i}", label=f"C{i}", definition="D", hotkey=key.replace("-", ""))
                for i, key in enumerate(keys)
            ),
        )
        for number, keys in enumerate(hotkeys, 1)
    )
    return Codebook("book", "Book", "en", "", questions)


def _each_once(keys: str) -> str:
    return "".join(key if key not in keys[:i] else "-" for i, key in enumerate(keys))


books = st.lists(st.text(["-", *FREE], min_size=1, max_size=40).map(_each_once), min_size=1).map(
    lambda hotkeys: _book(*hotkeys)
)


def _keys(book: Codebook) -> list[str]:
    return ["".join(code.hotkey or "-" for code in each.codes) for each in book.questions]


@pytest.mark.parametrize(
    ("given_keys", "all_keys"),
    [
        (["---"], ["123"]),
        (["-" * 12], ["1234567890ab"]),
        (["--", "--"], ["12", "34"]),
        (["-2-"], ["123"]),
        (["--", "1-"], ["23", "14"]),
        (["11"], ["11"]),
        (["-" * 30, "--"], ["1234567890abdeghijklopqrtvwxyz", "12"]),
        (["-" * 30, "2-"], ["134567890abdeghijklopqrtvwxyz2", "21"]),
        (["-" * 32], ["1234567890abdeghijklopqrtvwxyz--"]),
        (["ж-"], ["ж1"]),
    ],
)
def test_what_is_not_given_takes_the_first_free_key(given_keys, all_keys):
    assert _keys(with_hotkeys(_book(*given_keys))) == all_keys


@patient
@given(books)
def test_the_codes_of_a_question_share_no_key_and_leave_none_unused(book):
    for question in with_hotkeys(book).questions:
        keys = [code.hotkey for code in question.codes if code.hotkey]
        assert len(set(keys)) == len(keys) == min(len(question.codes), len(FREE))
        assert not set(keys) & set(COMMANDS)


@patient
@given(books)
def test_given_keys_are_kept_and_nothing_else_is_touched(book):
    keyed = with_hotkeys(book)

    assert with_hotkeys(keyed) == keyed
    for before, after in zip(book.questions, keyed.questions, strict=True):
        for old, new in zip(before.codes, after.codes, strict=True):
            assert new == replace(old, hotkey=old.hotkey or new.hotkey)


def test_keys_are_unique_in_the_book_while_they_last():
    keys = "".join(_keys(with_hotkeys(_book("-" * 10, "-" * 10, "-" * 10))))

    assert sorted(keys) == sorted(FREE)


@pytest.mark.parametrize("key", [*COMMANDS, "N", "S", "enter", "BACKSPACE"])
def test_the_keys_of_commands_are_refused(key):
    problem = hotkey_problem(key, "here")

    assert problem is not None
    assert f'The hotkey "{key}" belongs to the command' in problem.message
    assert problem.column == "here"


@pytest.mark.parametrize("key", ["A", "Ж", "+", " ", "-", "€", "ab", "10", "é́", "🙂"])
def test_only_one_lower_case_letter_or_digit_is_a_hotkey(key):
    assert hotkey_problem(key, "") is not None


@pytest.mark.parametrize("key", [*FREE, "", "ж", "é", "ñ", "א", "字", "٣"])
def test_letters_and_digits_of_every_script_are_hotkeys(key):
    assert hotkey_problem(key, "") is None
