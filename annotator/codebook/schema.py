"""A codebook as plain values: questions and their codes."""

from dataclasses import dataclass
from typing import Literal

Level = Literal["nominal", "ordinal", "interval", "ratio"]
Marks = Literal["off", "optional", "required"]

MARKS: tuple[Marks, ...] = ("off", "optional", "required")
#: The raw answer "seen, and no code applies". No code may have it as its key.
NONE = "none"
NONE_LABEL = "None of these"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that takes the code, one that does not, and what tells them apart."""

    coded: str = ""
    not_coded: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """One possible answer. ``value`` is its number on a scale, and None elsewhere.

    An empty ``hotkey`` was left to the rule in ``hotkeys.with_hotkeys``.
    """

    key: str
    label: str
    definition: str = ""
    use_when: tuple[str, ...] = ()
    not_when: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    hotkey: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True)
class ShownIf:
    """Ask only if an earlier question was answered: with one of ``codes``, or at all if None."""

    question: str
    codes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked of every sentence.

    ``kind`` is the name of one of ``kinds.registry``, which says what is asked and how it is
    answered. ``level`` is None where nothing is measured. ``none`` offers the explicit answer
    that no code applies, ``primary`` asks which of several codes weighs most, and ``minimum``
    and ``maximum`` bound a number and belong to the range: each for the kinds that know it.
    """

    key: str
    kind: str
    label: str
    level: Level | None
    help: str = ""
    required: bool = True
    none: bool = False
    none_label: str = ""
    marks: Marks = "off"
    primary: bool = False
    shown_if: ShownIf | None = None
    minimum: float | None = None
    maximum: float | None = None
    codes: tuple[Code, ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """The questions of a study in the order in which they are asked.

    ``language`` is that of the book's own words, as a language tag such as ``en`` or ``pt-BR``.
    ``confidence`` asks with each coding how sure the coder is.
    """

    key: str
    title: str
    language: str
    description: str
    questions: tuple[Question, ...]
    confidence: bool = False
