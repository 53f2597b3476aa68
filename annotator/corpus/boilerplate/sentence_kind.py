"""What a stretch of an article can be."""

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
