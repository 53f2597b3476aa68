import pytest
from hypothesis import given

from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.words.as_text import plain_text, size
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.small import SMALL
from tests.codebook.strategies import codebooks

PRINTED = """\
Harbour news
============

Code the sentence in front of you.
1. Judge the words, not the event.
2. In doubt, leave it out, whatever the outlet.

1. Which tones does it carry?
   Take every tone that applies.
   Choose every code that applies. If none applies, choose “None of these”. Of
   several codes, say which one weighs most. You may mark the words that carry a
   code. [tone, many, nominal]

   1  Alarm [alarm]
      The harbour is shown as in danger.
      Use when
      - A danger is named.
      Do not use when
      - Only the weather is told.
      Coded: The quay may fall at any hour.
      Not coded: The quay was built of oak.
      Why: The first names a danger.

   p  Praise [praise]
      Somebody is praised.

2. How strong is it?
   Asked only if “Which tones does it carry?” was answered with “Alarm”. Choose
   one point of the scale. You may leave it empty. [strength, scale, ordinal]

   2  Weak [weak = 1]

   3  2 [middle = 2]

   4  Strong [strong = 3]
"""


def test_a_book_is_printed_to_be_read():
    assert plain_text(with_hotkeys(read_book(SMALL))) == PRINTED


@given(codebooks())
def test_every_rule_and_example_is_printed(book):
    printed = set(plain_text(book).split())
    for code in (code for question in book.questions for code in question.codes):
        for text in (*code.use_when, *code.not_when, *(each.coded for each in code.examples)):
            assert set(text.split()) <= printed


@pytest.mark.parametrize("name", ready_made())
def test_no_line_of_a_ready_made_book_is_longer_than_a_terminal(name):
    lines = plain_text(with_hotkeys(read_book(ready_made_text(name)))).splitlines()
    assert max(map(len, lines)) <= 80


def test_the_size_is_counted_in_questions_and_codes():
    assert size(read_book(SMALL)) == "2 questions, 5 codes"
