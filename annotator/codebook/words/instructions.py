"""How a question is to be answered, in sentences for those who code."""

from collections.abc import Iterator, Sequence

from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.schema import Codebook, Question

_MARKS = {
    "off": "",
    "optional": "You may mark the words that carry a code.",
    "required": "Mark the words that carry each code.",
}


def instructions(book: Codebook, question: Question) -> tuple[str, ...]:
    """When the question is asked and what may be answered, a sentence each."""
    return tuple(sentence for sentence in _sentences(book, question) if sentence)


def _sentences(book: Codebook, question: Question) -> Iterator[str]:
    yield _condition(book, question)
    yield kind_of(question).instruction(question)
    if question.none:
        yield f"If none applies, choose “{question.none_label}”."
    if question.primary:
        yield "Of several codes, say which one weighs most."
    yield _MARKS[question.marks]
    if not question.required:
        yield "You may leave it empty."


def _condition(book: Codebook, question: Question) -> str:
    condition = question.shown_if
    if condition is None:
        return ""
    earlier = next(each for each in book.questions if each.key == condition.question)
    if condition.codes is None:
        return f"Asked only if “{earlier.label}” was answered with a code or a value."
    labels = [f"“{code.label}”" for code in earlier.codes if code.key in condition.codes]
    return f"Asked only if “{earlier.label}” was answered with {_alternatives(labels)}."


def _alternatives(words: Sequence[str]) -> str:
    """Words as a sentence names them: ``a, b or c``."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
