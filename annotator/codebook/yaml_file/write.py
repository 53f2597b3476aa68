"""Codebook to YAML, in the order in which people read it, and the checksum of what it says."""

import hashlib
import json
from dataclasses import asdict
from io import StringIO

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.schema import NONE_LABEL, Code, Codebook, Question, ShownIf

Value = str | bool | int | float | None | list["Value"] | dict[str, "Value"]


def write_book(book: Codebook) -> str:
    """The codebook as YAML that ``read_book`` reads back; what is as by default is left out."""
    yaml = YAML()
    yaml.width = 10_000  # ruamel.yaml leaves a space at the end of each line that it breaks.
    yaml.indent(mapping=2, sequence=4, offset=2)
    stream = StringIO()
    yaml.dump(_book(book), stream)
    return stream.getvalue()


def checksum(book: Codebook) -> str:
    """SHA-256 of what a codebook says, whatever the layout and comments of its file."""
    content = asdict(book)
    if not book.confidence:
        # Books from before there was this option keep their checksum.
        del content["confidence"]
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _book(book: Codebook) -> Value:
    return _filled(
        key=book.key,
        title=book.title,
        language=book.language,
        description=book.description,
        confidence=book.confidence or None,
        questions=[_question(question) for question in book.questions],
    )


def _question(question: Question) -> Value:
    kind = kind_of(question)
    return _filled(
        key=question.key,
        kind=question.kind,
        label=question.label,
        help=question.help,
        level=None if question.level in kind.levels[:1] else question.level,
        required=None if question.required else False,
        none=None if question.none == kind.offers_none else question.none,
        none_label=None if question.none_label == NONE_LABEL else question.none_label,
        marks=None if question.marks == "off" else question.marks,
        primary=question.primary or None,
        shown_if=_shown_if(question.shown_if),
        minimum=_number(question.minimum),
        maximum=_number(question.maximum),
        codes=[_code(code) for code in question.codes],
    )


def _shown_if(condition: ShownIf | None) -> Value:
    if condition is None:
        return None
    return _filled(question=condition.question, codes=list(condition.codes or ()))


def _code(code: Code) -> Value:
    return _filled(
        key=code.key,
        value=_number(code.value),
        label=code.label,
        definition=code.definition,
        use_when=[_text(rule) for rule in code.use_when],
        not_when=[_text(rule) for rule in code.not_when],
        examples=[
            _filled(coded=example.coded, not_coded=example.not_coded, why=example.why)
            for example in code.examples
        ],
        hotkey=code.hotkey,
    )


def _filled(**entries: Value) -> Value:
    """A mapping without what is empty; False and 0 are not empty."""
    return {
        key: _text(value) if isinstance(value, str) else value
        for key, value in entries.items()
        if value is not None and value not in ("", [])
    }


def _text(text: str) -> str:
    """A text of several lines is written as such."""
    return LiteralScalarString(text) if "\n" in text else text


def _number(number: float | None) -> int | float | None:
    """1 rather than 1.0, which is the same to the reader."""
    return int(number) if number is not None and number.is_integer() else number
