import pytest

from annotator.codebook.hotkeys import with_hotkeys
from annotator.codebook.ready_made import ready_made, ready_made_text
from annotator.codebook.yaml_file.read import read_book
from annotator.errors import NotFound

CODES = [
    (name, question.key, code)
    for name in ready_made()
    for question in read_book(ready_made_text(name)).questions
    for code in question.codes
]


def test_two_books_are_ready_made():
    assert ready_made() == ("bias", "framing")


@pytest.mark.parametrize("name", ready_made())
def test_a_ready_made_book_is_without_fault_and_is_called_as_its_file(name):
    book = read_book(ready_made_text(name), name)

    assert book.key == name
    assert book.description


@pytest.mark.parametrize("name", ["", "framing.yaml", "../books/framing", "none"])
def test_no_other_file_can_be_read(name):
    with pytest.raises(NotFound, match="there are bias, framing"):
        ready_made_text(name)


@pytest.mark.parametrize("name", ready_made())
def test_hotkeys_are_given_and_unique_across_a_ready_made_book(name):
    book = read_book(ready_made_text(name))
    keys = [code.hotkey for question in book.questions for code in question.codes]

    assert with_hotkeys(book) == book
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize(("book", "question", "code"), CODES)
def test_each_code_has_a_rule_for_and_against_it_and_a_pair_of_sentences(book, question, code):
    assert code.use_when
    assert code.not_when
    assert code.examples
    for example in code.examples:
        assert example.coded
        assert example.not_coded
        assert example.why


def test_no_example_sentence_is_used_twice():
    sentences = [
        sentence
        for _, _, code in CODES
        for example in code.examples
        for sentence in (example.coded, example.not_coded)
    ]

    assert len(set(sentences)) == len(sentences)


def test_each_frame_says_whether_it_codes_what_is_portrayed_or_how_it_is_worded():
    frames = [code for _, question, code in CODES if question == "frames"]
    worded = [code.key for code in frames if code.definition.startswith("Worded. ")]
    portrayed = [code.key for code in frames if code.definition.startswith("Portrayed. ")]

    assert worded == ["delegitimising", "loaded"]
    assert {"choreographed", "emotional", "propaganda"} <= set(portrayed)
    assert len(frames) == len(worded) + len(portrayed) == 9
    assert [code.hotkey for code in frames] == list("123456789")


def test_a_rule_that_sends_a_coder_to_another_frame_names_one_that_exists():
    frames = {code.key.replace("_", " ") for _, question, code in CODES if question == "frames"}
    sent = [
        rule.partition(": ")[2].partition(".")[0]
        for _, question, code in CODES
        if question == "frames"
        for rule in code.not_when
        if ": " in rule
    ]

    assert {rule for rule in sent if " " not in rule} <= frames
    assert len([rule for rule in sent if rule in frames]) >= 9


def test_the_questions_of_the_framing_book():
    frames, voice = read_book(ready_made_text("framing")).questions

    assert (frames.kind, frames.none, frames.required, frames.marks) == (
        "many",
        True,
        True,
        "optional",
    )
    assert (voice.kind, [code.key for code in voice.codes]) == ("one", ["outlet", "source", "both"])


def test_the_questions_of_the_bias_book_are_nominal():
    bias, opinion = read_book(ready_made_text("bias")).questions

    assert [code.key for code in bias.codes] == ["biased", "non_biased"]
    assert [code.key for code in opinion.codes] == ["factual", "mixed", "opinion"]
    assert (bias.level, opinion.level) == ("nominal", "nominal")
