"""What the sentences of articles would be, in numbers, before anything is stored."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.corpus.boilerplate.segments import Segment
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.cut import cut

#: So many characters are cut for a preview, in about a second. Of a longer file only the
#: first articles are looked at.
LOOKED_AT = 500_000
EXAMPLES = 3
FIRST = 100

#: What a sentence is, and its text.
Sentence = tuple[Segment, str]


@dataclass(frozen=True, slots=True)
class Excluded:
    """Sentences that would not be served for one reason, and the first few of them."""

    kind: str
    reason: str
    texts: tuple[str, ...]

    @property
    def examples(self) -> tuple[str, ...]:
        return self.texts[:EXAMPLES]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the first ``looked_at`` articles, usually all, would give.

    ``first`` are the first sentences of the first article.
    """

    looked_at: int
    sentences: int
    included: int
    excluded: tuple[Excluded, ...]
    first: tuple[Sentence, ...]


def preview(articles: Sequence[ArticleDraft], language: str) -> Preview:
    """Cut the articles, or the first of very many, and count what coders would get.

    :raises Refused: if the language does not look like a code of a language.
    """
    found: list[Sentence] = []
    first: tuple[Sentence, ...] = ()
    looked_at = characters = 0
    while looked_at < len(articles) and characters < LOOKED_AT:
        article = articles[looked_at]
        segments = cut(article, language).segments
        found += ((each, article.text[each.start : each.end]) for each in segments)
        first = first or tuple(found[:FIRST])
        looked_at += 1
        characters += len(article.text)
    included = sum(segment.included for segment, _ in found)
    return Preview(looked_at, len(found), included, _excluded(found), first)


def _excluded(found: Sequence[Sentence]) -> tuple[Excluded, ...]:
    """The reasons not to serve sentences, the most frequent first."""
    texts: dict[tuple[str, str], list[str]] = {}
    for segment, text in found:
        if not segment.included:
            texts.setdefault((segment.kind.value, segment.reason), []).append(text)
    by_count = sorted(texts.items(), key=lambda item: -len(item[1]))
    return tuple(Excluded(*reason, tuple(each)) for reason, each in by_count)
