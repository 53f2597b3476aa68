"""A codebook as plain text, to be read in a terminal or printed."""

from collections.abc import Iterator
from textwrap import fill

from annotator.codebook.kinds.raw_values import number_text
from annotator.codebook.schema import Code, Codebook, Question
from annotator.codebook.words.instructions import instructions
from annotator.codebook.words.prose import blocks
from annotator.wording import counted

_WIDTH = 80


def plain_text(book: Codebook) -> str:
    """The whole codebook: questions, codes with their keys, definitions, rules and examples."""
    return "\n".join([*_head(book), *_questions(book)])


def size(book: Codebook) -> str:
    """How much there is to learn: ``2 questions, 11 codes``."""
    codes = sum(len(question.codes) for question in book.questions)
    return f"{counted(len(book.questions), 'question')}, {counted(codes, 'code')}"


def _head(book: Codebook) -> Iterator[str]:
    yield from (book.title, "=" * min(len(book.title), _WIDTH), "")
    if book.description:
        yield from (*_prose(book.description, ""), "")


def _questions(book: Codebook) -> Iterator[str]:
    for number, question in enumerate(book.questions, 1):
        yield _wrapped(question.label, f"{number}. ")
        yield from _prose(question.help, "   ")
        yield _wrapped(" ".join((*instructions(book, question), _about(question))), "   ")
        yield ""
        for code in question.codes:
            yield from (*_code(code), "")


def _about(question: Question) -> str:
    """What an analyst needs to know: the key, the kind and the level of measurement."""
    words = (question.key, question.kind, question.level or "not measured")
    return f"[{', '.join(words)}]"


def _code(code: Code) -> Iterator[str]:
    point = "" if code.value is None else f" = {number_text(code.value)}"
    yield _wrapped(f"{code.label} [{code.key}{point}]", f"   {code.hotkey or ' '}  ", " " * 6)
    yield from _prose(code.definition, " " * 6)
    for title, rules in (("Use when", code.use_when), ("Do not use when", code.not_when)):
        if rules:
            yield f"      {title}"
            yield from (_wrapped(rule, "      - ", " " * 8) for rule in rules)
    for example in code.examples:
        parts = (("Coded", example.coded), ("Not coded", example.not_coded), ("Why", example.why))
        yield from (_wrapped(text, f"      {name}: ", " " * 8) for name, text in parts if text)


def _prose(text: str, indent: str) -> Iterator[str]:
    for block in blocks(text):
        numbers = [f"{number}. " for number in block.numbers]
        bullet = "- " if block.kind == "bulleted" else ""
        for mark, line in zip(numbers or [bullet] * len(block.texts), block.texts, strict=True):
            yield _wrapped(line, indent + mark, indent + " " * len(mark))


def _wrapped(text: str, first: str, others: str | None = None) -> str:
    """A text in lines of at most 80 characters, the first with a mark before it."""
    below = " " * len(first) if others is None else others
    plain = " ".join(text.split())
    return fill(plain, _WIDTH, initial_indent=first, subsequent_indent=below)
