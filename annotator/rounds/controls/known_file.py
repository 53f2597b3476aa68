"""A file of known answers: CSV, TSV or Excel, a row for each question of each sentence. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from annotator.codebook.answers import PRIMARY
from annotator.codebook.kinds.registry import kind_of
from annotator.codebook.schema import Codebook
from annotator.errors import Problem, Refused
from annotator.rounds.controls.known_answers import KnownAnswers, checked_known_answers
from annotator.tables.grid import Grid, refuse_any
from annotator.tables.read_table import read_table

#: The columns of the file; a reason may be left out.
COLUMNS = ("sentence", "question", "answer", "reason")
#: What stands between several codes of one cell.
BETWEEN = ";"


class Row(NamedTuple):
    """A row of the file: ``sentence`` is an id as in ``sentences.csv``, or the text itself."""

    line: int
    sentence: str
    question: str
    answer: str
    reason: str


@dataclass(slots=True)
class _Given:
    """What the rows of one sentence say, and on which line each question stands."""

    raw: dict[str, object] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)


def read_rows(name: str, content: bytes) -> list[Row]:
    """The rows of a file of known answers, as they stand there.

    :raises Refused: if the file cannot be read, a column is missing, or a cell is spoilt.
    """
    grid = read_table(name, content, known=COLUMNS.__contains__)
    places = _places(grid)
    problems = list(grid.problems)
    for line in grid.lines:
        spoilt = (grid.spoilt.get((line.number, at)) for at in places.values())
        problems.extend(each for each in spoilt if each)
    refuse_any(problems)
    return [
        Row(line.number, *(line.cells[places[c]].strip() if c in places else "" for c in COLUMNS))
        for line in grid.lines
    ]


def _places(grid: Grid) -> dict[str, int]:
    """Where each column of ours stands."""
    headings = [heading.strip().lower() for heading in grid.header.cells]
    missing = [name for name in COLUMNS[:3] if name not in headings]
    if missing:
        message = f"There is no column “{missing[0]}” among {', '.join(grid.header.cells)}."
        remedy = f"Name the columns {', '.join(COLUMNS)}; the reason may be left out."
        raise Refused(Problem(message, grid.file, grid.header.number, remedy=remedy))
    return {name: headings.index(name) for name in COLUMNS if name in headings}


def read_known_rows(
    file: str, rows: Sequence[Row], found: Mapping[str, Sequence[str]], book: Codebook
) -> dict[str, KnownAnswers]:
    """The known answers by sentence id. ``found`` has the ids that each cell may mean.

    :raises Refused: with up to 20 problems, each with its line and column.
    """
    problems: list[Problem] = []
    if not rows:
        problems.append(Problem("There is no row below the header.", file, remedy="Add rows."))
    by_sentence: dict[str, _Given] = defaultdict(_Given)
    for row in rows:
        wrong = list(_problems(row, found.get(row.sentence, ()), book))
        if not wrong:
            wrong = list(_add(by_sentence[found[row.sentence][0]], row, book))
        problems.extend(replace(each, file=file, line=row.line) for each in wrong)
    read = {}
    for sentence, about in by_sentence.items():
        try:
            read[sentence] = checked_known_answers(book, about.raw, about.reasons)
        except Refused as refused:
            problems.extend(_placed(file, about, refused.problems))
    refuse_any(problems)
    return read


def _problems(row: Row, ids: Sequence[str], book: Codebook) -> Iterator[Problem]:
    if not row.sentence:
        yield Problem("The sentence is empty.", column="sentence", remedy="Give its id or text.")
    elif not ids:
        yield Problem(
            f"No served sentence has this id or text: “{_short(row.sentence)}”.",
            column="sentence",
            remedy="Copy the id from sentences.csv, or the whole sentence as it stands.",
        )
    elif len(ids) > 1:
        message = f"This sentence stands in {len(ids)} places: “{_short(row.sentence)}”."
        remedy = f"Name the one that is meant by its id: {', '.join(sorted(ids)[:3])}."
        yield Problem(message, column="sentence", remedy=remedy)
    keys = [question.key for question in book.questions]
    if row.question.removesuffix(PRIMARY) not in keys:
        message = f"The codebook has no question “{_short(row.question)}”."
        yield Problem(message, column="question", remedy=f"Its questions are {', '.join(keys)}.")
    if not row.answer:
        remedy = "Fill it in, or delete the row; “none” says that no code applies."
        yield Problem("The answer is empty.", column="answer", remedy=remedy)


def _add(about: _Given, row: Row, book: Codebook) -> Iterator[Problem]:
    if row.question in about.raw:
        message = f"Line {about.lines[row.question]} answers {row.question} already."
        remedy = f"Write several codes into one cell, with “{BETWEEN}” between them."
        yield Problem(message, column="question", remedy=remedy)
        return
    about.raw[row.question] = _values(row, book)
    about.lines[row.question] = row.line
    about.reasons[row.question] = row.reason


def _values(row: Row, book: Codebook) -> list[str]:
    """The codes of a cell, or the whole cell where only one answer is possible."""
    question = next((each for each in book.questions if each.key == row.question), None)
    if question is not None and kind_of(question).takes_several:
        return [code.strip() for code in row.answer.split(BETWEEN) if code.strip()]
    return [row.answer]


def _placed(file: str, about: _Given, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Problems with a sentence's answers, at the rows in which these stand."""
    first = min(about.lines.values())
    for each in problems:
        line = about.lines.get(each.column, about.lines.get(each.column + PRIMARY, first))
        yield replace(each, file=file, line=line, column="answer")


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"
