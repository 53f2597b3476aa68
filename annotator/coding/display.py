"""A coding in the words of its codebook, and which of one's own to list. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from annotator.codebook.rules.answer_rules import PRIMARY
from annotator.codebook.schema import CODED, NONE, NONE_LABEL, Codebook, Question

#: What a coder may list of their own codings.
ONLY = {"": "All", "flagged": "Flagged", "note": "With a note", "skipped": "Skipped"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of one's own codings are wanted: a key of ``ONLY``, and those with a code.

    ``code`` is ``none`` for those that say that no code applies; without a ``question``
    any answer will do.
    """

    only: str = ""
    question: str = ""
    code: str = ""
    page: int = 1

    @property
    def key(self) -> str:
        return f"{self.question}.{self.code}" if self.question else ""


def wanted(asked: Mapping[str, str], book: Codebook) -> Wanted:
    """What an address asks for; what it can not mean is left out."""
    only, key, page = asked.get("show", ""), asked.get("code", ""), asked.get("page", "")
    known = {key for _, codes in choices(book) for key, _ in codes}
    question, _, code = key.partition(".") if key in known else ("", "", "")
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    return Wanted(only if only in ONLY else "", question, code, max(1, number))


def choices(book: Codebook) -> list[tuple[str, list[tuple[str, str]]]]:
    """The codes to choose from: each question's label with the keys and labels of its codes."""
    return [
        (q.label, [(f"{q.key}.{key}", label) for key, label in labels(q).items()])
        for q in book.questions
        if q.kind in CODED
    ]


def labels(question: Question) -> dict[str, str]:
    """How the codes of a question are called, and the answer that none applies."""
    called = {code.key: code.label for code in question.codes}
    return called | ({NONE: question.none_label or NONE_LABEL} if question.none else {})


def in_words(book: Codebook, answers: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The answers by the labels of their questions, in the order of the book.

    ``answers`` has the form in which a coding is sent; a question that was left empty or
    was not asked is left out.
    """
    for question in book.questions:
        called = labels(question) if question.kind in CODED else {}
        given = _texts(answers.get(question.key))
        said = [called.get(each, each) for each in given]
        weightiest = _texts(answers.get(question.key + PRIMARY))
        if weightiest and len(given) > 1:
            said.append(f"most of all {called.get(weightiest[0], weightiest[0])}")
        if said:
            yield question.label, ", ".join(said)


def _texts(value: object) -> list[str]:
    if value is None:
        return []
    return [str(each) for each in value] if isinstance(value, list) else [str(value)]
