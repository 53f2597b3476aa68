"""Articles as read from a file, before anything is stored, and those that stand there twice."""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from annotator.corpus.segmentation.spans import Span
from annotator.errors import Problem

#: The longest text of one article, in characters. Far above any article.
LONGEST_TEXT = 10_000_000


@dataclass(frozen=True, slots=True)
class ArticleDraft:
    """One article: its text, what the file says about it, and where it stood there.

    ``article`` is the id that the file gives it. ``metadata`` holds the columns that
    the tool has no name for, where they are not empty. ``sentences`` are given only by
    a file of ready-made sentences; ``sentence_metadata`` then has an entry for each,
    with the columns that differ between the sentences of the article.
    """

    text: str
    title: str = ""
    outlet: str = ""
    event: str = ""
    date: dt.date | None = None
    url: str = ""
    author: str = ""
    language: str = ""
    article: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)
    sentences: tuple[Span, ...] | None = None
    sentence_metadata: tuple[Mapping[str, str], ...] = ()
    file: str = ""
    line: int = 1


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen; invisible characters do not count."""
    return not any(character.isprintable() and not character.isspace() for character in text)


def repeated(drafts: Iterable[ArticleDraft]) -> Iterator[Problem]:
    """Each article whose id, or whose text under the same outlet, stands in the file before."""
    drafts = list(drafts)
    yield from _repeated(
        drafts,
        lambda draft: draft.article or None,
        "The article id “{draft.article}” stands in line {first} already.",
        "Give each article an id of its own.",
    )
    yield from _repeated(
        drafts,
        lambda draft: (draft.outlet, draft.text.strip()),
        "The same text of the same outlet stands in line {first} already.",
        "Delete one of the two rows.",
    )


def _repeated(
    drafts: Iterable[ArticleDraft],
    key_of: Callable[[ArticleDraft], Hashable | None],
    message: str,
    remedy: str,
) -> Iterator[Problem]:
    first: dict[Hashable, int] = {}
    for draft in drafts:
        key = key_of(draft)
        if key is None:
            continue
        if key in first:
            words = message.format(draft=draft, first=first[key])
            yield Problem(words, draft.file, draft.line, remedy=remedy)
        first.setdefault(key, draft.line)
