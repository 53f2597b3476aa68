"""The rows of a table as drafts, one for each row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from annotator.corpus.reading.cells import read_date, read_url
from annotator.corpus.reading.columns import Headings
from annotator.corpus.reading.drafts import ArticleDraft, is_blank
from annotator.errors import Problem, Refused
from annotator.languages import canonical
from annotator.tables.grid import Grid, Line

#: What is kept of each, in characters; a longer one is a text in the wrong column.
LONGEST = {"title": 500, "outlet": 200, "event": 200, "url": 2000, "author": 300, "language": 35}

_READERS: Mapping[str, Callable[[str], object]] = {
    "date": read_date,
    "url": read_url,
    "language": canonical,
}


def drafts_of(grid: Grid, headings: Headings, problems: list[Problem]) -> list[ArticleDraft]:
    """A draft of each sound row; what is wrong with the others is added to ``problems``."""
    drafts = []
    for line in grid.lines:
        found = list(_problems(grid, headings, line))
        problems.extend(found)
        if not found:
            drafts.append(_draft(grid, headings, line))
    return drafts


def _problems(grid: Grid, headings: Headings, line: Line) -> Iterator[Problem]:
    for name, column in headings.ours.items():
        heading = grid.header.cells[column]
        spoilt = grid.spoilt.get((line.number, column))
        for problem in [spoilt] if spoilt else _problems_of_cell(name, line.cells[column].strip()):
            yield replace(problem, file=grid.file, line=line.number, column=heading)


def _problems_of_cell(name: str, value: str) -> tuple[Problem, ...]:
    """What is wrong with a cell, for the column of ours that it stands in."""
    if name in {"text", "sentence"} and is_blank(value):
        return (Problem(f"The {name} is empty.", remedy="Fill it in, or delete the row."),)
    if len(value) > LONGEST.get(name, len(value)):
        message = f"The {name} has {len(value)} characters; at most {LONGEST[name]} are kept."
        return (Problem(message, remedy="Shorten it, or check that the columns are right."),)
    if value and name in _READERS:
        try:
            _READERS[name](value)
        except Refused as refused:
            return refused.problems
    return ()


def _draft(grid: Grid, headings: Headings, line: Line) -> ArticleDraft:
    ours = {name: line.cells[column].strip() for name, column in headings.ours.items()}
    others = {name: line.cells[column] for name, column in headings.others.items()}
    text = headings.ours.get("text")
    return ArticleDraft(
        # A text is kept to its last space; a sentence has no business beyond its ends.
        text=ours["sentence"] if text is None else line.cells[text],
        title=ours.get("title", ""),
        outlet=ours.get("outlet", ""),
        event=ours.get("event", ""),
        date=read_date(ours["date"]) if ours.get("date") else None,
        url=ours.get("url", ""),
        author=ours.get("author", ""),
        language=canonical(ours["language"]) if ours.get("language") else "",
        article=ours.get("article", ""),
        metadata={name: value for name, value in others.items() if value.strip()},
        file=grid.file,
        line=line.number,
    )
