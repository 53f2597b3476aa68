"""YAML text to codebook: every problem at once, each with its line and its key path."""

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from annotator.codebook.kinds.registry import KINDS
from annotator.codebook.rules.book_rules import problems
from annotator.codebook.schema import NONE_LABEL, Codebook, Level, Marks, Question, ShownIf
from annotator.codebook.yaml_file.codes import RANGE, listed_codes
from annotator.codebook.yaml_file.fields import Fields, taken
from annotator.codebook.yaml_file.yaml_tree import lines, parse
from annotator.errors import Problem, Refused
from annotator.tables.encoding import decode_utf8

LARGEST = 1_000_000  # Bytes. The ready-made books have some 10,000.
_MOST_SHOWN = 100

_BOOK = ("key", "title", "language", "description", "confidence", "questions")
_OPTIONS = ("required", "none", "none_label", "marks", "primary", "shown_if", "minimum", "maximum")
_QUESTION = ("key", "kind", "label", "help", "level", *_OPTIONS, "codes", *RANGE)
_SHOWN_IF = ("question", "codes")


def decoded(content: bytes, file: str = "") -> str:
    """The text of a codebook file, without a byte order mark.

    :raises Refused: if it is too large or is not UTF-8.
    """
    _refuse_if_larger(len(content), file)
    message = "The file is not UTF-8 text (byte {byte:02X})."
    remedy = "Save it in the encoding UTF-8; every editor offers it."
    return decode_utf8(content, file, message, remedy)


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
    kind = KINDS.get(fields.text("kind"))
    level = fields.text("level") or next(iter(kind.levels if kind else ()), None)
    none = fields.flag("none", kind is not None and kind.offers_none)
    return Question(
        key=fields.text("key"),
        kind=fields.text("kind"),
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
        codes=kind.codes(fields) if kind else listed_codes(fields),
    )


def _shown_if(fields: Fields) -> ShownIf | None:
    condition = fields.inner("shown_if", _SHOWN_IF)
    if condition is None:
        return None
    codes = condition.texts("codes") if "codes" in condition else None
    return ShownIf(condition.text("question"), codes)


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
