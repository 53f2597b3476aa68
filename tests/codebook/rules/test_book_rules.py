from dataclasses import replace

from annotator.codebook.rules.book_rules import MOST_QUESTIONS, problems
from annotator.codebook.yaml_file.read import read_book
from tests.codebook.books import FRAMES, SCALE, said_of


def test_a_book_that_asks_nothing_is_refused():
    assert said_of(FRAMES[: FRAMES.index("questions:")]) == (
        "line 1, column questions: The codebook asks nothing. "
        'Add "questions:" with a list of at least one question.'
    )


def test_a_book_has_at_most_50_questions():
    questions = "".join(f"\n  - {{key: q{i}, kind: text, label: Q}}" for i in range(51))

    assert said_of(FRAMES, FRAMES[FRAMES.index("questions:") :], f"questions:{questions}") == (
        "line 3, column questions: 51 questions are more than the 50 allowed. "
        "Split the codebook into two rounds."
    )


def test_the_rules_hold_for_a_book_that_was_never_a_file():
    book = read_book(SCALE)
    scale, number, text = book.questions
    wrong = replace(
        book,
        questions=(
            replace(scale, none=True, codes=(replace(scale.codes[0], value=float("nan")),)),
            replace(number, minimum=float("-inf")),
            replace(text, label="Why\x07?", kind="word"),
        ),
    )

    assert {problem.column for problem in problems(wrong)} == {
        "questions[1].none",
        "questions[1].none_label",
        "questions[1].codes",
        "questions[1].codes[1].value",
        "questions[2].minimum",
        "questions[3].label",
        "questions[3].kind",
    }


def test_a_book_without_questions_or_with_very_many_is_judged_at_once():
    book = read_book(SCALE)

    assert len(problems(replace(book, questions=()))) == 1
    assert len(problems(replace(book, questions=book.questions[2:] * 9999))) <= MOST_QUESTIONS
