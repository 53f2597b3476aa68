"""A setting of a round, declared once: what the page and the command line ask, and the default.

A setting is a field of a frozen dataclass, made by ``setting``. The form of a new round and
the options of ``annotator round open`` are both made from it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any

_DECLARED = "declared"


class Section(StrEnum):
    """The part of the page, closed at first, in which a setting stands."""

    CODERS = "For k coders, reliability samples, and who comes first"
    CONTROLS = "For training, checks, repeats, and retests"
    SAMPLE = "For samples and conditions"


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPage:
    """What stands beside a setting on the page. Without a section it stands in the open."""

    label: str
    help: str = ""
    section: Section | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(OnPage):
    """A number between two others. It may be left empty unless ``required`` says what to write.

    ``empty`` leaves the default to those who write nothing.
    """

    least: float
    most: float
    required: str = ""
    empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(OnPage):
    """One of several values, each with its label; ``first`` is chosen on a new page."""

    choices: Mapping[str, str]
    first: str = ""
    listed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRound(OnPage):
    """An earlier round of the study: one for training or one for coding; or none of them."""

    none: str
    training: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch(OnPage):
    """Yes or no."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(OnPage):
    """Several short texts, in one line, or a line each."""

    lines: int = 1


@dataclass(frozen=True, slots=True)
class Option:
    """An option of the command. ``words`` are what it takes, if not the choices of the page."""

    name: str
    help: str = ""
    metavar: str | None = None
    least: int = 0
    most: int | None = None
    above: bool = False
    words: Sequence[Any] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A declared setting. ``name`` is its name on the page, in the command and in refusals."""

    attribute: str
    name: str
    default: Any
    page: OnPage
    option: Option


def setting(default: Any, page: OnPage, option: Option, name: str = "") -> Any:
    """A field of a dataclass that leads are asked for; ``name`` if it is not the field's."""
    declared = {_DECLARED: (name, default, page, option)}
    if isinstance(default, dict):
        return field(default_factory=default.copy, metadata=declared)
    return field(default=default, metadata=declared)


def settings_of(kind: type) -> Iterator[Setting]:
    """The settings that are declared in a dataclass, in their order."""
    for each in fields(kind):
        if _DECLARED in each.metadata:
            name, default, page, option = each.metadata[_DECLARED]
            yield Setting(each.name, name or each.name, default, page, option)


def given_to(kind: type, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What a dataclass is made with, of the answers by name; None is no answer."""
    return {
        each.attribute: answers[each.name]
        for each in settings_of(kind)
        if answers.get(each.name) is not None
    }
