"""What a person says about a text file, which says nothing about itself."""

from collections.abc import Mapping
from dataclasses import replace

from annotator.corpus.boilerplate.sentence_kind import SentenceKind
from annotator.corpus.reading.columns import understand
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.reading.row_drafts import LONGEST, drafts_of
from annotator.corpus.review.cut import cut
from annotator.errors import Problem
from annotator.tables.grid import Grid, Line, refuse_any

PARTICULARS = ("title", "outlet", "event", "date", "url", "author", "language")


def with_particulars(draft: ArticleDraft, said: Mapping[str, str], language: str) -> ArticleDraft:
    """The article with what was said about it, read as if it stood in a table of one row.

    A title that was not said is looked for in the text.

    :raises Refused: with a problem for each value that can not be used, by its name.
    """
    values = {name: said.get(name, "").strip() for name in PARTICULARS} | {"text": draft.text}
    grid = Grid(draft.file, Line(1, tuple(values)), (Line(1, tuple(values.values())),))
    problems: list[Problem] = []
    drafts = drafts_of(grid, understand(grid), problems)
    refuse_any([replace(problem, line=None) for problem in problems])
    title = drafts[0].title or likely_title(draft, drafts[0].language or language)
    return replace(drafts[0], title=title)


def likely_title(draft: ArticleDraft, language: str) -> str:
    """The headline, if the text seems to begin with one, else what the file is called."""
    segments = cut(replace(draft, title=""), language).segments
    if segments and segments[0].kind is SentenceKind.HEADLINE:
        return draft.text[segments[0].start : segments[0].end][: LONGEST["title"]]
    return draft.title
