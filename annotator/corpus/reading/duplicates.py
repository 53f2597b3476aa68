"""Articles that stand in one file twice."""

from collections.abc import Callable, Hashable, Iterable, Iterator

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.errors import Problem


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
