"""Cut many articles, in another process if it takes long, so that no one waits for it."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context

from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.review.cut import Cut, cut

#: So many characters are cut in this process: in some two seconds, during which the other
#: requests of a server run a little slower.
IN_THIS_PROCESS = 1_000_000

_AT_ONCE = 20
_POLITE = 10


def cuts(drafts: Sequence[ArticleDraft], language: str) -> Iterator[Cut]:
    """The sentences of each article, in order; ``language`` is that of articles that do not say.

    :raises Refused: if a language does not look like a code of a language.
    """
    work = sum(len(draft.text) for draft in drafts if draft.sentences is None)
    if work <= IN_THIS_PROCESS:
        yield from (cut(draft, language) for draft in drafts)
    else:
        yield from _in_other_processes(drafts, language)


def _in_other_processes(drafts: Sequence[ArticleDraft], language: str) -> Iterator[Cut]:
    # A forked copy of a server with threads could inherit a lock that no one opens.
    pool = ProcessPoolExecutor(
        max_workers=max(1, (os.cpu_count() or 1) - 1),
        mp_context=get_context("spawn"),
        initializer=_be_polite,
    )
    try:
        yield from pool.map(partial(cut, language=language), drafts, chunksize=_AT_ONCE)
    finally:
        pool.shutdown(cancel_futures=True)


def _be_polite() -> None:
    """Let others go first, where the system knows that."""
    if hasattr(os, "nice"):
        os.nice(_POLITE)
