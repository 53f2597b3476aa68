"""YAML text to codebook: every problem at once, each with its line and its key path."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from annotator.codebook.kinds.scale import points
from annotator.codebook.rules.book_rules import problems
from annotator.codebook.schema import (
    LEVELS,
    NONE_LABEL,
    Code,
    Codebook,
    Example,
    Kind,
    Level,
    Marks,
    Question,
    ShownIf,
)
from annotator.codebook.yaml_file.fields import Fields, taken
from annotator.codebook.yaml_file.yaml_tree import lines, parse
from annotator.errors import Problem, Refused

LARGEST = 1_000_000  # Bytes. The ready-made books have some 10,000.
_MOST_SHOWN = 100
#: Stands for points that can not be made, so that the book is refused for that reason alone.
_ANY_POINTS = points(0, 1)

_BOOK = ("key", "title", "language", "description", "confidence", "questions")
_RANGE = ("low", "high", "step", "low_label", "high_label")
_OPTIONS = ("required", "none", "none_label", "marks", "primary", "shown_if", "minimum", "maximum")
_QUESTION = ("key", "kind", "label", "help", "level", *_OPTIONS, "codes", *_RANGE)
_CODE = ("key", "label", "definition", "use_when", "not_when", "examples", "hotkey", "value")
_EXAMPLE = ("coded", "not_coded", "why")
_SHOWN_IF = ("question", "codes")


def decoded(content: bytes, file: str = "") -> str:
    """The text of a codebook file, without a byte order mark.

    :raises Refused: if it is too large or is not UTF-8.
    """
    _refuse_if_larger(len(content), file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"The file is not UTF-8 text (byte {content[error.start]:02X})."
        remedy = "Save it in the encoding UTF-8; every editor offers it."
        raise Refused(Problem(message, file=file, line=line, remedy=remedy)) from error


def read_book(text: str, file: str = "") -> Codebook:
    """The codebook that a YAML text describes. In key paths, list items count from 1.

    :raises Refused: with every problem in the order of lines.
    """
    _refuse_if_larger(len(text.encode("utf-8", "surrogatepass")), file)
    try:
        root, found = parse(text)
    except Refused as refused:
        raise Refused(replace(problem, file=file) for problem in refused.problems) from refused
    book = _book(taken(root, "", _BOOK, found))
    where = lines(root)
    found = _without_consequences(found, problems(book))
    placed = sorted((_placed(problem, where, file) for problem in found), key=_line)
    if placed:
        raise Refused(_shown(placed, file))
    return book


def _book(top: Fields) -> Codebook:
    return Codebook(
        key=top.text("key"),
        title=top.line("title"),
        language=top.text("language", "en"),
        description=top.text("description"),
        questions=tuple(_question(fields) for fields in top.each("questions", _QUESTION)),
        confidence=top.flag("confidence", False),
    )


def _question(fields: Fields) -> Question:
    """A question as written; a kind, level or setting that does not exist is left to the rules."""
    kind = fields.text("kind")
    level = fields.text("level") or next(iter(LEVELS.get(kind, ())), None)
    none = fields.flag("none", kind == "many")
    return Question(
        key=fields.text("key"),
        kind=cast(Kind, kind),
        label=fields.line("label"),
        level=cast(Level | None, level),
        help=fields.text("help"),
        required=fields.flag("required", True),
        none=none,
        none_label=fields.line("none_label", NONE_LABEL if none else ""),
        marks=cast(Marks, fields.text("marks", "off")),
        primary=fields.flag("primary", False),
        shown_if=_shown_if(fields),
        minimum=fields.number("minimum"),
        maximum=fields.number("maximum"),
        codes=_points(fields) if _has_range(fields) else _codes(fields, kind == "scale"),
    )


def _shown_if(fields: Fields) -> ShownIf | None:
    condition = fields.inner("shown_if", _SHOWN_IF)
    if condition is None:
        return None
    codes = condition.texts("codes") if condition.has("codes") else None
    return ShownIf(condition.text("question"), codes)


def _codes(fields: Fields, are_points: bool) -> tuple[Code, ...]:
    """The codes as listed; between its ends, a point of a scale may be called by its number."""
    listed = fields.each("codes", _CODE)
    ends = (0, len(listed) - 1)
    return tuple(_code(each, are_points and i not in ends) for i, each in enumerate(listed))


def _code(fields: Fields, is_between: bool) -> Code:
    return Code(
        key=fields.text("key"),
        label=fields.line("label", fields.line("value") if is_between else ""),
        definition=fields.text("definition"),
        use_when=fields.texts("use_when"),
        not_when=fields.texts("not_when"),
        examples=tuple(_example(example) for example in fields.each("examples", _EXAMPLE)),
        hotkey=fields.text("hotkey"),
        value=fields.number("value"),
    )


def _example(fields: Fields) -> Example:
    return Example(fields.text("coded"), fields.text("not_coded"), fields.text("why"))


def _has_range(fields: Fields) -> bool:
    return any(fields.has(key) for key in _RANGE)


def _points(fields: Fields) -> tuple[Code, ...]:
    """The points of a scale that is given by its ends."""
    if fields.text("kind") != "scale" or fields.has("codes"):
        first = next(key for key in _RANGE if fields.has(key))
        message = f'"{first}" describes the points of a scale that has no list of codes.'
        fields.note(first, message, f'Take "{first}" out, or write "kind: scale" without codes.')
        return _codes(fields, fields.text("kind") == "scale")
    for key in ("low", "high", "low_label", "high_label"):
        if not fields.text(key):
            fields.note(key, f'The scale has no "{key}".', "Give both ends a number and a label.")
    low, high, step = fields.number("low"), fields.number("high"), fields.number("step")
    if low is None or high is None:
        return _ANY_POINTS
    labels = fields.line("low_label"), fields.line("high_label")
    try:
        return points(low, high, 1 if step is None else step, *labels)
    except ValueError as error:
        fields.note("high", str(error), "Choose ends and a step that fit.")
        return _ANY_POINTS


def _without_consequences(found: list[Problem], broken_rules: list[Problem]) -> list[Problem]:
    """All problems but those that only follow from an unreadable value at or above their place."""
    unread = {problem.column for problem in found}
    return found + [each for each in broken_rules if not unread & set(_with_all_above(each.column))]


def _with_all_above(path: str) -> Iterable[str]:
    """A key path and those of all that holds it: ``a[1].b``, ``a[1]``, ``a`` and the file."""
    yield path
    while path:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
        yield path


def _placed(problem: Problem, where: dict[str, int], file: str) -> Problem:
    """The problem with its file and the line of its key, or of the nearest thing that holds it."""
    known = (where[path] for path in _with_all_above(problem.column) if path in where)
    line = next(known, None) if problem.line is None else problem.line
    return replace(problem, file=file, line=line)


def _line(problem: Problem) -> int:
    return problem.line or 0


def _shown(placed: list[Problem], file: str) -> list[Problem]:
    """As many problems as one can read."""
    left = len(placed) - _MOST_SHOWN
    if left <= 0:
        return placed
    more = Problem(f"There are {left} more problems.", file=file, remedy="Mend these first.")
    return [*placed[:_MOST_SHOWN], more]


def _refuse_if_larger(size: int, file: str) -> None:
    if size > LARGEST:
        message = f"The file has {size:,} bytes; a codebook has at most {LARGEST:,}."
        remedy = "Check that it is the codebook and not the corpus."
        raise Refused(Problem(message, file=file, remedy=remedy))
