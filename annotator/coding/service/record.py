"""Take a coding: store it once, keep what came before, say how it was kept."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from annotator.codebook.answers import Answer as Given
from annotator.codebook.models import CodebookVersion, Question
from annotator.codebook.queries import book
from annotator.coding.models import Answer, AnswerState, Coding, Mark, Outcome
from annotator.coding.submission import MOST_SECONDS, Checked, Submission, checked
from annotator.db import now
from annotator.errors import Conflict, NotFound
from annotator.rounds.models import Assignment, Enrolment, PlaceState, Unit

WAS_SERVED = (PlaceState.LEASED, PlaceState.CODED, PlaceState.SKIPPED)


class Kept(StrEnum):
    """How a coding was kept: it counts, or it came late, or it was overtaken (stale)."""

    SAVED = "saved"
    LATE = "late"
    STALE = "stale"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the coder is told: the coding's public id, and how it was kept."""

    coding: str
    kept: Kept


def record(
    session: Session, enrolment: Enrolment, assignment_id: str, submission: Submission
) -> Receipt:
    """Store one coding of a place that the coder was served; sent twice, it is stored once.

    A first answer fills the place; a later one is a revision and becomes current; one
    made on a page that did not show the current coding is kept, but is stale.

    :raises NotFound: if the coder has no such place.
    :raises Conflict: if it was never served, or the token was used for something else.
    :raises Refused: if an answer is not valid under the round's codebook version.
    """
    place = _place(session, enrolment, assignment_id)
    sentence = place.unit.sentence
    length = sentence.end_char - sentence.start_char
    content = checked(submission, book(enrolment.round.version), length)
    before = session.scalar(
        select(Coding).where(
            Coding.member_id == enrolment.member_id, Coding.token == submission.token
        )
    )
    if before is not None:
        return _again(before, place, content)
    _refuse_unserved(place)
    current = _current(session, place)
    coding = _coding(enrolment, place, content, current)
    if coding.current and current is not None:
        current.current = False
        # The old row must give way before the new one is written: only one is current.
        session.flush()
    session.add(coding)
    coding.answers = _answers(content, enrolment.round.version)
    _fill(enrolment, place, coding)
    session.flush()
    return Receipt(coding.public_id, _how(coding))


def _place(session: Session, enrolment: Enrolment, public_id: str) -> Assignment:
    place = session.scalar(
        select(Assignment)
        .where(
            Assignment.public_id == public_id,
            Assignment.round_id == enrolment.round_id,
            Assignment.member_id == enrolment.member_id,
        )
        .options(joinedload(Assignment.unit).joinedload(Unit.sentence))
    )
    if place is None:
        raise NotFound("This sentence is not yours in this round. Nothing was stored.")
    return place


def _refuse_unserved(place: Assignment) -> None:
    if place.state not in WAS_SERVED:
        raise Conflict(
            "This sentence was not served to you yet, or was taken back. Nothing was stored."
        )


def _again(before: Coding, place: Assignment, content: Checked) -> Receipt:
    """The same submission once more is the same coding; anything else is refused."""
    if before.digest != content.digest or before.unit_id != place.unit_id:
        raise Conflict(
            "This page was used for another answer already. Load it again and answer anew; "
            "the answer before is safe."
        )
    return Receipt(before.public_id, _how(before))


def _current(session: Session, place: Assignment) -> Coding | None:
    return session.scalar(
        select(Coding).where(
            Coding.unit_id == place.unit_id,
            Coding.member_id == place.member_id,
            Coding.occasion == place.occasion,
            Coding.current,
        )
    )


def _coding(
    enrolment: Enrolment, place: Assignment, content: Checked, current: Coding | None
) -> Coding:
    sent = content.submission
    shown = current.public_id if current is not None else ""
    closed = enrolment.round.closed_at is not None
    stale = sent.revises != shown
    return Coding(
        unit_id=place.unit_id,
        member_id=enrolment.member_id,
        occasion=place.occasion,
        assignment_id=place.id,
        revision=current.revision + 1 if current else 1,
        revises_id=current.id if current else None,
        outcome=Outcome.SKIPPED if sent.skipped else Outcome.ANSWERED,
        skip_reason=sent.skip_reason if sent.skipped else "",
        version_id=enrolment.round.version_id,
        token=sent.token,
        digest=content.digest,
        submitted_at=now(),
        note=sent.note,
        flagged=sent.flagged,
        seconds=None if sent.seconds is None else min(sent.seconds, MOST_SECONDS),
        context_looks=sent.looks,
        stale=stale,
        late=closed,
        # What counted when a round closed goes on counting; only a gap is filled late.
        current=current is None if closed else not stale,
    )


def _answers(content: Checked, version: CodebookVersion) -> list[Answer]:
    """The rows of the answers, in the order of the book, with the marks of each."""
    questions = {question.key: question for question in version.questions}
    marks: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    for mark in content.marks:
        span = Mark(start_char=mark.start, end_char=mark.end)
        marks[mark.question, mark.code].append(span)
    rows = []
    for answer in content.answers:
        for key, row in _rows(answer, questions[answer.question]):
            row.marks = marks[answer.question, key]
            rows.append(row)
    return rows


def _rows(answer: Given, question: Question) -> Iterator[tuple[str, Answer]]:
    """A row for each code by its key, or one row for the state, number or text."""
    codes = {code.key: code.id for code in question.codes}
    for key in answer.codes or ("",):
        yield (
            key,
            Answer(
                question_id=question.id,
                state=AnswerState(answer.state),
                code_id=codes[key] if key else None,
                number=answer.number,
                text=answer.text,
                primary=key != "" and answer.primary == key,
            ),
        )


def _fill(enrolment: Enrolment, place: Assignment, coding: Coding) -> None:
    """Move the place and the coder's counters to where the current coding puts them."""
    if not coding.current:
        return
    if place.state == PlaceState.CODED:
        enrolment.done -= 1
    elif place.state == PlaceState.SKIPPED:
        enrolment.skipped -= 1
    if coding.outcome == Outcome.ANSWERED:
        place.state, enrolment.done = PlaceState.CODED, enrolment.done + 1
    else:
        place.state, enrolment.skipped = PlaceState.SKIPPED, enrolment.skipped + 1
    place.done_at = place.done_at or coding.submitted_at


def _how(coding: Coding) -> Kept:
    if coding.late:
        return Kept.LATE
    return Kept.STALE if coding.stale else Kept.SAVED
