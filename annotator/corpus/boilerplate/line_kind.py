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
class LineContext:
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


def judge(context: LineContext) -> Verdict:
    """What the first rule that applies says; a line that none applies to is body."""
    return next((verdict for rule in _RULES if (verdict := rule(context))), BODY)


def _wordless(context: LineContext) -> Verdict | None:
    return None if has_words(context.line) else Verdict(SentenceKind.LABEL, "Holds no word.")


def _label(context: LineContext) -> Verdict | None:
    if phrases.CAPTION_LABEL.fullmatch(context.line):
        return Verdict(SentenceKind.LABEL, "The label of a caption.", SentenceKind.CAPTION)
    if phrases.SOURCE_LABEL.fullmatch(context.line):
        return Verdict(SentenceKind.LABEL, "The label of a credit.", SentenceKind.CREDIT)
    if phrases.PAGE.fullmatch(context.line):
        return Verdict(SentenceKind.LABEL, "Belongs to the page, not to the report.")
    if (
        is_unclosed(context.line)
        and is_short(context.line, 10, 80)
        and phrases.DATE.fullmatch(context.line)
    ):
        return Verdict(SentenceKind.LABEL, "Only a date.")
    return None


def _credit(context: LineContext) -> Verdict | None:
    short = is_short(context.line, 10, 90)
    if short and (
        phrases.SOURCE.fullmatch(context.line) or phrases.PHOTO_BY.fullmatch(context.line)
    ):
        return Verdict(SentenceKind.CREDIT, "Names the source of a picture.")
    if is_short(context.line, 6, 60) and phrases.PICTURE.fullmatch(context.line):
        return Verdict(SentenceKind.CREDIT, "Names the source of a picture.")
    return None


def _caption(context: LineContext) -> Verdict | None:
    if phrases.CAPTION.fullmatch(context.line) or phrases.PICTURE.fullmatch(context.line):
        return Verdict(SentenceKind.CAPTION, "Starts with the label of a picture.")
    if phrases.VIDEO.fullmatch(context.line) and is_unclosed(context.line):
        return Verdict(SentenceKind.CAPTION, "Starts with the label of a video.")
    return None


def _byline(context: LineContext) -> Verdict | None:
    found = phrases.BYLINE.fullmatch(context.line)
    if found and is_unclosed(context.line) and is_names(found["names"]):
        return Verdict(SentenceKind.BYLINE, "Names who wrote it.", SentenceKind.OUTLET)
    return None


def _related(context: LineContext) -> Verdict | None:
    if phrases.RELATED.fullmatch(context.line) and is_short(context.line, 25, 200):
        return Verdict(SentenceKind.RELATED, "Leads to other articles.", SentenceKind.RELATED)
    return None


def _outlet(context: LineContext) -> Verdict | None:
    if context.outlet and context.line.casefold() == context.outlet.casefold():
        return Verdict(SentenceKind.OUTLET, "The name of the outlet.")
    return None


def _announced(context: LineContext) -> Verdict | None:
    """What the line before announced, if this line has the shape of it."""
    announced = context.before.announces
    if announced is SentenceKind.CAPTION:
        return Verdict(announced, "Follows the label of a caption.")
    if announced is SentenceKind.CREDIT and is_short(context.line, 10, 90):
        return Verdict(announced, "Follows the label of a credit.")
    if (
        announced is SentenceKind.OUTLET
        and is_unclosed(context.line)
        and is_short(context.line, 6, 60)
    ):
        return Verdict(announced, "The short line after who wrote it.")
    question = context.line.endswith("?")
    if announced is SentenceKind.RELATED and (is_unclosed(context.line) or question):
        return Verdict(announced, "Follows a line that leads to other articles.", announced)
    return None


def _agency(context: LineContext) -> Verdict | None:
    if is_short(context.line, 8, 80) and phrases.AGENCY.fullmatch(context.line):
        return Verdict(SentenceKind.CREDIT, "Names a picture agency.")
    return None


def _heading(context: LineContext) -> Verdict | None:
    if context.title and context.line.casefold() == context.title.casefold():
        return Verdict(SentenceKind.HEADLINE, "The title of the article.")
    if not context.following or is_list_item(context.line) or not is_unclosed(context.line):
        return None
    if not context.seen & {SentenceKind.HEADLINE, SentenceKind.BODY}:
        fits, kind, reason = (
            is_short(context.line, 30, 250),
            SentenceKind.HEADLINE,
            "The first line",
        )
    elif SentenceKind.BODY not in context.seen:
        fits, kind, reason = (
            is_short(context.line, 45, 350),
            SentenceKind.SUBHEADING,
            "Above the text",
        )
    else:
        fits, kind, reason = _stands_alone(context), SentenceKind.SUBHEADING, "A short line"
    return Verdict(kind, f"{reason}, without closing punctuation.") if fits else None


def _stands_alone(context: LineContext) -> bool:
    """Whether a short line is not one of several, as in a list or a poem."""
    follows = context.before.kind is SentenceKind.BODY and _is_like_a_heading(context.preceding)
    precedes = _is_like_a_heading(context.following)
    return _is_like_a_heading(context.line) and not follows and not precedes


def _is_like_a_heading(line: str) -> bool:
    return is_short(line, 12, 90) and is_unclosed(line)


_RULES: tuple[Callable[[LineContext], Verdict | None], ...] = (
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
