"""The counted codings of a round, each with its answers as a few whole numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Float,
    Integer,
    and_,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from annotator.agreement.live.packing import BITS, Packed, Packing, packing
from annotator.agreement.live.snapshot import Units
from annotator.codebook.models import CodebookVersion
from annotator.codebook.queries import book, rows_of
from annotator.coding.exclusions import NOTHING, Included
from annotator.coding.models import Answer, AnswerState, Coding
from annotator.coding.queries import counting
from annotator.corpus.models import Article
from annotator.database.session import day, rows
from annotator.rounds.models import Unit

#: This many units are read at once: on SQLite no read shall keep a coder from saving, and
#: PostgreSQL looks through all answers for each part of them.
AT_ONCE = {"sqlite": 10_000, "postgresql": 60_000}


def units(session: Session, round_id: int, also: Included = NOTHING) -> Units:
    """The units of a round whose codings can count."""
    query = (
        counting.with_articles(select(Unit.id, Unit.public_id, Article.public_id))
        .where(Unit.round_id == round_id, counting.has_codings_that_count(also))
        .order_by(Unit.id)
    )
    found = rows(session, query).all()
    articles = tuple(sorted({article for _, _, article in found}))
    place = {article: at for at, article in enumerate(articles)}
    return Units(
        row=np.array([row for row, _, _ in found], np.int64),
        name=np.array([name.encode() for _, name, _ in found], np.bytes_),
        home=np.array([place[article] for _, _, article in found], np.int32),
        articles=articles,
    )


@dataclass(frozen=True, slots=True)
class Reading:
    """How the codings of a codebook version are read: packed, by these columns.

    ``also`` is what counts beside what always does.
    """

    packing: Packing
    columns: tuple[ColumnElement[Any], ...]
    also: Included = NOTHING


def reading(session: Session, version: CodebookVersion, also: Included = NOTHING) -> Reading:
    """A column for each word of what a coding says, and one for each number and each text."""
    layout = packing(book(version))
    row_ids = rows_of(session, version)
    words = (_word(layout, word, row_ids.questions, row_ids.codes) for word in range(layout.words))
    numbers = (_number(row_ids.questions[name]) for name in layout.numbers)
    texts = (_text(row_ids.questions[name]) for name in layout.texts)
    return Reading(layout, (*words, *numbers, *texts), also)


def coded(session: Session, reading: Reading, round_id: int, units: Units) -> Iterator[Packed]:
    """All codings of a round that count, some thousand units at a time."""
    units_at_once = AT_ONCE[session.get_bind().dialect.name]
    for start in range(0, units.row.size, units_at_once):
        some = units.row[start : start + units_at_once]
        between = Coding.unit_id.between(int(some[0]), int(some[-1]))
        yield _packed(
            session, reading, Unit.round_id == round_id, between, counting.counted(reading.also)
        )


def newer(
    session: Session, reading: Reading, round_id: int, members: Sequence[int], after: int
) -> Packed:
    """The codings of some coders in a round behind a row, also those that do not count."""
    recent = and_(Coding.id > after, Coding.member_id.in_(members))
    return _packed(session, reading, Unit.round_id == round_id, recent)


def _packed(session: Session, reading: Reading, *where: ColumnElement[bool]) -> Packed:
    """One row for each coding: its answers are added up by the database."""
    counts = counting.counted(reading.also)
    stands = counts if reading.also else and_(Coding.current, Coding.occasion == 1)
    unsure = and_(Coding.current, or_(~counts, Coding.revises_id.is_not(None)))
    selected = select(
        Coding.id,
        Coding.unit_id,
        Coding.member_id,
        day(session, Coding.submitted_at),
        _any(stands),
        _any(counts),
        _any(unsure),
        *reading.columns,
    )
    query = (
        counting.of_codings(selected)
        .outerjoin(Answer, Answer.coding_id == Coding.id)
        .where(*where)
        .group_by(Coding.id, Coding.unit_id, Coding.member_id)
    )
    found = rows(session, query).all()
    columns = list(zip(*found, strict=True)) if found else [()] * (7 + len(reading.columns))
    return _columns(columns, reading.packing)


def _columns(columns: Sequence[Sequence[Any]], packing: Packing) -> Packed:
    coding, unit, member, days, stands, counts, unsure, *answers = columns
    words = [np.array(each, np.int64) for each in answers[: packing.words]]
    first_text = packing.words + len(packing.numbers)
    numbers = [np.array(each, np.float64) for each in answers[packing.words : first_text]]
    texts = [np.array(each, np.object_) for each in answers[first_text:]]
    empty = np.empty((0, len(coding)))
    return Packed(
        np.array(coding, np.int64),
        np.array(unit, np.int64),
        np.array(member, np.int64),
        np.array(days, np.int64),
        np.array(stands, bool),
        np.array(counts, bool),
        np.array(unsure, bool),
        np.array(words or empty, np.int64).T,
        np.array(numbers or empty, np.float64).T,
        np.array(texts or empty, np.object_).T,
    )


def _any(what: ColumnElement[bool]) -> ColumnElement[int]:
    """Whether it holds for a coding: the same in each of its answers."""
    return func.max(case((what, 1), else_=0))


def _word(
    packing: Packing, word: int, questions: Mapping[str, int], codes: Mapping[tuple[str, str], int]
) -> ColumnElement[int]:
    bits_of_word = {name: bit for name, bit in packing.flags.items() if bit // BITS == word}
    given = {codes[name]: _bit(bit) for name, bit in bits_of_word.items() if name[1]}
    none = {questions[name[0]]: _bit(bit) for name, bit in bits_of_word.items() if not name[1]}
    bits = [case(given, value=Answer.code_id, else_=0)] if given else []
    if none:
        of_none = case(none, value=Answer.question_id, else_=0)
        bits.append(case((Answer.state == AnswerState.NONE, of_none), else_=0))
    total = bits[0] if len(bits) == 1 else bits[0] + bits[1]
    return func.coalesce(cast(func.sum(total), BigInteger), 0)


def _bit(bit: int) -> ColumnElement[int]:
    # Written out: PostgreSQL adds up small numbers quickly, and must see that they are small.
    return literal_column(str(1 << (bit % BITS)), Integer)


def _number(question: int) -> ColumnElement[float | None]:
    return cast(func.max(case((_is_given(question), Answer.number))), Float)


def _text(question: int) -> ColumnElement[str | None]:
    return func.max(case((_is_given(question), Answer.text)))


def _is_given(question: int) -> ColumnElement[bool]:
    return and_(Answer.question_id == question, Answer.state == AnswerState.GIVEN)
