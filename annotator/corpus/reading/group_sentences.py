"""Ready-made sentences, one in each row, gathered into their articles."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from annotator.corpus.reading.columns import Headings
from annotator.corpus.reading.drafts import ArticleDraft
from annotator.corpus.segmentation.spans import Span
from annotator.errors import Problem

_ABOUT_THE_ARTICLE = ("title", "outlet", "event", "date", "url", "author", "language")


def articles_of(
    rows: Sequence[ArticleDraft], headings: Headings, problems: list[Problem]
) -> list[ArticleDraft]:
    """Articles made of rows that hold a sentence each, in the order of their first rows.

    Rows belong together by the column ``article``; without it, by outlet and title.
    Without either, each sentence is an article of its own: sentences count as a cluster
    only where the file says that they are one.
    """
    groups: dict[Hashable, list[ArticleDraft]] = {}
    for row in rows:
        groups.setdefault(_article_of(row, headings), []).append(row)
    if "article" in headings.ours:
        problems.extend(map(_without_article, groups.pop("", [])))
    for group in groups.values():
        problems.extend(_contradictions(group))
    varying = _varying(groups.values())
    return [_joined(group, varying) for group in groups.values()]


def _article_of(row: ArticleDraft, headings: Headings) -> Hashable:
    if "article" in headings.ours:
        return row.article
    return (row.outlet, row.title) if row.title else row.line


def _without_article(row: ArticleDraft) -> Problem:
    return Problem(
        "The row does not say which article its sentence belongs to.",
        row.file,
        row.line,
        "article",
        "Fill the cell in, or delete the whole column.",
    )


def _contradictions(group: Sequence[ArticleDraft]) -> Iterator[Problem]:
    """Where rows of one article say different things about it. An empty cell says nothing."""
    for name in _ABOUT_THE_ARTICLE:
        filled = [row for row in group if getattr(row, name)]
        for row in filled[1:]:
            value, first = getattr(row, name), getattr(filled[0], name)
            if value != first:
                yield Problem(
                    f"The {name} is “{value}” here and “{first}” in line {filled[0].line}, "
                    "for sentences of one article.",
                    row.file,
                    row.line,
                    name,
                    "Make them the same, or tell the articles apart in a column article.",
                )


def _varying(groups: Iterable[Sequence[ArticleDraft]]) -> set[str]:
    """The other columns that tell something of a sentence: they differ within an article."""
    return {
        name
        for group in groups
        for row in group
        for name, _ in row.metadata.items() ^ group[0].metadata.items()
    }


def _joined(group: Sequence[ArticleDraft], varying: set[str]) -> ArticleDraft:
    """One article whose text is the sentences, each on a line of its own."""
    lengths = [len(row.text) for row in group]
    starts = accumulate((length + 1 for length in lengths), initial=0)
    about = {
        name: next((getattr(row, name) for row in group if getattr(row, name)), None)
        for name in _ABOUT_THE_ARTICLE
    }
    of_sentences = tuple(
        {name: value for name, value in row.metadata.items() if name in varying} for row in group
    )
    return replace(
        group[0],
        **{name: value for name, value in about.items() if value},
        text="\n".join(row.text for row in group),
        metadata={k: v for k, v in group[0].metadata.items() if k not in varying},
        sentences=tuple(map(Span, starts, accumulate(lengths, lambda end, n: end + 1 + n))),
        sentence_metadata=of_sentences,
    )
