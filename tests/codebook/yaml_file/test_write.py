from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from annotator.codebook.ready_made import ready_made_text
from annotator.codebook.yaml_file.read import read_book
from annotator.codebook.yaml_file.write import checksum, write_book
from tests.codebook.strategies import codebooks, patient


@patient
@given(codebooks())
def test_what_is_written_reads_back_the_same(book):
    assert read_book(write_book(book)) == book


def test_a_text_of_several_lines_is_written_on_several_lines():
    written = write_book(read_book(ready_made_text("bias")))

    assert "\ndescription: |-\n  Two questions on the wording" in written


def test_defaults_are_left_out_and_no_line_ends_in_a_space():
    written = write_book(read_book(ready_made_text("framing")))

    assert "required" not in written
    assert "level" not in written
    assert "primary" not in written
    assert not [line for line in written.splitlines() if line != line.rstrip()]


def test_layout_and_comments_do_not_change_the_checksum():
    text = ready_made_text("bias")

    assert checksum(read_book("# One more comment.\n" + text)) == checksum(read_book(text))
    assert checksum(read_book(write_book(read_book(text)))) == checksum(read_book(text))


@patient
@given(codebooks(), st.data())
def test_any_change_of_what_is_said_changes_the_checksum(book, data):
    number = data.draw(st.integers(0, len(book.questions) - 1))
    changed = replace(book.questions[number], help=book.questions[number].help + "x")
    questions = (*book.questions[:number], changed, *book.questions[number + 1 :])

    assert checksum(replace(book, questions=questions)) != checksum(book)


def test_the_checksum_of_a_small_book_stays_the_same_for_ever():
    # Stored versions are known by it: a change here orphans them.
    book = read_book("key: a\ntitle: A\nquestions:\n  - {key: q, kind: text, label: Why?}\n")

    assert checksum(book) == ("da32841b1f7835bfdd60af8d9926a5f6e05358a850c5d29d45fe22122eccd23a")


def test_a_book_that_asks_how_sure_one_is_has_another_checksum():
    book = read_book(ready_made_text("bias"))
    asks = replace(book, confidence=True)

    assert checksum(asks) != checksum(book)
    assert "\nconfidence: true\n" in write_book(asks)
    assert "confidence" not in write_book(book)
