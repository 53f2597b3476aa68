"""What differs between two versions of a codebook, in sentences for the change note."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from annotator.codebook.kinds.raw_values import number_text
from annotator.codebook.schema import Code, Codebook, Question

Keyed = TypeVar("Keyed", Question, Code)

#: What the fields of a book, a question and a code are called; the others are compared one by one.
_WORDS = {
    "key": "key",
    "title": "title",
    "language": "language",
    "description": "description",
    "confidence": "question how sure one is",
    "kind": "kind",
    "label": "label",
    "level": "level of measurement",
    "help": "help text",
    "required": "duty to answer",
    "none": "offer that no code applies",
    "none_label": "label of the answer that no code applies",
    "marks": "rule on marking words",
    "primary": "choice of the code that weighs most",
    "shown_if": "condition",
    "minimum": "minimum",
    "maximum": "maximum",
    "definition": "definition",
    "use_when": "list of when to use it",
    "not_when": "list of when not to use it",
    "examples": "list of examples",
    "hotkey": "hotkey",
    "value": "value",
}
_LONGEST_SHOWN = 60


def changes(before: Codebook, after: Codebook) -> tuple[str, ...]:
    """One sentence for each thing that was added, removed, moved or changed."""
    return (
        *_of_fields(before, after, "the codebook"),
        *_of_membership(before.questions, after.questions, "question", ""),
        *(
            sentence
            for old, new in _pairs(before.questions, after.questions)
            for sentence in _of_a_question(old, new)
        ),
    )


def _of_a_question(old: Question, new: Question) -> Iterator[str]:
    yield from _of_fields(old, new, f'the question "{new.key}"')
    yield from _of_membership(old.codes, new.codes, "code", f' of "{new.key}"')
    for one, other in _pairs(old.codes, new.codes):
        yield from _of_fields(one, other, f'the code "{other.key}" of "{new.key}"')


def _of_fields(old: Any, new: Any, name: str) -> Iterator[str]:
    for field in fields(new):
        one, other = getattr(old, field.name), getattr(new, field.name)
        if field.name in _WORDS and one != other:
            yield f"The {_WORDS[field.name]} of {name} was changed{_from_to(one, other)}."


def _of_membership(
    old: Sequence[Question | Code], new: Sequence[Question | Code], thing: str, whose: str
) -> Iterator[str]:
    """What came, what went, and whether what stayed was put in another order."""
    before, after = [each.key for each in old], [each.key for each in new]
    yield from (f'The {thing} "{key}"{whose} was removed.' for key in before if key not in after)
    yield from (f'The {thing} "{key}"{whose} was added.' for key in after if key not in before)
    if [key for key in before if key in after] != [key for key in after if key in before]:
        yield f"The {thing}s{whose} were put in another order."


def _pairs(old: Sequence[Keyed], new: Sequence[Keyed]) -> Iterator[tuple[Keyed, Keyed]]:
    """What is in both versions, by its stable key and in the new order."""
    earlier = {each.key: each for each in old}
    yield from ((earlier[each.key], each) for each in new if each.key in earlier)


def _from_to(old: object, new: object) -> str:
    """Both values, where they are short enough to be read in a sentence."""
    before, after = _shown(old), _shown(new)
    return f" from {before} to {after}" if before and after else ""


def _shown(value: object) -> str:
    """A value as it stands in the file, or nothing if it is too long to be quoted."""
    if value is None or value == "":
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return number_text(value)
    is_short = isinstance(value, str) and len(value) <= _LONGEST_SHOWN and "\n" not in value
    return f'"{value}"' if is_short else ""
