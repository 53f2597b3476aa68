"""The lines of ``codings.csv``: every assignment, every question, every code. Pure.

A coding has as many lines as the codebook has variables. They differ only in what was
asked and answered, and most codings say what others say too; so these lines are made
once, with gaps for what is a coding's own, and filled in for each.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from operator import attrgetter

from annotator.codebook.answers import Answer
from annotator.codebook.kinds.variable import Value, Variable
from annotator.codebook.values import values
from annotator.coding.records import AssignmentRow, CodingRow
from annotator.datasets.queries.codings import CODINGS
from annotator.tables.csv_text import END, quoted

CODINGS_AT_ONCE = 2_000

_key = attrgetter("unit", "coder", "occasion")


@dataclass(frozen=True, slots=True)
class RoundData:
    """What a round has: its variables, who was given what, and the answers.

    ``assignments`` are those that may wait to be coded; ``answers`` has those of each coding.
    """

    number: int
    version: int
    variables: Sequence[Variable]
    assignments: Sequence[AssignmentRow]
    codings: Sequence[CodingRow]
    answers: Mapping[int, Sequence[Answer]]


def pieces(rounds: Sequence[RoundData]) -> Iterator[bytes]:
    """The table as UTF-8, in pieces: by round, unit, coder, occasion, and the book's order."""
    yield (",".join(CODINGS.names) + END).encode()
    for each in sorted(rounds, key=lambda each: each.number):
        texts = _of_round(each)
        while some := "".join(islice(texts, CODINGS_AT_ONCE)):
            yield some.encode()


def _of_round(data: RoundData) -> Iterator[str]:
    """The lines of each coding, and of each assignment that is not coded yet."""
    known: dict[object, str] = {}
    for row in sorted(_rows(data), key=_key):
        coding = row if isinstance(row, CodingRow) else None
        what = _what(data, coding)
        if what not in known:
            known[what] = _with_gaps(data, coding)
        who = f"{row.unit},{row.article},{row.coder}"
        own = _of_coding(data, row) if isinstance(row, CodingRow) else _of_assignment(data, row)
        yield known[what] % ((who, own) * len(data.variables))


def _rows(data: RoundData) -> Iterable[AssignmentRow | CodingRow]:
    """The codings, and the assignments that wait; a coding replaces its assignment."""
    if not data.assignments:
        return data.codings
    given = chain[AssignmentRow | CodingRow](data.assignments, data.codings)
    return {_key(row): row for row in given}.values()


def _what(data: RoundData, coding: CodingRow | None) -> object:
    """What is the same in all codings that say the same."""
    if coding is None or coding.outcome == "skipped":
        return coding is None
    return coding.counted, *data.answers[coding.id]


def _with_gaps(data: RoundData, coding: CodingRow | None) -> str:
    """The lines of a coding, each with a gap for who coded what, and one for its own cells."""
    cells = (
        f"{data.number},{quoted(variable.question)},{quoted(variable.code)},%s,"
        f"{quoted(said.value).replace('%', '%%')},{said.status},{counted},{said.primary},%s{END}"
        for variable, said, counted in _said(data, coding)
    )
    return "".join(cells)


def _said(data: RoundData, coding: CodingRow | None) -> Iterator[tuple[Variable, Value, int]]:
    """The value and status of each variable, and whether the agreement counts it."""
    if coding is None or coding.outcome == "skipped":
        nothing = Value("", "unseen" if coding is None else "skipped")
        yield from ((variable, nothing, 0) for variable in data.variables)
        return
    given = values(data.answers[coding.id], data.variables)
    for variable, value in zip(data.variables, given, strict=True):
        yield variable, value, int(bool(coding.counted and value.value and variable.level))


def _of_coding(data: RoundData, row: CodingRow) -> str:
    """The cells of a coding from ``sentence`` on."""
    seconds = "" if row.seconds is None else f"{row.seconds:.15g}"
    end = _end(row.flagged, row.late, row.context_looks, row.confidence, row.skip_reason, row.note)
    return (
        f"{row.sentence},{row.occasion},{data.version},{row.coding},{row.revision},"
        f"{row.submitted_at},{seconds},{end}"
    )


@lru_cache
def _end(
    flagged: bool, late: bool, looks: int, confidence: int | None, reason: str, note: str
) -> str:
    """The last cells of a coding, which most have in common."""
    return f"{flagged:d},{late:d},{looks},{confidence or ''},{quoted(reason)},{quoted(note)}"


def _of_assignment(data: RoundData, row: AssignmentRow) -> str:
    """The same cells of an assignment, of which most are empty."""
    return f"{row.sentence},{row.occasion},{data.version}" + "," * 10
