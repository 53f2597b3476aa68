"""The sentences of an article as the lead sees and corrects them, and what each can be."""

from dataclasses import dataclass
from enum import StrEnum


class SentenceKind(StrEnum):
    """What a span of an article is; only the body is served unless the lead says so."""

    BODY = "body"
    HEADLINE = "headline"
    SUBHEADING = "subheading"
    CAPTION = "caption"
    CREDIT = "credit"
    BYLINE = "byline"
    LABEL = "label"
    OUTLET = "outlet"
    RELATED = "related"


@dataclass(frozen=True, slots=True)
class Segment:
    """One span of an article: what it is, whether coders get it, and why, in words."""

    start: int
    end: int
    kind: SentenceKind = SentenceKind.BODY
    included: bool = True
    reason: str = ""
