"""What a line of an article seems to be: plain rules, tried in order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.corpus.boilerplate import phrases
from annotator.corpus.boilerplate.line_shape import (
    has_words,
    is_list_item,
    is_names,
    is_short,
    is_unclosed,
)
from annotator.corpus.boilerplate.segments import SentenceKind


class Verdict(NamedTuple):
    """What a line is, why, and what the line after it is then expected to be."""

    kind: SentenceKind
    reason: str = ""
    announces: SentenceKind = SentenceKind.BODY


BODY = Verdict(SentenceKind.BODY)


@dataclass(frozen=True, slots=True)
class Place:
    """A line, the ones beside it, and what is known by then.

    ``before`` is the verdict on the line before, ``seen`` holds the kinds seen so far.
    """

    line: str
    preceding: str = ""
    following: str = ""
    before: Verdict = BODY
    seen: set[SentenceKind] = field(default_factory=set)
    title: str = ""
    outlet: str = ""


def judge(place: Place) -> Verdict:
    """What the first rule that applies says; a line that none applies to is body."""
    return next((verdict for rule in _RULES if (verdict := rule(place))), BODY)


def _wordless(place: Place) -> Verdict | None:
    return None if has_words(place.line) else Verdict(SentenceKind.LABEL, "Holds no word.")


def _label(place: Place) -> Verdict | None:
    if phrases.CAPTION_LABEL.fullmatch(place.line):
        return Verdict(SentenceKind.LABEL, "The label of a caption.", SentenceKind.CAPTION)
    if phrases.SOURCE_LABEL.fullmatch(place.line):
        return Verdict(SentenceKind.LABEL, "The label of a credit.", SentenceKind.CREDIT)
    if phrases.PAGE.fullmatch(place.line):
        return Verdict(SentenceKind.LABEL, "Belongs to the page, not to the report.")
    if (
        is_unclosed(place.line)
        and is_short(place.line, 10, 80)
        and phrases.DATE.fullmatch(place.line)
    ):
        return Verdict(SentenceKind.LABEL, "Only a date.")
    return None


def _credit(place: Place) -> Verdict | None:
    short = is_short(place.line, 10, 90)
    if short and (phrases.SOURCE.fullmatch(place.line) or phrases.PHOTO_BY.fullmatch(place.line)):
        return Verdict(SentenceKind.CREDIT, "Names the source of a picture.")
    if is_short(place.line, 6, 60) and phrases.PICTURE.fullmatch(place.line):
        return Verdict(SentenceKind.CREDIT, "Names the source of a picture.")
    return None


def _caption(place: Place) -> Verdict | None:
    if phrases.CAPTION.fullmatch(place.line) or phrases.PICTURE.fullmatch(place.line):
        return Verdict(SentenceKind.CAPTION, "Starts with the label of a picture.")
    if phrases.VIDEO.fullmatch(place.line) and is_unclosed(place.line):
        return Verdict(SentenceKind.CAPTION, "Starts with the label of a video.")
    return None


def _byline(place: Place) -> Verdict | None:
    found = phrases.BYLINE.fullmatch(place.line)
    if found and is_unclosed(place.line) and is_names(found["names"]):
        return Verdict(SentenceKind.BYLINE, "Names who wrote it.", SentenceKind.OUTLET)
    return None


def _related(place: Place) -> Verdict | None:
    if phrases.RELATED.fullmatch(place.line) and is_short(place.line, 25, 200):
        return Verdict(SentenceKind.RELATED, "Leads to other articles.", SentenceKind.RELATED)
    return None


def _outlet(place: Place) -> Verdict | None:
    if place.outlet and place.line.casefold() == place.outlet.casefold():
        return Verdict(SentenceKind.OUTLET, "The name of the outlet.")
    return None


def _announced(place: Place) -> Verdict | None:
    """What the line before announced, if this line has the shape of it."""
    announced = place.before.announces
    if announced is SentenceKind.CAPTION:
        return Verdict(announced, "Follows the label of a caption.")
    if announced is SentenceKind.CREDIT and is_short(place.line, 10, 90):
        return Verdict(announced, "Follows the label of a credit.")
    if announced is SentenceKind.OUTLET and is_unclosed(place.line) and is_short(place.line, 6, 60):
        return Verdict(announced, "The short line after who wrote it.")
    question = place.line.endswith("?")
    if announced is SentenceKind.RELATED and (is_unclosed(place.line) or question):
        return Verdict(announced, "Follows a line that leads to other articles.", announced)
    return None


def _agency(place: Place) -> Verdict | None:
    if is_short(place.line, 8, 80) and phrases.AGENCY.fullmatch(place.line):
        return Verdict(SentenceKind.CREDIT, "Names a picture agency.")
    return None


def _heading(place: Place) -> Verdict | None:
    if place.title and place.line.casefold() == place.title.casefold():
        return Verdict(SentenceKind.HEADLINE, "The title of the article.")
    if not place.following or is_list_item(place.line) or not is_unclosed(place.line):
        return None
    if not place.seen & {SentenceKind.HEADLINE, SentenceKind.BODY}:
        fits, kind, reason = is_short(place.line, 30, 250), SentenceKind.HEADLINE, "The first line"
    elif SentenceKind.BODY not in place.seen:
        fits, kind, reason = (
            is_short(place.line, 45, 350),
            SentenceKind.SUBHEADING,
            "Above the text",
        )
    else:
        fits, kind, reason = _stands_alone(place), SentenceKind.SUBHEADING, "A short line"
    return Verdict(kind, f"{reason}, without closing punctuation.") if fits else None


def _stands_alone(place: Place) -> bool:
    """Whether a short line is not one of several, as in a list or a poem."""
    follows = place.before.kind is SentenceKind.BODY and _is_like_a_heading(place.preceding)
    precedes = _is_like_a_heading(place.following)
    return _is_like_a_heading(place.line) and not follows and not precedes


def _is_like_a_heading(line: str) -> bool:
    return is_short(line, 12, 90) and is_unclosed(line)


_RULES: tuple[Callable[[Place], Verdict | None], ...] = (
    _wordless,
    _label,
    _credit,
    _caption,
    _byline,
    _related,
    _outlet,
    _announced,
    _agency,
    _heading,
)
